import { sql } from "drizzle-orm";
import { boolean, check, doublePrecision, integer, jsonb, pgTable, primaryKey, real, text } from "drizzle-orm/pg-core";
import { REASONS, VERDICTS } from "@/lib/model/verdict";
import type { Calibration } from "@/lib/noise/calibration/fit-calibration";
import type { ModelRecord } from "@/lib/noise/calibration/record";
import type { PredictorModel, Stater } from "@/lib/noise/predictor/model";
import { at, id, oneOf, workspaceId } from "./columns";

const STATERS: readonly [Stater, Stater] = ["prior", "logistic"];
const CALIBRATIONS: readonly [Calibration["kind"], ...Calibration["kind"][]] = ["none", "platt", "isotonic"];

/** Whose record it is: of the verdicts, or of the statements as pages opened. */
export const RECORDED = ["sorter", "predictor"] as const;

/** One row where a workspace has something to learn from: what was asked for, and up to where it was done. */
export const modelRuns = pgTable("model_runs", {
  workspaceId: integer("workspace_id").primaryKey(),
  /** Grows with every word and every judging. */
  asked: integer("asked").notNull().default(0),
  /** The `asked` that the last finished run had seen. */
  done: integer("done").notNull().default(0),
  /** Not before; without a new word it is the time of the daily fit. */
  runAt: at("run_at").notNull().defaultNow(),
  leasedUntil: at("leased_until"),
  error: text("error"),
});

/** Models of the predictor that have stated something, and the newest one. Each follows from the verdicts up to it. */
export const predictorModels = pgTable(
  "predictor_models",
  {
    workspaceId: workspaceId(),
    fittedAt: at("fitted_at").notNull(),
    classifierVersion: integer("classifier_version").notNull(),
    model: jsonb("model").$type<PredictorModel>().notNull(),
  },
  (t) => [primaryKey({ name: "predictor_models_pk", columns: [t.workspaceId, t.fittedAt] })],
);

/** How likely it was, as a page opened, that it would be actionable. Never a verdict. */
export const predictions = pgTable(
  "predictions",
  {
    workspaceId: workspaceId(),
    pageId: id("page_id").notNull(),
    probability: doublePrecision("probability").notNull(),
    /** Both contenders, before calibration. */
    prior: doublePrecision("prior").notNull(),
    logistic: doublePrecision("logistic").notNull(),
    basis: text("basis", { enum: STATERS }).notNull(),
    calibration: text("calibration", { enum: CALIBRATIONS }).notNull(),
    /** The model did worse than the plain share in the team of the page. */
    fellBack: boolean("fell_back").notNull(),
    /** Of the model that stated it; null before the first fit. */
    modelAt: at("model_at"),
  },
  (t) => [
    primaryKey({ name: "predictions_pk", columns: [t.workspaceId, t.pageId] }),
    check("predictions_basis", sql.raw(oneOf("basis", STATERS))),
    check("predictions_calibration", sql.raw(oneOf("calibration", CALIBRATIONS))),
  ],
);

/** What the engine had inferred of a page when a person first judged it. Never changed: the record is made of these. */
export const recordEntries = pgTable(
  "record_entries",
  {
    workspaceId: workspaceId(),
    pageId: id("page_id").notNull(),
    verdict: text("verdict", { enum: VERDICTS }).notNull(),
    probability: real("probability").notNull(),
    reason: text("reason", { enum: REASONS }),
    classifierVersion: integer("classifier_version").notNull(),
  },
  (t) => [
    primaryKey({ name: "record_entries_pk", columns: [t.workspaceId, t.pageId] }),
    check("record_entries_verdict", sql.raw(oneOf("verdict", VERDICTS))),
  ],
);

/** What was said held against what people said, worked out after each word. */
export const modelRecords = pgTable(
  "model_records",
  {
    workspaceId: workspaceId(),
    of: text("of", { enum: RECORDED }).notNull(),
    record: jsonb("record").$type<ModelRecord>().notNull(),
    /** Of what was said, for the probabilities that are shown. */
    calibration: jsonb("calibration").$type<Calibration>().notNull(),
    /** Of the entries: equal ones need not be worked out again. */
    entriesHash: text("entries_hash").notNull(),
    madeAt: at("made_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "model_records_pk", columns: [t.workspaceId, t.of] }),
    check("model_records_of", sql.raw(oneOf("of", RECORDED))),
  ],
);
