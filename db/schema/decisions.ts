import { sql } from "drizzle-orm";
import {
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import {
  DECISION_KINDS,
  type Effect,
  type ReviewAnswers,
  WATCH_OUTCOMES,
  type WatchOutcome,
} from "@/lib/model/decision";
import type { Scope } from "@/lib/model/scope";
import type { Treatment } from "@/lib/model/treatment";
import { at, count, id, oneOf, workspaceId } from "./columns";
import { signatures } from "./signatures";

/** An alert that waits for a decision, one row while it does. What was done to it is in `triage_moves`. */
export const triageItems = pgTable(
  "triage_items",
  {
    workspaceId: workspaceId(),
    signatureId: id("signature_id").notNull(),
    flaggedAt: at("flagged_at").notNull(),
    /** Numbers that flagged it, as they were then. */
    flaggedFor: jsonb("flagged_for").$type<Readonly<Record<string, number | string>>>().notNull(),
    /** Who sees to it, of the people; null = nobody yet. */
    ownerPersonId: id("owner_person_id"),
    /** Local date by which it wants a decision. */
    dueDate: date("due_date", { mode: "string" }),
    snoozedUntil: at("snoozed_until"),
    /** Of the decision that took it off the queue; null = it waits. */
    decisionId: id("decision_id"),
    /** Left the queue without one: the alert is quiet, or no noise any more. */
    goneAt: at("gone_at"),
  },
  (t) => [
    primaryKey({ name: "triage_items_pk", columns: [t.workspaceId, t.signatureId, t.flaggedAt] }),
    uniqueIndex("triage_items_waiting")
      .on(t.workspaceId, t.signatureId)
      .where(sql`decision_id is null and gone_at is null`),
    foreignKey({
      name: "triage_items_signature_fk",
      columns: [t.workspaceId, t.signatureId],
      foreignColumns: [signatures.workspaceId, signatures.id],
    }),
  ],
);

/** When the alerts of a workspace were last looked through for those that want a decision. */
export const flagRuns = pgTable("flag_runs", {
  workspaceId: integer("workspace_id").primaryKey(),
  ranAt: at("ran_at").notNull(),
  /** The `asked` of `model_runs` that it had seen. */
  seen: integer("seen").notNull(),
});

/** What people did in triage, in order: each with the rows as they were, so that undoing gives back the very same. */
export const triageMoves = pgTable(
  "triage_moves",
  {
    workspaceId: workspaceId(),
    no: count("no").notNull(),
    /** "claim", "snooze", "due", "decide", "note", "apply", "report-note", ... */
    kind: text("kind").notNull(),
    userId: id("user_id").notNull(),
    madeAt: at("made_at").notNull(),
    signatureIds: id("signature_ids").array().notNull(),
    /** Rows before and after, by table and key, as the commands write and read them. */
    before: jsonb("before").notNull(),
    after: jsonb("after").notNull(),
    undoneAt: at("undone_at"),
    undoneByUserId: id("undone_by_user_id"),
  },
  (t) => [
    primaryKey({ name: "triage_moves_pk", columns: [t.workspaceId, t.no] }),
    index("triage_moves_signatures").using("gin", t.signatureIds),
  ],
);

export const triageComments = pgTable(
  "triage_comments",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    signatureId: id("signature_id").notNull(),
    userId: id("user_id").notNull(),
    saidAt: at("said_at").notNull(),
    body: text("body").notNull(),
    deletedAt: at("deleted_at"),
  },
  (t) => [
    primaryKey({ name: "triage_comments_pk", columns: [t.workspaceId, t.id] }),
    index("triage_comments_signature").on(t.workspaceId, t.signatureId, t.saidAt),
  ],
);

/** What was decided about an alert. Never edited but for its end: a change of mind is a new decision that ends the old. */
export const decisions = pgTable(
  "decisions",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    /** The alert that it was made about; the scope may reach further. */
    signatureId: id("signature_id").notNull(),
    kind: text("kind", { enum: DECISION_KINDS }).notNull(),
    scope: jsonb("scope").$type<Scope>().notNull(),
    treatment: jsonb("treatment").$type<Treatment>(),
    reason: text("reason").notNull(),
    /** Answerable for it, of the people; null = ownerless, which is shown and counted. */
    ownerPersonId: id("owner_person_id"),
    decidedByUserId: id("decided_by_user_id").notNull(),
    decidedAt: at("decided_at").notNull(),
    /** First flagged: time to squash runs from here. */
    flaggedAt: at("flagged_at").notNull(),
    /** Of a silence; every one ends. */
    expiresAt: at("expires_at"),
    /** Local date of the workspace. */
    reviewDate: date("review_date", { mode: "string" }),
    reviewedAt: at("reviewed_at"),
    changeUrl: text("change_url"),
    review: jsonb("review").$type<ReviewAnswers>().notNull(),
    /** What the what-if said; null where there was not enough history, and of keep. */
    forecast: jsonb("forecast").$type<Effect>(),
    endedAt: at("ended_at"),
    /** "undone", "replaced", "expired", "severity-rose", "rate-rose", "incident-opened", ... */
    endedFor: text("ended_for"),
    /** Pages for which a silence ended by itself. */
    endedPageIds: id("ended_page_ids").array(),
  },
  (t) => [
    primaryKey({ name: "decisions_pk", columns: [t.workspaceId, t.id] }),
    index("decisions_signature").on(t.workspaceId, t.signatureId, t.decidedAt),
    uniqueIndex("decisions_in_force").on(t.workspaceId, t.signatureId).where(sql`ended_at is null`),
    foreignKey({
      name: "decisions_signature_fk",
      columns: [t.workspaceId, t.signatureId],
      foreignColumns: [signatures.workspaceId, signatures.id],
    }),
    check("decisions_kind", sql.raw(oneOf("kind", DECISION_KINDS))),
    check("decisions_silence_ends", sql.raw("kind <> 'silence' or expires_at is not null")),
  ],
);

