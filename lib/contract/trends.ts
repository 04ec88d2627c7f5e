import { z } from "zod";
import { CHANGE_KINDS } from "@/lib/model/change";
import { Range } from "./noise-report";

export const TREND_KINDS = ["new", "louder", "quieter", "gone"] as const;
export type TrendKind = (typeof TREND_KINDS)[number];

/** Openings per day over a stretch of days, with the 95 % interval; those within an hour of one another count once. */
export const DailyRate = z.object({
  count: z.number().int(),
  days: z.number().int(),
  perDay: z.number(),
  low: z.number(),
  high: z.number(),
});
export type DailyRate = z.infer<typeof DailyRate>;

/** A change of the feed, as a candidate: it lies near, which makes it no cause. */
export const CandidateChange = z.object({
  id: z.string(),
  kind: z.enum(CHANGE_KINDS),
  title: z.string(),
  startsAt: z.string(),
  service: z.string().nullable(),
  by: z.string().nullable(),
  url: z.string().nullable(),
});
export type CandidateChange = z.infer<typeof CandidateChange>;

export const SignatureTrend = z.object({
  /** Of the signature. */
  id: z.string(),
  title: z.string(),
  service: z.string().nullable(),
  team: z.string().nullable(),
  kind: z.enum(TREND_KINDS),
  /** Between which instants the change lies with 95 % certainty. */
  since: z.object({ from: z.string(), to: z.string() }),
  before: DailyRate.nullable(),
  after: DailyRate.nullable(),
  /** After against before; null where there is nothing to divide by. */
  ratio: z.object({ value: z.number().nullable(), low: z.number(), high: z.number().nullable() }).nullable(),
  change: CandidateChange.nullable(),
});
export type SignatureTrend = z.infer<typeof SignatureTrend>;

export const Trends = z.object({
  range: Range,
  /** Those that changed lately, the loudest change first. */
  trends: z.array(SignatureTrend),
  /** Signatures that were looked at. */
  signatures: z.number().int(),
  /** Days of history that were looked at. */
  days: z.number().int(),
});
export type Trends = z.infer<typeof Trends>;

export const OneTrend = z.object({
  range: Range,
  /** Null = steady. */
  trend: SignatureTrend.nullable(),
  /** Changes that may concern it, near its own change; of a steady alert none. */
  near: z.array(CandidateChange),
  days: z.number().int(),
});
export type OneTrend = z.infer<typeof OneTrend>;
