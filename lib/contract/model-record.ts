import { z } from "zod";
import { REASONS, VERDICTS } from "@/lib/model/verdict";

const Interval = z.object({ low: z.number(), high: z.number() });

/** A figure with the n it rests on; null = not known, which is not 0. */
export const RecordFigure = z.object({
  value: z.number().nullable(),
  n: z.number().int(),
  interval: Interval.nullable(),
  /** Over fewer than ten alerts pages were taken as independent, which they are not. */
  optimistic: z.boolean(),
});
export type RecordFigure = z.infer<typeof RecordFigure>;

const RecordBin = z.object({
  n: z.number().int(),
  stated: z.number(),
  actionable: z.number().int(),
  share: z.number(),
  interval: Interval,
});
export type RecordBin = z.infer<typeof RecordBin>;

const Figures = z.object({
  /** Pages that a person called actionable or noise. */
  n: z.number().int(),
  signatures: z.number().int(),
  /** Judged unclear or test by the person. */
  leftOut: z.number().int(),
  /** When the first of them opened, in epoch milliseconds; null = there is none. */
  from: z.number().nullable(),
  /** When the last of them opened, in epoch milliseconds; null = there is none. */
  to: z.number().nullable(),
  actionable: z.object({ precision: RecordFigure, recall: RecordFigure, kept: RecordFigure }),
  noise: z.object({ precision: RecordFigure, recall: RecordFigure }),
  unclear: RecordFigure,
  agreement: RecordFigure,
  kappa: RecordFigure,
  reasons: z.array(z.object({ reason: z.enum(REASONS), precision: RecordFigure, recall: RecordFigure })).readonly(),
  bins: z.array(RecordBin).readonly(),
  calibrationError: RecordFigure,
  brierSkill: RecordFigure,
  averagePrecision: RecordFigure,
  prevalence: RecordFigure,
});

const OneRecord = z.object({
  record: Figures,
  calibration: z.object({
    kind: z.enum(["none", "platt", "isotonic"]),
    /** A gesture over many pages counts as at most five. */
    labels: z.number(),
    /** Verdicts from which on it is calibrated. */
    needed: z.number().int(),
  }),
  /** How it is calibrated and, of the predictor, who speaks and where it gave up. */
  sentences: z.array(z.string()),
  madeAt: z.string(),
});
export type OneRecord = z.infer<typeof OneRecord>;

const TeamSkillView = z.object({
  team: z.string().nullable(),
  labels: z.number(),
  /** Null where one outcome was never seen. */
  skill: z.number().nullable(),
  fellBack: z.boolean(),
});

/** How right we were, by people's own words. */
export const ModelRecordView = z.object({
  /** Of verdicts: what was inferred before a person judged the page. Null before the first word. */
  sorter: OneRecord.nullable(),
  /** Of predictions: what was stated as the page opened. */
  predictor: OneRecord.nullable(),
  /** Brier skill of the predictor by team. */
  teams: z.array(TeamSkillView),
  /** Words or pages came that are not in it yet. */
  waiting: z.boolean(),
});
export type ModelRecordView = z.infer<typeof ModelRecordView>;

/** Which pages of a record: all that are given must hold. */
export const RecordPagesFilter = z.object({
  said: z.enum(VERDICTS).optional(),
  person: z.enum(VERDICTS).optional(),
  reason: z.enum(REASONS).optional(),
});
export type RecordPagesFilter = z.infer<typeof RecordPagesFilter>;

/** Pages behind a figure of the verdicts' record, the newest words first. */
export const RecordPages = z.object({
  total: z.number().int(),
  rows: z.array(
    z.object({
      id: z.string(),
      title: z.string().nullable(),
      said: z.enum(VERDICTS),
      saidReason: z.enum(REASONS).nullable(),
      probability: z.number(),
      person: z.enum(VERDICTS),
      personReason: z.enum(REASONS).nullable(),
    }),
  ),
});
export type RecordPages = z.infer<typeof RecordPages>;

/** What was stated of one page as it opened, and its verdict's probability put right. */
export const PagePrediction = z.object({
  prediction: z
    .object({
      probability: z.number(),
      /** The record of the alert alone, or the regression. */
      basis: z.enum(["prior", "logistic"]),
      calibration: z.enum(["none", "platt", "isotonic"]),
      fellBack: z.boolean(),
      modelAt: z.string().nullable(),
      /** Verdicts that the model had learnt from. */
      lessons: z.number().int(),
    })
    .nullable(),
  /** Only for display: bands and verdicts rest on the probability as it was worked out. */
  calibrated: z.object({ probability: z.number(), sentence: z.string() }).nullable(),
});
export type PagePrediction = z.infer<typeof PagePrediction>;
