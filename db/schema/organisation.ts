import { sql } from "drizzle-orm";
import {
  check,
  date,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { ORGANISATION_ORIGINS } from "@/lib/model/organisation";
import type { HandOver, Hours } from "@/lib/model/settings";
import { at, id, oneOf, workspaceId } from "./columns";
import { people } from "./people";

/*
 * What stands here holds from a date to a date, half-open; '-infinity' = from ever, 'infinity' = still. A figure of a
 * past day is therefore the same after somebody changed team, leader or zone.
 */
const fromDate = () => date("from_date", { mode: "string" }).notNull();
const toDate = () => date("to_date", { mode: "string" }).notNull();
const origin = () => text("origin", { enum: ORGANISATION_ORIGINS }).notNull();

/** People who share a rota or a manager. A page names its team by `name`. */
export const teams = pgTable(
  "teams",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    name: text("name").notNull(),
    /** Hours of its people who have none of their own; null = the workspace's. */
    hours: jsonb("hours").$type<Hours>(),
    /** When the week of its reports begins; null = the workspace's. */
    handOver: jsonb("hand_over").$type<HandOver>(),
  },
  (t) => [
    primaryKey({ name: "teams_pk", columns: [t.workspaceId, t.id] }),
    unique("teams_name").on(t.workspaceId, t.name),
  ],
);

/** Who is in which team. A person may be in several. */
export const memberships = pgTable(
  "memberships",
  {
    workspaceId: workspaceId(),
    personId: id("person_id").notNull(),
    teamId: id("team_id").notNull(),
    fromDate: fromDate(),
    toDate: toDate(),
    origin: origin(),
  },
  (t) => [
    primaryKey({ name: "memberships_pk", columns: [t.workspaceId, t.personId, t.teamId, t.fromDate] }),
    index("memberships_team").on(t.workspaceId, t.teamId),
    foreignKey({
      name: "memberships_person_fk",
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }),
    foreignKey({
      name: "memberships_team_fk",
      columns: [t.workspaceId, t.teamId],
      foreignColumns: [teams.workspaceId, teams.id],
    }),
    check("memberships_origin", sql.raw(oneOf("origin", ORGANISATION_ORIGINS))),
  ],
);

/** Whom each person reports to: one leader at a time. */
export const reportingLines = pgTable(
  "reporting_lines",
  {
    workspaceId: workspaceId(),
    personId: id("person_id").notNull(),
    fromDate: fromDate(),
    toDate: toDate(),
    leaderId: id("leader_id").notNull(),
    origin: origin(),
  },
  (t) => [
    primaryKey({ name: "reporting_lines_pk", columns: [t.workspaceId, t.personId, t.fromDate] }),
    index("reporting_lines_leader").on(t.workspaceId, t.leaderId),
    foreignKey({
      name: "reporting_lines_person_fk",
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }),
    foreignKey({
      name: "reporting_lines_leader_fk",
      columns: [t.workspaceId, t.leaderId],
      foreignColumns: [people.workspaceId, people.id],
    }),
    check("reporting_lines_origin", sql.raw(oneOf("origin", ORGANISATION_ORIGINS))),
  ],
);

/** Everybody under each leader, at any depth (1 = directly), without the leader. Derived from `reporting_lines`. */
export const orgClosure = pgTable(
  "org_closure",
  {
    workspaceId: workspaceId(),
    leaderId: id("leader_id").notNull(),
    personId: id("person_id").notNull(),
    fromDate: fromDate(),
    toDate: toDate(),
    depth: smallint("depth").notNull(),
  },
  (t) => [
    primaryKey({ name: "org_closure_pk", columns: [t.workspaceId, t.leaderId, t.personId, t.fromDate] }),
    index("org_closure_person").on(t.workspaceId, t.personId),
  ],
);

/** Which team owns a service. A service without a row is its page's own team's, as the provider says. */
export const serviceOwners = pgTable(
  "service_owners",
  {
    workspaceId: workspaceId(),
    service: text("service").notNull(),
    fromDate: fromDate(),
    toDate: toDate(),
    teamId: id("team_id").notNull(),
    origin: origin(),
  },
  (t) => [
    primaryKey({ name: "service_owners_pk", columns: [t.workspaceId, t.service, t.fromDate] }),
    foreignKey({
      name: "service_owners_team_fk",
      columns: [t.workspaceId, t.teamId],
      foreignColumns: [teams.workspaceId, teams.id],
    }),
    check("service_owners_origin", sql.raw(oneOf("origin", ORGANISATION_ORIGINS))),
  ],
);

/** Where a person lived: the zone from the start of a date there on. Before the first row it is `people.time_zone`. */
export const personZones = pgTable(
  "person_zones",
  {
    workspaceId: workspaceId(),
    personId: id("person_id").notNull(),
    fromDate: fromDate(),
    /** IANA zone. */
    timeZone: text("time_zone").notNull(),
    /** ISO 3166-1, and the region as `date-holidays` writes it; null = as in `people`. */
    country: text("country"),
    region: text("region"),
    origin: origin().default("hand"),
  },
  (t) => [
    primaryKey({ name: "person_zones_pk", columns: [t.workspaceId, t.personId, t.fromDate] }),
    foreignKey({
      name: "person_zones_person_fk",
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }),
    check("person_zones_origin", sql.raw(oneOf("origin", ORGANISATION_ORIGINS))),
  ],
);

/**
 * A keyed hash of what an erased person was known by, under the workspace's own key: later records of them go to "a former
 * member".
 */
export const tombstones = pgTable(
  "tombstones",
  {
    workspaceId: workspaceId(),
    digest: text("digest").notNull(),
    personId: id("person_id").notNull(),
    erasedAt: at("erased_at").notNull(),
  },
  (t) => [primaryKey({ name: "tombstones_pk", columns: [t.workspaceId, t.digest] })],
);
