import { z } from "zod";
import { AUDITED } from "@/lib/model/audit";

export const AuditFilter = z.object({
  /** Only rows before this number. */
  before: z.coerce.number().int().positive().optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditEntryView = z.object({
  no: z.number().int(),
  at: z.string(),
  /** Null = the program itself. */
  by: z.string().nullable(),
  what: z.enum(AUDITED),
  /** Names of whom it concerns, as they are now; who was erased is a former member. */
  people: z.array(z.string()),
  /** As "range: 2026-01-01". */
  details: z.array(z.string()),
});
export type AuditEntryView = z.infer<typeof AuditEntryView>;

export const AuditView = z.object({
  total: z.number().int(),
  rows: z.array(AuditEntryView),
  /** What to ask for the older ones before; null = there are none. */
  older: z.number().int().nullable(),
  zone: z.string(),
});
export type AuditView = z.infer<typeof AuditView>;

/** Whether each row carries the hash of the one before it. */
export const AuditChain = z.object({
  rows: z.number().int(),
  /** The number of the first row that does not fit; null = all do. */
  brokenAt: z.number().int().nullable(),
  /** Of the last row: kept elsewhere, it also shows rows taken away at the end. */
  lastHash: z.string().nullable(),
});
export type AuditChain = z.infer<typeof AuditChain>;
