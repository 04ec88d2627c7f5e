import { foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, id, workspaceId } from "./columns";

/** Anyone who can be paged. Names and addresses live here and in `identities` only; facts hold `id`. */
export const people = pgTable(
  "people",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    name: text("name"),
    email: text("email"),
    /** IANA zone; null = nobody told it. */
    timeZone: text("time_zone"),
    jobTitle: text("job_title"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ name: "people_pk", columns: [t.workspaceId, t.id] })],
);

/** A provider's account of a person. */
export const identities = pgTable(
  "identities",
  {
    workspaceId: workspaceId(),
    provider: text("provider").notNull(),
    key: text("key").notNull(),
    personId: id("person_id").notNull(),
  },
  (t) => [
    primaryKey({ name: "identities_pk", columns: [t.workspaceId, t.provider, t.key] }),
    index("identities_person").on(t.workspaceId, t.personId),
    foreignKey({
      name: "identities_person_fk",
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }),
  ],
);
