import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  pgView,
  primaryKey,
  real,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { REASONS, VERDICTS } from "@/lib/model/verdict";
import { at, id, oneOf, workspaceId } from "./columns";

/** What pages were judged with. */
export const judgings = pgTable(
  "judgings",
  {
    workspaceId: workspaceId(),
    id: integer("id").generatedAlwaysAsIdentity().notNull(),
    classifierVersion: integer("classifier_version").notNull(),
    /** Of the settings and thresholds. */
    settingsHash: text("settings_hash").notNull(),
  },
  (t) => [
    primaryKey({ name: "judgings_pk", columns: [t.workspaceId, t.id] }),
    unique("judgings_with").on(t.workspaceId, t.classifierVersion, t.settingsHash),
  ],
);

/** What one version of the engine says of a page. */
function engineWord() {
  return {
    workspaceId: workspaceId(),
    pageId: id("page_id").notNull(),
    classifierVersion: integer("classifier_version").notNull(),
    verdict: text("verdict", { enum: VERDICTS }).notNull(),
    probability: real("probability").notNull(),
    reason: text("reason", { enum: REASONS }),
    /** Of the settings and thresholds it was judged with. */
    settingsHash: text("settings_hash").notNull(),
  };
}

/**
 * What the engine says of a page, one row per classifier version, where the page itself does not hold it: another version's
 * word, and the word that lies beside a person's, never under it. `engineWords` are these and those that pages hold. Why it
 * says so is worked out when somebody asks (db/queries/explained.ts): of an alert with thousands of pages one more page
 * changes the counts in the explanation of each, and hardly any verdict.
 */
export const verdicts = pgTable("verdicts", engineWord(), (t) => [
  primaryKey({ name: "verdicts_pk", columns: [t.workspaceId, t.pageId, t.classifierVersion] }),
  check("verdicts_verdict", sql.raw(oneOf("verdict", VERDICTS))),
]);

/** The engine's word on each page, by every version that judged it. */
export const engineWords = pgView("engine_words", engineWord()).as(sql`
  select workspace_id, page_id, classifier_version, verdict, probability, reason, settings_hash from verdicts
  union all
  select p.workspace_id, p.id, j.classifier_version, p.verdict, p.probability, p.reason, j.settings_hash
  from pages p join judgings j on j.workspace_id = p.workspace_id and j.id = p.judging_id`);

/** What each alert was judged with the last time, beside settings, its pages and what lies around them. */
export const judgedAlerts = pgTable(
  "judged_alerts",
  {
    workspaceId: workspaceId(),
    signatureId: id("signature_id").notNull(),
    /** The mean and the strength, in labels, that words on other alerts gave it. */
    priorMu: doublePrecision("prior_mu").notNull(),
    priorKappa: doublePrecision("prior_kappa").notNull(),
  },
  (t) => [primaryKey({ name: "judged_alerts_pk", columns: [t.workspaceId, t.signatureId] })],
);

/** Claims of the detectors about a signature's pages, from its last judging. */
export const findings = pgTable(
  "findings",
  {
    workspaceId: workspaceId(),
    signatureId: id("signature_id").notNull(),
    no: integer("no").notNull(),
    detector: text("detector", { enum: REASONS }).notNull(),
    claim: text("claim").notNull(),
    facts: jsonb("facts").$type<Record<string, number | string>>().notNull(),
    thresholds: jsonb("thresholds").$type<Record<string, number>>().notNull(),
    pageIds: id("page_ids").array().notNull(),
  },
  (t) => [primaryKey({ name: "findings_pk", columns: [t.workspaceId, t.signatureId, t.no] })],
);

/**
 * People's verdicts. Never edited: a later one, a withdrawal or an undo ends an earlier one. A word on a page is the only
 * one in force there; words on a signature may stand together, each for the pages that open in its period.
 */
export const personVerdicts = pgTable(
  "person_verdicts",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    subject: text("subject", { enum: ["page", "signature"] }).notNull(),
    subjectId: id("subject_id").notNull(),
    verdict: text("verdict", { enum: VERDICTS }).notNull(),
    reason: text("reason", { enum: REASONS }),
    /** Real or normal, but not at that hour. */
    wrongHour: boolean("wrong_hour").notNull().default(false),
    note: text("note"),
    /** Who said it, or brought it in. */
    userId: id("user_id").notNull(),
    /** Who said it, where a file tells. */
    saidBy: text("said_by"),
    /** Opsweekly's code, where it came with one. */
    tag: text("tag"),
    /** When it was said; null where a file does not tell. */
    givenAt: at("given_at"),
    /** Since when it is known here: later than said where it was brought in, or restored by an undo. */
    storedAt: at("stored_at").notNull().defaultNow(),
    /** Of a signature: the pages that open in [from, until); null leaves that side open. */
    fromAt: at("from_at"),
    untilAt: at("until_at"),
    /** What one person did at once: one page, many, a file. Null = of before gestures were kept, each its own. */
    gestureId: id("gesture_id"),
    /** 1, or a part of the five that a gesture over many pages weighs in all. */
    weight: doublePrecision("weight").notNull().default(1),
    endedAt: at("ended_at"),
    /** The gesture that ended it; an undo is told by the gesture it undid. */
    endedByGestureId: id("ended_by_gesture_id"),
  },
  (t) => [
    primaryKey({ name: "person_verdicts_pk", columns: [t.workspaceId, t.id] }),
    index("person_verdicts_subject").on(t.workspaceId, t.subject, t.subjectId),
    uniqueIndex("person_verdicts_in_force")
      .on(t.workspaceId, t.subjectId)
      .where(sql`subject = 'page' and ended_at is null`),
    index("person_verdicts_gesture").on(t.workspaceId, t.gestureId),
    index("person_verdicts_ended_by").on(t.workspaceId, t.endedByGestureId),
    check("person_verdicts_verdict", sql.raw(oneOf("verdict", VERDICTS))),
    check("person_verdicts_weight", sql.raw("weight > 0 and weight <= 1")),
    check("person_verdicts_period", sql.raw("from_at is null or until_at is null or from_at < until_at")),
  ],
);

export const GESTURE_KINDS = ["give", "withdraw", "import"] as const;

/** What a person did to verdicts at once: undone as one. */
export const labelGestures = pgTable(
  "label_gestures",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    kind: text("kind", { enum: GESTURE_KINDS }).notNull(),
    /** Their order: 1, 2, 3. */
    no: integer("no").notNull(),
    userId: id("user_id").notNull(),
    madeAt: at("made_at").notNull(),
    /** Words given, or taken back. */
    words: integer("words").notNull(),
    undoneAt: at("undone_at"),
    undoneByUserId: id("undone_by_user_id"),
  },
  (t) => [
    primaryKey({ name: "label_gestures_pk", columns: [t.workspaceId, t.id] }),
    unique("label_gestures_no").on(t.workspaceId, t.no),
    check("label_gestures_kind", sql.raw(oneOf("kind", GESTURE_KINDS))),
  ],
);
