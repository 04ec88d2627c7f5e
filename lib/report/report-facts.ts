import type { VerdictCounts } from "@/lib/contract/noise-report";
import type { Instant } from "@/lib/model/instant";
import type { HourClass } from "@/lib/model/interruption";
import type { Reason, Verdict } from "@/lib/model/verdict";

/** Equal slices of the range that a row's small trend has. */
export const TREND_SLICES = 12;

/** What a signature's pages in a range come to. Test pages are in `counts.test` alone. */
export type SignatureTally = {
  id: string;
  signature: string;
  /** The title with its variable parts masked; the latest page's where a rule names the alert. */
  title: string | null;
  provider: string;
  service: string | null;
  team: string | null;
  counts: VerdictCounts;
  reasons: Partial<Record<Reason, number>>;
  lastPagedAt: Instant;
  /** Pages per slice, oldest first. */
  trend: readonly number[];
  personVerdict: { verdict: Verdict; reason: Reason | null } | null;
};

/** `null` = its pages are not judged yet. Interruptions by tests alone are left out. */
export type InterruptionTally = {
  signatureId: string;
  hourClass: HourClass;
  verdict: Verdict | null;
  interruptions: number;
  estimated: number;
};

export type AcknowledgeTally = {
  medianSeconds: number | null;
  p95Seconds: number | null;
  meanSeconds: number | null;
  acknowledged: number;
  neverAcknowledged: number;
  notKnown: number;
};

export type PersonTally = {
  id: string;
  /** Null of whoever may not be named: they are counted together. */
  name: string | null;
  zone: string | null;
  pages: number;
  sleep: number;
  off: number;
  business: number;
  noise: number;
  nights: number;
  estimated: number;
};

/**
 * Everything the noise report counts, before anything is judged of it. SQL and the in-memory reader both fill it, so
 * that screens and command line cannot differ in what they make of it.
 */
export type ReportFacts = {
  signatures: readonly SignatureTally[];
  interruptions: readonly InterruptionTally[];
  disruptedNights: number;
  peopleWoken: number;
  acknowledge: AcknowledgeTally;
  people: readonly PersonTally[];
};

export type SignatureCount = Pick<SignatureTally, "id" | "counts">;

/** What the period before is counted for: totals, and pages by alert. */
export type ComparedFacts = Omit<ReportFacts, "signatures" | "people"> & { signatures: readonly SignatureCount[] };
