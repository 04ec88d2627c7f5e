import { z } from "zod";
import { REASONS, VERDICTS } from "@/lib/model/verdict";
import { WITHHELD_BECAUSE } from "@/lib/model/withheld";

/** Why figures about people are null; null = they are told. */
const Withheld = z.enum(WITHHELD_BECAUSE).nullable();

/** a of n with its 95 % Wilson interval. `value` is null where n = 0: unknown, not zero. */
export const Share = z.object({
  /** `of` divided by `n`, from 0 to 1; null = n is 0. */
  value: z.number().nullable(),
  /** Lower end of its 95 % interval, from 0 to 1; null = n is 0. */
  low: z.number().nullable(),
  /** Upper end of its 95 % interval, from 0 to 1; null = n is 0. */
  high: z.number().nullable(),
  of: z.number().int(),
  n: z.number().int(),
});
export type Share = z.infer<typeof Share>;

/** Counts by hour class of the person interrupted; the three add up to `total`. */
export const HourCounts = z.object({
  sleep: z.number().int(),
  off: z.number().int(),
  business: z.number().int(),
  total: z.number().int(),
});
export type HourCounts = z.infer<typeof HourCounts>;

/** Pages by verdict. `unclassified` = not judged yet. Pages with reason `test` are in `test` alone. */
export const VerdictCounts = z.object({
  actionable: z.number().int(),
  noise: z.number().int(),
  unclear: z.number().int(),
  unclassified: z.number().int(),
  test: z.number().int(),
});
export type VerdictCounts = z.infer<typeof VerdictCounts>;

export const Range = z.object({
  /** ISO instants, half-open. */
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  /** For people: "16 – 22 Nov 2026". */
  label: z.string(),
});
export type Range = z.infer<typeof Range>;

export const SignatureRow = z.object({
  /** Ours, opaque. */
  id: z.string(),
  /** `v<recipe>:<hash>`. */
  signature: z.string(),
  title: z.string(),
  provider: z.string(),
  service: z.string().nullable(),
  team: z.string().nullable(),
  counts: VerdictCounts,
  /** Pages in the range, test pages left out. */
  pages: z.number().int(),
  /** Pages in the period before, null without comparison. */
  previousPages: z.number().int().nullable(),
  noiseShare: Share,
  /** Of all pages; an interruption belongs to the signature of its first page. */
  interruptions: HourCounts.nullable(),
  /** Of noise pages only. */
  noiseInterruptions: HourCounts.nullable(),
  /** Weighted noise interruptions: 3 sleep + 2 off + 1 business unless set otherwise. */
  pain: z.number().nullable(),
  /** Why the three are null. */
  withheld: Withheld,
  verdict: z.enum(VERDICTS),
  /** Posterior mean that a page of it is actionable. */
  probability: z.number(),
  reason: z.enum(REASONS).nullable(),
  /** Pages of the range with that reason. */
  reasonPages: z.number().int(),
  /** True where a person judged the signature. */
  byPerson: z.boolean(),
  lastPagedAt: z.string(),
  /** Pages per equal slice of the range, oldest first; 12 slices. */
  trend: z.array(z.number().int()),
});
export type SignatureRow = z.infer<typeof SignatureRow>;

export const PersonRow = z.object({
  id: z.string(),
  name: z.string(),
  team: z.string().nullable(),
  /** Null where nobody told it: the workspace's zone was used. */
  zone: z.string().nullable(),
  pages: z.number().int(),
  interruptions: HourCounts,
  /** Interruptions whose pages were all noise. */
  noiseInterruptions: z.number().int(),
  disruptedNights: z.number().int(),
  estimated: z.number().int(),
});
export type PersonRow = z.infer<typeof PersonRow>;

/** Those whom the viewer may not see by name, together. */
export const UnnamedPeople = z.object({
  people: z.number().int(),
  /** Null where they are so few that a figure would be one of theirs. */
  interruptions: HourCounts.nullable(),
});
export type UnnamedPeople = z.infer<typeof UnnamedPeople>;

