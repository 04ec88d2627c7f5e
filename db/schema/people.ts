import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { MATCHED_BY } from "@/lib/contract/people";
import type { Hours } from "@/lib/model/settings";
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
    /** ISO 3166-1 and the region as `date-holidays` writes it: whose public holidays. Null = the workspace's. */
    country: text("country"),
    region: text("region"),
    /** Hours of their own; null = the team's, else the workspace's. */
    hours: jsonb("hours").$type<Hours>(),
    /** Said by hand: leads people although nobody reports to them here. Others lead who have reports. */
    leads: boolean("leads").notNull().default(false),
    /** Nothing is left but counts: "a former member". */
    erasedAt: at("erased_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ name: "people_pk", columns: [t.workspaceId, t.id] })],
);

export const ACCOUNT_ATTRIBUTES = ["key", "name", "email", "time_zone", "job_title", "teams"] as const;

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
    index("identities_email").on(t.workspaceId, sql`lower(${t.email})`),
    foreignKey({
      name: "identities_person_fk",
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }),
  ],
);

/**
 * What origins told about an account, an attribute a row: the account's attributes are made of them, by the moment of
 * the telling and never by the order of arrival. `key` = the account itself was told.
 */
export const accountFacts = pgTable(
  "account_facts",
  {
    workspaceId: workspaceId(),
    accountId: id("account_id").notNull(),
    attribute: text("attribute", { enum: ACCOUNT_ATTRIBUTES }).notNull(),
    /** The import that told it; 0 = a delivery, which is never taken back. */
    originId: id("origin_id").notNull(),
    /** Of "teams" their names as a JSON array, in order. */
    value: text("value").notNull(),
    /** When it was true; `-infinity` where nothing says when, as in a file of users. */
    toldAt: at("told_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "account_facts_pk", columns: [t.workspaceId, t.accountId, t.attribute, t.originId] }),
    index("account_facts_origin").on(t.workspaceId, t.originId),
    check("account_facts_attribute", sql.raw(oneOf("attribute", ACCOUNT_ATTRIBUTES))),
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
