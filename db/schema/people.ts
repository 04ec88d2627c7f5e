import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { MATCHED_BY } from "@/lib/contract/people";
import { at, id, oneOf, workspaceId } from "./columns";

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
    /** The account's own id, which events hold. */
    id: id("id").notNull(),
    personId: id("person_id").notNull(),
    /** How it came to its person. */
    matchedBy: text("matched_by", { enum: MATCHED_BY }).notNull().default("itself"),
    /** What the provider tells about this account; what is known about the person is made of them. */
    name: text("name"),
    email: text("email"),
    timeZone: text("time_zone"),
    jobTitle: text("job_title"),
  },
  (t) => [
    primaryKey({ name: "identities_pk", columns: [t.workspaceId, t.provider, t.key] }),
    unique("identities_id").on(t.workspaceId, t.id),
    check("identities_matched_by", sql.raw(oneOf("matched_by", MATCHED_BY))),
    index("identities_person").on(t.workspaceId, t.personId),
    foreignKey({
      name: "identities_person_fk",
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }),
  ],
);

/** Two people whom somebody looked at and kept apart: they are not proposed again. The smaller id stands first. */
export const keptApart = pgTable(
  "kept_apart",
  {
    workspaceId: workspaceId(),
    oneId: id("one_id").notNull(),
    otherId: id("other_id").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ name: "kept_apart_pk", columns: [t.workspaceId, t.oneId, t.otherId] })],
);
