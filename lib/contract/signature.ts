import { z } from "zod";
import { SIGNATURE_KINDS } from "@/lib/model/signature-edit";
import { VERDICTS } from "@/lib/model/verdict";
import { HourCounts, Range, SignatureRow, VerdictCounts } from "./noise-report";
import { FindingView, PageRef, PageRow, PersonVerdictView, VoteView } from "./page";

export const SignatureDetail = z.object({
  range: Range,
  row: SignatureRow,
  environment: z.string().nullable(),
  kind: z.enum(SIGNATURE_KINDS),
  /** Rule id, key of the problem or masked title that the signature is made of. */
  key: z.string(),
  severity: z.string().nullable(),
  /** Recipe that the signature was made by. */
  version: z.number().int(),
  firstPagedAt: z.string(),
  allPages: z.number().int(),
  /** The verdict in one or two sentences with its numbers. */
  sentence: z.string(),
  inferredVerdict: z.enum(VERDICTS),
  /** Counter-evidence on the pages of the range that have this verdict: how many carry it, worded as on the latest. */
  against: z.array(VoteView.extend({ pages: z.number().int() })),
  /** The latest page of the range that has this verdict: the two below are of it. */
  latestJudged: PageRef.nullable(),
  wouldChange: z.string().nullable(),
  usedPages: z.array(PageRef),
  /** The word that counts for a page that opens now. */
  personVerdict: PersonVerdictView.nullable(),
  /** All words in force on it, the last said first. */
  standing: z.array(PersonVerdictView),
  findings: z.array(FindingView),
  timeline: z.array(z.object({ from: z.string(), to: z.string(), label: z.string(), counts: VerdictCounts })),
  timelineUnit: z.enum(["day", "week"]),
  /** Pages by local weekday (0 = Monday) and hour, in the zone of the range. */
  heat: z.array(z.object({ weekday: z.number().int(), hour: z.number().int(), pages: z.number().int() })),
  endings: z.record(z.string(), z.number()),
  durations: z.object({ medianSeconds: z.number().nullable(), p95Seconds: z.number().nullable(), n: z.number().int() }),
  interruptions: HourCounts.nullable(),
  pages: z.array(PageRow),
  classifierVersion: z.number().int(),
});
export type SignatureDetail = z.infer<typeof SignatureDetail>;
