import { z } from "zod";
import { REASONS, VERDICTS } from "@/lib/model/verdict";

/** A label file holds a line a page; more are brought in as several files. */
export const MAX_LABEL_BYTES = 32 * 1024 * 1024;

export const LabelsFilter = z.object({
  format: z.enum(["csv", "jsonl"]).default("csv"),
  /** Also the words that were taken back, or that another took the place of. */
  history: z.enum(["yes", "no"]).default("no"),
});
export type LabelsFilter = z.infer<typeof LabelsFilter>;

export const LabelImportBody = z.strictObject({
  text: z.string().max(MAX_LABEL_BYTES),
  /** Which conflicts the file wins: all, none, or those at these places, such as `line 4`. */
  take: z.union([z.enum(["all", "none"]), z.array(z.string().max(40)).max(100_000)]).default("none"),
});
export type LabelImportBody = z.infer<typeof LabelImportBody>;

const Said = z.object({ verdict: z.enum(VERDICTS), reason: z.enum(REASONS).nullable(), note: z.string().nullable() });

export const LABEL_ENDS = ["new", "same", "conflicting", "unknown", "repeated", "silent", "unreadable"] as const;
export type LabelEnd = (typeof LABEL_ENDS)[number];

export const LabelRow = z.object({
  where: z.string(),
  end: z.enum(LABEL_ENDS),
  /** The page or signature, as the file names it. */
  about: z.string().nullable(),
  said: Said.nullable(),
  /** What counts here instead. */
  ours: Said.extend({ by: z.string() }).nullable(),
  why: z.string().nullable(),
});
export type LabelRow = z.infer<typeof LabelRow>;

export const LabelPreview = z.object({
  counts: z.record(z.enum(LABEL_ENDS), z.number().int()),
  /** In the order of the file, at most `MAX_LISTED` of each end. */
  rows: z.array(LabelRow),
});
export type LabelPreview = z.infer<typeof LabelPreview>;

export const MAX_LISTED = 500;

export const LabelImported = z.object({
  /** What undoes it; null where nothing was new. */
  gesture: z.string().nullable(),
  stored: z.number().int(),
});
export type LabelImported = z.infer<typeof LabelImported>;