export type EarlierOutcome = { outcome: WatchOutcome; settledAt: string };

/** The watch over what a decision brought: forecast beside fact. */
export const watchWindows = pgTable(
  "watch_windows",
  {
    workspaceId: workspaceId(),
    decisionId: id("decision_id").notNull(),
    /** When the change took effect: decided, applied or merged, whichever the decision waits for. */
    startedAt: at("started_at").notNull(),
    /** Not before as many openings would have come as prove something. */
    endsAt: at("ends_at").notNull(),
    /** Openings a day before the decision, from which the window was made. */
    baselinePerDay: doublePrecision("baseline_per_day").notNull(),
    /** Openings seen in the window so far, and those of them that were actionable. */
    openings: integer("openings").notNull().default(0),
    actionable: integer("actionable").notNull().default(0),
    fact: jsonb("fact").$type<Effect>(),
    /** Null while it runs. */
    outcome: text("outcome", { enum: WATCH_OUTCOMES }),
    /** One sentence with its numbers. */
    sentence: text("sentence"),
    settledAt: at("settled_at"),
    /** Actionable pages that the decision hides, in or after the window. */
    hiddenPageIds: id("hidden_page_ids").array().notNull().default([]),
    /** What it was settled as before pages arrived late or were judged otherwise, the first one first. */
    earlier: jsonb("earlier").$type<readonly EarlierOutcome[]>().notNull().default([]),
  },
  (t) => [
    primaryKey({ name: "watch_windows_pk", columns: [t.workspaceId, t.decisionId] }),
    foreignKey({
      name: "watch_windows_decision_fk",
      columns: [t.workspaceId, t.decisionId],
      foreignColumns: [decisions.workspaceId, decisions.id],
    }).onDelete("cascade"),
    check("watch_windows_outcome", sql.raw(oneOf("outcome", WATCH_OUTCOMES))),
  ],
);

export const APPLICATION_STATES = [
  "standing",
  "expired",
  "withdrawn",
  "removed-elsewhere",
  "failed",
  "handed-out",
] as const;

/** A decision carried out: a silence that stands in an Alertmanager, or a change that was handed out as a file or branch. */
export const applications = pgTable(
  "applications",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    decisionId: id("decision_id").notNull(),
    /** Of lib/silence/appliers. */
    applier: text("applier").notNull(),
    /** The connection it went to; null of files. */
    targetId: id("target_id"),
    /** The other side's own id of it. */
    externalId: text("external_id"),
    state: text("state", { enum: APPLICATION_STATES }).notNull(),
    /** What was sent or handed out, whole. */
    body: text("body").notNull(),
    appliedAt: at("applied_at").notNull(),
    appliedByUserId: id("applied_by_user_id").notNull(),
    endsAt: at("ends_at"),
    /** When the other side was last asked, and what it said if it was no plain yes. */
    checkedAt: at("checked_at"),
    trouble: text("trouble"),
    undoneAt: at("undone_at"),
  },
  (t) => [
    primaryKey({ name: "applications_pk", columns: [t.workspaceId, t.id] }),
    index("applications_decision").on(t.workspaceId, t.decisionId),
    foreignKey({
      name: "applications_decision_fk",
      columns: [t.workspaceId, t.decisionId],
      foreignColumns: [decisions.workspaceId, decisions.id],
    }),
    check("applications_state", sql.raw(oneOf("state", APPLICATION_STATES))),
  ],
);

/** Alerts that a silence kept from paging, as the other side tells them; kept and judged like pages. */
export const withheld = pgTable(
  "withheld",
  {
    workspaceId: workspaceId(),
    applicationId: id("application_id").notNull(),
    /** The other side's identity of the alert. */
    fingerprint: text("fingerprint").notNull(),
    startedAt: at("started_at").notNull(),
    endedAt: at("ended_at"),
    lastSeenAt: at("last_seen_at").notNull(),
    labels: jsonb("labels").$type<Readonly<Record<string, string>>>().notNull(),
    /** The alert here that it belongs to, where one does. */
    signatureId: id("signature_id"),
    /** Why it is taken for something real; null = nothing says so. */
    realBecause: text("real_because"),
  },
  (t) => [
    primaryKey({ name: "withheld_pk", columns: [t.workspaceId, t.applicationId, t.fingerprint, t.startedAt] }),
    index("withheld_signature").on(t.workspaceId, t.signatureId),
    foreignKey({
      name: "withheld_application_fk",
      columns: [t.workspaceId, t.applicationId],
      foreignColumns: [applications.workspaceId, applications.id],
    }),
  ],
);
