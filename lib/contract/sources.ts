import { z } from "zod";
import { Mapping } from "./mapping";
import { SourceView } from "./source";

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
  /** Of a record of a change feed: it tells of so many changes, and of no page. */
  changes: z.number().int().optional(),
  /** Of a record that tells who was on call. */
  shifts: z.number().int().optional(),
});
export type PreviewRow = z.infer<typeof PreviewRow>;

export const Preview = z.object({
  provider: z.string(),
  format: z.string(),
  label: z.string(),
  needsZone: z.boolean(),
  warnings: z.array(z.string()),
  columns: z
    .array(
      z.object({
        header: z.string(),
        field: z.string().nullable(),
        /** Different values seen in the first records. */
        examples: z.array(z.string()).optional(),
      }),
    )
    .nullable(),
  rows: z.array(PreviewRow),
  /** Set where no provider knows the file: people say which column is what. */
  generic: z
    .object({
      mapping: Mapping,
      /** The source that this mapping was saved for; null = proposed from the names of the columns. */
      source: z.object({ id: z.string(), name: z.string() }).nullable(),
    })
    .optional(),
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
  /** Shifts of earlier files that this one says otherwise, in whole or in part. */
  replacedShifts: z.number().int(),
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
  /** Of a file whose bytes still come. */
  upload: z
    .object({
      /** Bytes that lie on disk: where it goes on. */
      arrived: z.number(),
      /** When it is discarded unless it goes on before. */
      discardedAt: z.string(),
    })
    .nullable(),
  sourceId: z.string().nullable(),
  undoneAt: z.string().nullable(),
});
export type ImportView = z.infer<typeof ImportView>;

export const Sources = z.object({
  imports: z.array(ImportView),
  configured: z.array(SourceView),
  /** Deliveries that wait on the disk for the database, and files of it that could not be read. */
  spool: z.object({
    files: z.number().int(),
    bytes: z.number(),
    limitBytes: z.number(),
    oldestAt: z.string().nullable(),
    torn: z.number().int(),
  }),
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
  /** The source it belongs to; null = the one of its provider's files, or a new one of `sourceName`. */
  sourceId: z.string().max(20).nullable().default(null),
  /** Names a new source, where the file is of no provider we know. */
  sourceName: z.string().trim().min(1).max(100).nullable().default(null),
  /** How the generic provider reads it; kept for the source, and proposed for its next file. */
  mapping: Mapping.nullable().default(null),
});
export type StartImportBody = z.infer<typeof StartImportBody>;

/** A look at a file with a mapping, before it is started. */
export const PreviewBody = z.strictObject({
  zone: z.string().max(64).nullable().default(null),
  mapping: Mapping,
});
export type PreviewBody = z.infer<typeof PreviewBody>;

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hex");

export const ContentQuery = z.object({ sha256: Sha256 });

/** What is known of a content, asked by its SHA-256 before its bytes are sent. */
export const KnownContent = z.object({
  /** The first import of exactly this content. */
  imported: z.object({ id: z.string(), fileName: z.string(), at: z.string() }).nullable(),
  /** A file of this content that is not imported yet: its bytes still come, or it waits for its import. */
  here: z
    .object({ id: z.string(), fileName: z.string(), state: z.enum(["uploading", "uploaded"]), bytes: z.number() })
    .nullable(),
});
export type KnownContent = z.infer<typeof KnownContent>;

export const MAX_FILE_BYTES = 2 * 1024 ** 3;
/** Bytes of one request of an upload. */
export const MAX_PART_BYTES = 8 * 1024 ** 2;
/** Files of one drop. */
export const MAX_FILES = 20;
