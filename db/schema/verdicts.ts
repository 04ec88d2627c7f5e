import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, real, text } from "drizzle-orm/pg-core";
import { REASONS, VERDICTS, type Vote } from "@/lib/model/verdict";
import { at, id, oneOf, workspaceId } from "./columns";

/** What the engine says of a page, one row per classifier version. A person's word lies beside it, never over it. */
export const verdicts = pgTable(
  "verdicts",
  {
    workspaceId: workspaceId(),
    pageId: id("page_id").notNull(),
    classifierVersion: integer("classifier_version").notNull(),
    verdict: text("verdict", { enum: VERDICTS }).notNull(),
    probability: real("probability").notNull(),
    reason: text("reason", { enum: REASONS }),
    sentence: text("sentence").notNull(),
    decidedBy: text("decided_by").notNull(),
    votes: jsonb("votes").$type<readonly Vote[]>().notNull(),
    /** Of the settings and thresholds it was judged with. */
    settingsHash: text("settings_hash").notNull(),
  },
  (t) => [
    primaryKey({ name: "verdicts_pk", columns: [t.workspaceId, t.pageId, t.classifierVersion] }),
    check("verdicts_verdict", sql.raw(oneOf("verdict", VERDICTS))),
  ],
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

/** People's verdicts. Never edited: a later one, or a withdrawal, ends an earlier one. */
export const personVerdicts = pgTable(
  "person_verdicts",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    subject: text("subject", { enum: ["page", "signature"] }).notNull(),
    subjectId: id("subject_id").notNull(),
    verdict: text("verdict", { enum: VERDICTS }).notNull(),
    reason: text("reason", { enum: REASONS }),
    note: text("note"),
    userId: id("user_id").notNull(),
    givenAt: at("given_at").notNull(),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ name: "person_verdicts_pk", columns: [t.workspaceId, t.id] }),
    index("person_verdicts_subject").on(t.workspaceId, t.subject, t.subjectId),
    check("person_verdicts_verdict", sql.raw(oneOf("verdict", VERDICTS))),
  ],
);
