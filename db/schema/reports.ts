import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { REPORT_SECTIONS, type ReportContent } from "@/lib/contract/weekly-report";
import type { Suggestion } from "@/lib/what-if/suggest";
import { at, id, oneOf, workspaceId } from "./columns";
import { decisions } from "./decisions";

/** An ISO week, and whose report: `workspace`, `team:<name>` or `leader:<person>`. */
const week = () => text("week").notNull();
const subject = () => text("subject").notNull();

/** Weekly reports as they were when published. Nothing changes in them but that a person is erased. */
export const reports = pgTable(
  "reports",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    week: week(),
    subject: subject(),
    /** From 1, of this week and subject. */
    version: integer("version").notNull(),
    publishedAt: at("published_at").notNull(),
    publishedByUserId: id("published_by_user_id").notNull(),
    classifierVersion: integer("classifier_version").notNull(),
    /** As somebody who sees nobody by name is told it. */
    content: jsonb("content").$type<ReportContent>().notNull(),
  },
  (t) => [
    primaryKey({ name: "reports_pk", columns: [t.workspaceId, t.id] }),
    unique("reports_version").on(t.workspaceId, t.subject, t.week, t.version),
  ],
);

/** What was written down in a meeting. Its author may change it and take it back until the report is published. */
export const reportNotes = pgTable(
  "report_notes",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    week: week(),
    subject: subject(),
    section: text("section", { enum: REPORT_SECTIONS }).notNull(),
    text: text("text").notNull(),
    byUserId: id("by_user_id").notNull(),
    madeAt: at("made_at").notNull(),
    changedAt: at("changed_at"),
    /** Shown to nobody from then on; kept for a while, so that it can come back. */
    takenBackAt: at("taken_back_at"),
  },
  (t) => [
    primaryKey({ name: "report_notes_pk", columns: [t.workspaceId, t.id] }),
    index("report_notes_week").on(t.workspaceId, t.subject, t.week),
    check("report_notes_section", sql.raw(oneOf("section", REPORT_SECTIONS))),
  ],
);

/** Decisions that were taken in the meeting of a report. */
export const reportDecisions = pgTable(
  "report_decisions",
  {
    workspaceId: workspaceId(),
    week: week(),
    subject: subject(),
    decisionId: id("decision_id").notNull(),
    byUserId: id("by_user_id").notNull(),
    takenAt: at("taken_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "report_decisions_pk", columns: [t.workspaceId, t.subject, t.week, t.decisionId] }),
    foreignKey({
      name: "report_decisions_decision_fk",
      columns: [t.workspaceId, t.decisionId],
      foreignColumns: [decisions.workspaceId, decisions.id],
    }).onDelete("cascade"),
  ],
);

/** What a what-if suggests for an alert by a moment, kept because it is dear to work out. */
export const keptSuggestions = pgTable(
  "kept_suggestions",
  {
    workspaceId: workspaceId(),
    signatureId: id("signature_id").notNull(),
    until: at("until").notNull(),
    /** What it rests on: while this is the same, so is the suggestion. */
    basis: text("basis").notNull(),
    suggestion: jsonb("suggestion").$type<Omit<Suggestion, "fit" | "shown">>().notNull(),
    madeAt: at("made_at").notNull(),
  },
  (t) => [primaryKey({ name: "kept_suggestions_pk", columns: [t.workspaceId, t.signatureId, t.until] })],
);

/** Parts of the reports of weeks that are over, kept because they are dear to count: without names, for whoever may see them. */
export const keptParts = pgTable(
  "kept_parts",
  {
    workspaceId: workspaceId(),
    /** Of the subject, and what it is. */
    part: text("part").notNull(),
    until: at("until").notNull(),
    /** What is known to change it: while this is the same, so is the part. */
    basis: text("basis").notNull(),
    value: jsonb("value").notNull(),
    madeAt: at("made_at").notNull(),
  },
  (t) => [primaryKey({ name: "kept_parts_pk", columns: [t.workspaceId, t.part, t.until] })],
);
