import { z } from "zod";
import { BACKFILL_STATES } from "./source";

const instant = z.iso.datetime({ offset: true });

export const StartBackfillBody = z.strictObject({
  since: instant,
  /** Null = until now. */
  until: instant.nullable().default(null),
  /** Address of the region, one of `regions`, or of a host:port of SQUELCH_OUTBOUND_ALLOW. */
  baseUrl: z.string().max(300),
  /** Null = the one that is kept already. It is never told again. */
  token: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .regex(/^[\x21-\x7e]+$/, "must be one word without blanks")
    .nullable()
    .default(null),
});
export type StartBackfillBody = z.infer<typeof StartBackfillBody>;

export const BackfillView = z.object({
  id: z.string(),
  sourceId: z.string(),
  baseUrl: z.string(),
  state: z.enum(BACKFILL_STATES),
  since: z.string(),
  until: z.string(),
  requests: z.number().int(),
  retries: z.number().int(),
  records: z.number().int(),
  /** 0 to 1; null before anything is known. */
  share: z.number().nullable(),
  /** From the rate so far; null where there is none yet, or nothing is running. */
  secondsLeft: z.number().nullable(),
  waitingUntil: z.string().nullable(),
  /** Why it waits or failed. */
  message: z.string().nullable(),
  /** What could not be fetched. */
  issues: z.array(z.string()),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type BackfillView = z.infer<typeof BackfillView>;

/** A span in which deliveries of a webhook are missing, with the span to fetch. */
export const Gap = z.object({
  from: z.string(),
  to: z.string(),
  /** `silent`: nothing came for longer than usual; `refused`: requests were turned away. */
  why: z.enum(["silent", "refused"]),
  /** For people, with the numbers. */
  message: z.string(),
  refused: z.number().int(),
  since: z.string(),
  until: z.string(),
});
export type Gap = z.infer<typeof Gap>;

export const Backfills = z.object({
  /** Newest first. */
  backfills: z.array(BackfillView),
  gaps: z.array(Gap),
  /** Empty where the provider has no API that we read. */
  regions: z.array(z.object({ label: z.string(), baseUrl: z.string() })),
  /** Last characters of the token that is kept; null = none. */
  tokenHint: z.string().nullable(),
});
export type Backfills = z.infer<typeof Backfills>;
