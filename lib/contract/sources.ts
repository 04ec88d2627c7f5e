import { z } from "zod";

/** received = stored + duplicate + ignored + rejected, always. */
export const Ledger = z.object({
  received: z.number().int(),
  stored: z.number().int(),
  duplicate: z.number().int(),
  ignored: z.number().int(),
  rejected: z.number().int(),
});
export type Ledger = z.infer<typeof Ledger>;

/** `uploading`: its bytes still come; `undone`: everything that it alone told was taken back. */
export const IMPORT_STATES = [
  "uploading",
  "uploaded",
  "queued",
  "running",
  "judging",
  "done",
  "failed",
  "undoing",
  "undone",
] as const;

export const PreviewRow = z.object({
  where: z.string(),
  outcome: z.enum(["accepted", "ignored", "rejected"]),
  /** Reason where ignored or rejected, issues where accepted in part. */
  message: z.string().nullable(),
  page: z.string().nullable(),
  title: z.string().nullable(),
  service: z.string().nullable(),
  triggeredAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  events: z.number().int(),
});
export type PreviewRow = z.infer<typeof PreviewRow>;

export const Preview = z.object({
  provider: z.string(),
  format: z.string(),
  label: z.string(),
  needsZone: z.boolean(),
  warnings: z.array(z.string()),
  columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })).nullable(),
  rows: z.array(PreviewRow),
});
export type Preview = z.infer<typeof Preview>;

export const ImportView = z.object({
  id: z.string(),
  fileName: z.string(),
  bytes: z.number(),
  state: z.enum(IMPORT_STATES),
  /** Null where the content was not recognised. */
  preview: Preview.nullable(),
  /** What is wrong with the file as a whole, with its place. */
  error: z.string().nullable(),
  zone: z.string().nullable(),
  ledger: Ledger,
  ignoredReasons: z.array(z.object({ why: z.string(), records: z.number().int() })),
  /** Parts left out of accepted records. */
  issues: z.number().int(),
  bytesRead: z.number(),
  /** Records per second since it started; null before the first second. */
  rate: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  pages: z.number().int(),
  firstPageAt: z.string().nullable(),
  lastPageAt: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** An earlier import of exactly this content. */
  sameAs: z.object({ id: z.string(), fileName: z.string(), at: z.string() }).nullable(),
  sample: z.boolean(),
});
export type ImportView = z.infer<typeof ImportView>;

export const Sources = z.object({
  imports: z.array(ImportView),
  ledger: Ledger,
  sample: z.boolean(),
  lastEventAt: z.string().nullable(),
  pages: z.number().int(),
});
export type Sources = z.infer<typeof Sources>;

export const StartImportBody = z.strictObject({
  /** IANA zone for times without an offset. */
  zone: z.string().max(64).nullable().default(null),
  /** Take the sample data away first. */
  removeSample: z.boolean().default(false),
});
export type StartImportBody = z.infer<typeof StartImportBody>;