/** One figure set of a period; the same numbers on the screens, in the API and on the command line. */
export const NoiseTotals = z.object({
  pages: z.number().int(),
  counts: VerdictCounts,
  /** noise / (noise + actionable). */
  noiseShare: Share,
  /** unclear / all judged. */
  unclearShare: Share,
  signatures: z.number().int(),
  /** What follows is about people: null, all of it, where it is not to be told. */
  interruptions: HourCounts.nullable(),
  noiseInterruptions: HourCounts.nullable(),
  /** How many of them were estimated from assignments. */
  estimatedInterruptions: z.number().int().nullable(),
  /** Person-nights with an interruption in sleep hours. */
  disruptedNights: z.number().int().nullable(),
  /** People with at least one disrupted night. */
  peopleWoken: z.number().int().nullable(),
  timeToAcknowledge: z
    .object({
      medianSeconds: z.number().nullable(),
      p95Seconds: z.number().nullable(),
      meanSeconds: z.number().nullable(),
      acknowledged: z.number().int(),
      neverAcknowledged: z.number().int(),
      /** The source cannot tell acknowledgements. */
      notKnown: z.number().int(),
    })
    .nullable(),
  withheld: Withheld,
});
export type NoiseTotals = z.infer<typeof NoiseTotals>;

type AboutPeople =
  | "interruptions"
  | "noiseInterruptions"
  | "estimatedInterruptions"
  | "disruptedNights"
  | "peopleWoken"
  | "timeToAcknowledge";
export type PeopleTotals = { [Key in AboutPeople]: NonNullable<NoiseTotals[Key]> };

/** The figures about people, where they are told. */
export function peopleTotals(totals: NoiseTotals): PeopleTotals | null {
  const { interruptions, noiseInterruptions, estimatedInterruptions, disruptedNights, peopleWoken } = totals;
  const { timeToAcknowledge } = totals;
  if (interruptions === null || noiseInterruptions === null || estimatedInterruptions === null) return null;
  if (disruptedNights === null || peopleWoken === null || timeToAcknowledge === null) return null;
  return {
    interruptions,
    noiseInterruptions,
    estimatedInterruptions,
    disruptedNights,
    peopleWoken,
    timeToAcknowledge,
  };
}

/** The lead: how few alerts make how much of the load. Null where there is nothing to say. */
export const Lead = z.object({
  /** What is counted: sleep-hour interruptions where there are any, else interruptions, else pages. */
  what: z.enum(["sleep-hour interruptions", "interruptions", "pages"]),
  alerts: z.number().int(),
  of: z.number().int(),
  n: z.number().int(),
  /** How many of those alerts are noise. */
  noisyAlerts: z.number().int(),
  signatures: z.array(z.object({ id: z.string(), title: z.string(), service: z.string().nullable() })),
  text: z.string(),
  /** Alerts without figures of interruptions here: they page too few people. */
  hidden: z.number().int(),
});
export type Lead = z.infer<typeof Lead>;

export const TrendPoint = z.object({
  from: z.string(),
  to: z.string(),
  label: z.string(),
  counts: VerdictCounts,
  /** Null = not to be told. */
  interruptions: HourCounts.nullable(),
});
export type TrendPoint = z.infer<typeof TrendPoint>;

export const NoiseReport = z.object({
  range: Range,
  previousRange: Range.nullable(),
  totals: NoiseTotals,
  previous: NoiseTotals.nullable(),
  lead: Lead.nullable(),
  signatures: z.array(SignatureRow),
  /** Sorted by name. People with an interruption in the range whom the viewer may see by name. */
  people: z.array(PersonRow),
  /** The others with an interruption in the range. */
  unnamed: UnnamedPeople,
  classifierVersion: z.number().int(),
});
export type NoiseReport = z.infer<typeof NoiseReport>;
