import { sql } from "drizzle-orm";
import {
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import { SHIFT_ORIGINS } from "@/lib/model/on-call";
import { VERDICTS } from "@/lib/model/verdict";
import { at, bytea, id, oneOf, workspaceId } from "./columns";
import { teams } from "./organisation";
import { people } from "./people";

const DIRTY_ROLLUPS = [
  "leader_days",
  "heat_weeks",
  "heat_days",
  "signature_weeks",
  "verdict_weeks",
  "team_weeks",
  "organisation",
  "lines",
] as const;

const tstzmultirange = customType<{ data: string }>({ dataType: () => "tstzmultirange" });

/** A stretch on which somebody was on call, half-open, as it was told. Stretches of one person may overlap; hours count them once. */
export const onCallShifts = pgTable(
  "on_call_shifts",
  {
    workspaceId: workspaceId(),
    /** Of its origin, schedule, person, level and times: the same shift told twice is one. */
    id: id("id").notNull(),
    personId: id("person_id").notNull(),
    /** The account that the source names: where it moves to another person, the shift goes with it. Null = a person. */
    accountId: id("account_id"),
    /** As the provider names the schedule or policy; null where nothing names it. */
    schedule: text("schedule"),
    /** Team whose rota it is, as the source names it. */
    team: text("team"),
    /** 1 = first line; 0 = the source does not tell (LEVEL_NOT_TOLD). */
    level: smallint("level").notNull(),
    fromAt: at("from_at").notNull(),
    toAt: at("to_at").notNull(),
    kind: text("kind", { enum: SHIFT_ORIGINS }).notNull(),
    /** The import or delivery that told it first; 0 = the screen. */
    originId: id("origin_id").notNull(),
    /** Which of its records; a record may tell of several shifts. */
    recordNo: integer("record_no").notNull().default(0),
    /** What later files leave of it; null = all. The view `held_shifts` has these parts, as shifts: for whoever counts. */
    held: tstzmultirange("held"),
    /** The first import that said otherwise. */
    replacedBy: id("replaced_by"),
  },
  (t) => [
    primaryKey({ name: "on_call_shifts_pk", columns: [t.workspaceId, t.id] }),
    index("on_call_shifts_person").on(t.workspaceId, t.personId, t.fromAt),
    index("on_call_shifts_from").on(t.workspaceId, t.fromAt),
    index("on_call_shifts_origin").on(t.workspaceId, t.originId),
    index("on_call_shifts_account").on(t.workspaceId, t.accountId),
    index("on_call_shifts_replaced").on(t.workspaceId, t.replacedBy).where(sql`replaced_by is not null`),
    check("on_call_shifts_kind", sql.raw(oneOf("kind", SHIFT_ORIGINS))),
    check("on_call_shifts_order", sql`from_at < to_at`),
  ],
);

/** Who told the same shift as well, later: the first of them inherits it where the import that told it is taken back. */
export const shiftRepeats = pgTable(
  "shift_repeats",
  {
    workspaceId: workspaceId(),
    shiftId: id("shift_id").notNull(),
    originId: id("origin_id").notNull(),
    recordNo: integer("record_no").notNull(),
  },
  (t) => [
    primaryKey({ name: "shift_repeats_pk", columns: [t.workspaceId, t.shiftId, t.originId] }),
    index("shift_repeats_origin").on(t.workspaceId, t.originId),
  ],
);

const cell = (name: string) => smallint(name).notNull().default(0);
/** A storm has no upper end. */
const wideCell = (name: string) => integer(name).notNull().default(0);

/**
 * What one person carried on one local date; no row = nothing. Tests are outside. `unclear` holds what is not judged yet.
 * Recounted from the facts whenever they change, never added to.
 */
export const personDays = pgTable(
  "person_days",
  {
    workspaceId: workspaceId(),
    localDate: date("local_date", { mode: "string" }).notNull(),
    personId: id("person_id").notNull(),
    /** Pages whose first interruption of the person fell on the date, by the line on which they came. */
    pagesFirst: wideCell("pages_first"),
    pagesEscalated: wideCell("pages_escalated"),
    pagesUnknownLine: wideCell("pages_unknown_line"),
    /** The same pages by verdict. */
    pagesActionable: wideCell("pages_actionable"),
    pagesNoise: wideCell("pages_noise"),
    pagesUnclear: wideCell("pages_unclear"),
    /** Interruptions by hour class and verdict. */
    sleepActionable: cell("sleep_actionable"),
    sleepNoise: cell("sleep_noise"),
    sleepUnclear: cell("sleep_unclear"),
    offActionable: cell("off_actionable"),
    offNoise: cell("off_noise"),
    offUnclear: cell("off_unclear"),
    businessActionable: cell("business_actionable"),
    businessNoise: cell("business_noise"),
    businessUnclear: cell("business_unclear"),
    /** Interruptions that are estimated. */
    estimated: cell("estimated"),
    /** Of interruptions: by pages that no other stands for, and what flaps once an alert. */
    incidents: wideCell("incidents"),
    disruptedHours: cell("disrupted_hours"),
    /** 1 where the night that begins on this date was disrupted. */
    disruptedNights: cell("disrupted_nights"),
    /** 1 where that night left less rest than it should. */
    shortRests: cell("short_rests"),
  },
  (t) => [
    primaryKey({ name: "person_days_pk", columns: [t.workspaceId, t.localDate, t.personId] }),
    index("person_days_person").on(t.workspaceId, t.personId, t.localDate),
  ],
);

/** Sums of `person_days` over a week of the person; no row = nothing. A year of a large company is too many days to add up. */
export const personWeeks = pgTable(
  "person_weeks",
  {
    workspaceId: workspaceId(),
    /** The Monday. */
    week: date("week", { mode: "string" }).notNull(),
    personId: id("person_id").notNull(),
    pagesFirst: wideCell("pages_first"),
    pagesEscalated: wideCell("pages_escalated"),
    pagesUnknownLine: wideCell("pages_unknown_line"),
    /** Interruptions by hour class, and the same by verdict. */
    sleep: wideCell("sleep"),
    off: wideCell("off"),
    business: wideCell("business"),
    actionable: wideCell("actionable"),
    noise: wideCell("noise"),
    unclear: wideCell("unclear"),
    estimated: wideCell("estimated"),
    incidents: wideCell("incidents"),
    disruptedHours: cell("disrupted_hours"),
    disruptedNights: cell("disrupted_nights"),
    shortRests: cell("short_rests"),
  },
  (t) => [primaryKey({ name: "person_weeks_pk", columns: [t.workspaceId, t.week, t.personId] })],
);

/**
 * The same sums over the interruptions of one verdict, for whoever asks for that alone: an hour or a night in which
 * interruptions of two verdicts lie counts in both. Pages are those of the verdict that first rang in them.
 */
export const verdictWeeks = pgTable(
  "verdict_weeks",
  {
    workspaceId: workspaceId(),
    verdict: text("verdict", { enum: VERDICTS }).notNull(),
    /** The Monday. */
    week: date("week", { mode: "string" }).notNull(),
    personId: id("person_id").notNull(),
    pagesFirst: wideCell("pages_first"),
    pagesEscalated: wideCell("pages_escalated"),
    pagesUnknownLine: wideCell("pages_unknown_line"),
    sleep: wideCell("sleep"),
    off: wideCell("off"),
    business: wideCell("business"),
    estimated: wideCell("estimated"),
    disruptedHours: cell("disrupted_hours"),
    disruptedNights: cell("disrupted_nights"),
    shortRests: cell("short_rests"),
  },
  (t) => [
    primaryKey({ name: "verdict_weeks_pk", columns: [t.workspaceId, t.verdict, t.week, t.personId] }),
    check("verdict_weeks_verdict", sql.raw(oneOf("verdict", VERDICTS))),
  ],
);

/** Distinct pages that interrupted anybody under a leader, each once, on the workspace's date of its opening; no tests. */
export const leaderDays = pgTable(
  "leader_days",
  {
    workspaceId: workspaceId(),
    date: date("date", { mode: "string" }).notNull(),
    leaderId: id("leader_id").notNull(),
    actionable: integer("actionable").notNull(),
    noise: integer("noise").notNull(),
    unclear: integer("unclear").notNull(),
  },
  (t) => [
    primaryKey({ name: "leader_days_pk", columns: [t.workspaceId, t.date, t.leaderId] }),
    index("leader_days_leader").on(t.workspaceId, t.leaderId, t.date),
  ],
);

/** Sums of `leader_days` over a week of the workspace. */
export const leaderWeeks = pgTable(
  "leader_weeks",
  {
    workspaceId: workspaceId(),
    /** The Monday. */
    week: date("week", { mode: "string" }).notNull(),
    leaderId: id("leader_id").notNull(),
    actionable: integer("actionable").notNull(),
    noise: integer("noise").notNull(),
    unclear: integer("unclear").notNull(),
  },
  (t) => [primaryKey({ name: "leader_weeks_pk", columns: [t.workspaceId, t.week, t.leaderId] })],
);

/**
 * Of the pages of `leader_days`, those that were somebody else's and those that went from team to team; no row = none. The
 * arrays are read beside each other: `owners` with `services` and what follows, `handed_teams` with `handed_pages`,
 * `longest` with `longest_teams`.
 */
export const notMineDays = pgTable(
  "not_mine_days",
  {
    workspaceId: workspaceId(),
    date: date("date", { mode: "string" }).notNull(),
    leaderId: id("leader_id").notNull(),
    /** Pages of which the owner, or the teams of whom they rang, nobody knows. */
    notKnown: integer("not_known").notNull(),
    /** The teams that own pages which rang nobody of theirs, by name, each with a service; null = none named. */
    owners: text("owners").array().notNull(),
    services: text("services").array().notNull(),
    /** Their pages, the noise among them, and the page that opened last. */
    ownerPages: integer("owner_pages").array().notNull(),
    ownerNoise: integer("owner_noise").array().notNull(),
    ownerLast: id("owner_last").array().notNull(),
    /** Through how many teams pages went, ascending, and how many pages did. */
    handedTeams: integer("handed_teams").array().notNull(),
    handedPages: integer("handed_pages").array().notNull(),
    /** The pages that went through most teams, the latest first among equals, and through how many: LONGEST of the day. */
    longest: id("longest").array().notNull(),
    longestTeams: integer("longest_teams").array().notNull(),
  },
  (t) => [
    primaryKey({ name: "not_mine_days_pk", columns: [t.workspaceId, t.date, t.leaderId] }),
    index("not_mine_days_leader").on(t.workspaceId, t.leaderId, t.date),
  ],
);

/** Interruptions of a team's people by weekday (0 = Monday) and clock hour, both local to the person interrupted. */
export const heatWeeks = pgTable(
  "heat_weeks",
  {
    workspaceId: workspaceId(),
    /** The Monday. */
    week: date("week", { mode: "string" }).notNull(),
    teamId: id("team_id").notNull(),
    weekday: smallint("weekday").notNull(),
    hour: smallint("hour").notNull(),
    actionable: wideCell("actionable"),
    noise: wideCell("noise"),
    unclear: wideCell("unclear"),
  },
  (t) => [
    primaryKey({ name: "heat_weeks_pk", columns: [t.workspaceId, t.week, t.teamId, t.weekday, t.hour] }),
    foreignKey({
      name: "heat_weeks_team_fk",
      columns: [t.workspaceId, t.teamId],
      foreignColumns: [teams.workspaceId, teams.id],
    }),
  ],
);

/** Interruptions of everybody by date and clock hour, both local to the person interrupted; no tests. */
export const heatDays = pgTable(
  "heat_days",
  {
    workspaceId: workspaceId(),
    localDate: date("local_date", { mode: "string" }).notNull(),
    hour: smallint("hour").notNull(),
    actionable: wideCell("actionable"),
    noise: wideCell("noise"),
    unclear: wideCell("unclear"),
  },
  (t) => [primaryKey({ name: "heat_days_pk", columns: [t.workspaceId, t.localDate, t.hour] })],
);

/** Interruptions by an alert, in the week of the person interrupted; no tests. */
export const signatureWeeks = pgTable(
  "signature_weeks",
  {
    workspaceId: workspaceId(),
    /** The Monday. */
    week: date("week", { mode: "string" }).notNull(),
    signatureId: id("signature_id").notNull(),
    /** By hour class, and the same by verdict. */
    sleep: wideCell("sleep"),
    off: wideCell("off"),
    business: wideCell("business"),
    actionable: wideCell("actionable"),
    noise: wideCell("noise"),
    unclear: wideCell("unclear"),
    /** Of those in sleep hours. */
    sleepActionable: wideCell("sleep_actionable"),
    sleepNoise: wideCell("sleep_noise"),
    sleepUnclear: wideCell("sleep_unclear"),
    /** Of those in off hours: with the others the pain of the alert. */
    offNoise: wideCell("off_noise"),
  },
  (t) => [primaryKey({ name: "signature_weeks_pk", columns: [t.workspaceId, t.week, t.signatureId] })],
);

/** Pages of a team's services by the workspace's week of their opening; no tests. */
export const teamWeeks = pgTable(
  "team_weeks",
  {
    workspaceId: workspaceId(),
    /** The Monday. */
    week: date("week", { mode: "string" }).notNull(),
    /** As pages name it. */
    team: text("team").notNull(),
    actionable: wideCell("actionable"),
    noise: wideCell("noise"),
    unclear: wideCell("unclear"),
    /** Never acknowledged, and of a provider that does not tell. */
    never: wideCell("never"),
    notKnown: wideCell("not_known"),
    /** Incidents of each day, Monday first: pages that no other stands for, and what flaps once an alert. */
    incidents: integer("incidents").array().notNull(),
    /** Seconds to acknowledge, ascending, each as a double of eight bytes, the highest first: a median needs them all. */
    acknowledgedAfter: bytea("acknowledged_after").notNull(),
  },
  (t) => [primaryKey({ name: "team_weeks_pk", columns: [t.workspaceId, t.week, t.team] })],
);

/**
 * What waits to be counted again: the leaders' `leader_days` and `not_mine_days` of a date, the `heat_weeks` of a team and a week, a
 * date of `heat_days`, a week of `team_weeks` or that of a team, a week or a cell of `signature_weeks` and `verdict_weeks` and, where the organisation changed,
 * whatever differs from the one that was counted with. `lines`: pages that were stored before
 * notifications had lines wait for theirs.
 */
export const dirtyRollups = pgTable(
  "dirty_rollups",
  {
    workspaceId: workspaceId(),
    rollup: text("rollup", { enum: DIRTY_ROLLUPS }).notNull(),
    /** `-infinity` of the organisation and of lines. */
    date: date("date", { mode: "string" }).notNull(),
    /** The team of `heat_weeks`; the alert of `signature_weeks`, the person of `verdict_weeks` (0 = all); of lines the last page with its own; else 0. */
    subjectId: id("subject_id").notNull(),
    /** Of `team_weeks`, as pages name it; empty = all teams, and of all else. */
    team: text("team").notNull().default(""),
  },
  (t) => [
    primaryKey({ name: "dirty_rollups_pk", columns: [t.workspaceId, t.rollup, t.date, t.subjectId, t.team] }),
    check("dirty_rollups_rollup", sql.raw(oneOf("rollup", DIRTY_ROLLUPS))),
  ],
);

/** The `org_closure` that `leader_days` and `not_mine_days` were counted with: what differs from it now is counted again, and nothing else. */
export const countedClosure = pgTable(
  "counted_closure",
  {
    workspaceId: workspaceId(),
    leaderId: id("leader_id").notNull(),
    personId: id("person_id").notNull(),
    fromDate: date("from_date", { mode: "string" }).notNull(),
    toDate: date("to_date", { mode: "string" }).notNull(),
  },
  (t) => [primaryKey({ name: "counted_closure_pk", columns: [t.workspaceId, t.leaderId, t.personId, t.fromDate] })],
);

/** The `memberships` that `heat_weeks` and `not_mine_days` were counted with. */
export const countedMemberships = pgTable(
  "counted_memberships",
  {
    workspaceId: workspaceId(),
    personId: id("person_id").notNull(),
    teamId: id("team_id").notNull(),
    fromDate: date("from_date", { mode: "string" }).notNull(),
    toDate: date("to_date", { mode: "string" }).notNull(),
  },
  (t) => [primaryKey({ name: "counted_memberships_pk", columns: [t.workspaceId, t.personId, t.teamId, t.fromDate] })],
);

/** The `service_owners` that `not_mine_days` were counted with. */
export const countedServiceOwners = pgTable(
  "counted_service_owners",
  {
    workspaceId: workspaceId(),
    service: text("service").notNull(),
    teamId: id("team_id").notNull(),
    fromDate: date("from_date", { mode: "string" }).notNull(),
    toDate: date("to_date", { mode: "string" }).notNull(),
  },
  (t) => [primaryKey({ name: "counted_service_owners_pk", columns: [t.workspaceId, t.service, t.teamId, t.fromDate] })],
);

/** Minutes that a page took a responder, in their own words; it wins over the estimate. */
export const responseEfforts = pgTable(
  "response_efforts",
  {
    workspaceId: workspaceId(),
    pageId: id("page_id").notNull(),
    personId: id("person_id").notNull(),
    minutes: integer("minutes").notNull(),
    saidAt: at("said_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "response_efforts_pk", columns: [t.workspaceId, t.pageId, t.personId] }),
    foreignKey({
      name: "response_efforts_person_fk",
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
    }),
    check("response_efforts_minutes", sql`minutes between 0 and 10080`),
  ],
);

/** "This is wrong": what a person says about their own figures. Kept until somebody settles it. */
export const objections = pgTable(
  "objections",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    personId: id("person_id").notNull(),
    /** The page it is about; null = the figures as a whole. */
    pageId: id("page_id"),
    note: text("note").notNull(),
    saidAt: at("said_at").notNull(),
    settledAt: at("settled_at"),
    settledBy: id("settled_by"),
    answer: text("answer"),
  },
  (t) => [
    primaryKey({ name: "objections_pk", columns: [t.workspaceId, t.id] }),
    index("objections_person").on(t.workspaceId, t.personId),
  ],
);
