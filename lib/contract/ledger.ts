import { z } from "zod";
import { DELIVERY_VIAS } from "./source";
import { Ledger } from "./sources";

const LocalDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date such as 2026-11-22");
const Id = z.string().regex(/^\d{1,19}$/, "must be an id");

/** Days are local dates in the workspace's zone; both ends are in the range. Missing: the last 14 days. */
export const LedgerFilter = z.object({ from: LocalDay.optional(), to: LocalDay.optional(), source: Id.optional() });
export type LedgerFilter = z.infer<typeof LedgerFilter>;

const ReasonCount = z.object({ reason: z.string(), records: z.number().int() });

/** received = stored + duplicate + ignored + rejected, always. */
export const LedgerDay = Ledger.extend({
  sourceId: z.string(),
  day: z.string(),
  ignoredReasons: z.array(ReasonCount),
  rejectedReasons: z.array(ReasonCount),
  /** Deliveries that are kept and not read yet. */
  waiting: z.number().int(),
  /** Requests turned away at the door: never received, perhaps lost. */
  refused: z.number().int(),
  refusedReasons: z.array(
    z.object({ reason: z.string(), status: z.number().int(), requests: z.number().int(), lastAt: z.string() }),
  ),
});
export type LedgerDay = z.infer<typeof LedgerDay>;

export const LedgerSource = Ledger.extend({
  id: z.string(),
  name: z.string(),
  providerLabel: z.string(),
  deleted: z.boolean(),
  paused: z.boolean(),
  waiting: z.number().int(),
  refused: z.number().int(),
  /** The last delivery or file that came, whatever became of it. */
  lastReceivedAt: z.string().nullable(),
  secondsSinceLast: z.number().nullable(),
});
export type LedgerSource = z.infer<typeof LedgerSource>;

export const LedgerView = z.object({
  /** The first local date. */
  from: z.string(),
  /** The last local date, included. */
  to: z.string(),
  zone: z.string(),
  total: Ledger,
  sources: z.array(LedgerSource),
  /** Newest first, then by source. Days on which nothing came are left out. */
  days: z.array(LedgerDay),
});
export type LedgerView = z.infer<typeof LedgerView>;

export const OUTCOMES = ["stored", "duplicate", "ignored", "rejected", "waiting"] as const;
export type LedgerOutcome = (typeof OUTCOMES)[number];

/** What lies behind a number of the ledger. */
export const DeliveriesFilter = z.object({
  source: Id.optional(),
  day: LocalDay.optional(),
  /** First and last day. */
  from: LocalDay.optional(),
  to: LocalDay.optional(),
  outcome: z.enum(OUTCOMES).optional(),
  reason: z.string().max(200).optional(),
  /** Where the portion before ended. */
  after: z.string().max(60).optional(),
});
export type DeliveriesFilter = z.infer<typeof DeliveriesFilter>;

/** A delivery, a repetition of one, a file, or one record of a file. */
export const DeliveryRow = Ledger.extend({
  kind: z.enum(["delivery", "repeat", "import", "record"]),
  /** Of the delivery or the import; of a repetition, the delivery that it repeats. */
  id: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  receivedAt: z.string(),
  /** How a delivery came, or the name of the file. */
  via: z.union([z.enum(DELIVERY_VIAS), z.literal("file")]),
  fileName: z.string().nullable(),
  bytes: z.number().nullable(),
  waiting: z.boolean(),
  /** Place of a record in its file. */
  place: z.string().nullable(),
  why: z.string().nullable(),
  canReplay: z.boolean(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

export const Deliveries = z.object({ rows: z.array(DeliveryRow), next: z.string().nullable() });
export type Deliveries = z.infer<typeof Deliveries>;

export const DeliveryDetail = z.object({
  delivery: DeliveryRow,
  headers: z.record(z.string(), z.string()),
  contentType: z.string().nullable(),
  /** Secrets masked; null once its retention is over. */
  body: z.string().nullable(),
  /** The body is JSON, and is shown indented. */
  isJson: z.boolean(),
  /** Only the first part of a large body is shown. */
  cut: z.boolean(),
  repeats: z.number().int(),
  records: z.array(
    z.object({
      place: z.string(),
      line: z.number().int().nullable(),
      outcome: z.enum(["accepted", "ignored", "rejected"]),
      why: z.string().nullable(),
      issues: z.array(z.string()),
      pages: z.array(z.object({ id: z.string(), pageKey: z.string(), title: z.string().nullable() })),
      /** Of a change feed: what it says was done, in a line each. */
      changes: z.array(z.string()).optional(),
    }),
  ),
  /** Every page it told of. */
  pages: z.array(z.object({ id: z.string(), pageKey: z.string(), title: z.string().nullable() })),
});
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

export const ReplayBody = z.strictObject({
  source: Id,
  outcome: z.enum(["ignored", "rejected"]).default("rejected"),
  /** As the ledger groups it; null = every reason. */
  reason: z.string().max(200).nullable().default(null),
});
export type ReplayBody = z.infer<typeof ReplayBody>;

export const ReplayResult = z.object({
  replayed: z.number().int(),
  /** Still cannot be read. */
  failed: z.number().int(),
  /** More than are read again at once: ask again. */
  left: z.number().int(),
});
export type ReplayResult = z.infer<typeof ReplayResult>;
