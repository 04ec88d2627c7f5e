import type { Instant } from "@/lib/model/instant";

const MINUTE_MS = 60_000;

/** Nobody works longer on one page without a word in its history that says so (our proposal). */
const CAP_MINUTES = 240;

type Response = {
  /** The person's own first acknowledgement of the page; null = none is known. */
  acknowledgedAt: Instant | null;
  /** When the page ended; null = it is open, or nobody told. */
  endedAt: Instant | null;
  /** Notes, escalations and other acts of the person on the page. */
  actedAt: readonly Instant[];
  /** Minutes in the person's own words. */
  saidMinutes: number | null;
};

export type ResponseEffort = { minutes: number; estimated: boolean; capped: boolean };

/**
 * Minutes that a page took one responder. Their own word wins, whatever the rest says. Else it is estimated from their
 * acknowledgement to the end of the page, or to the last thing they did on it where it has no end, at most four hours.
 * What they did after the end, such as a note in the retro, adds nothing. Null = unknown: no acknowledgement of theirs, or
 * nothing after it.
 */
export function responseEffort({ acknowledgedAt, endedAt, actedAt, saidMinutes }: Response): ResponseEffort | null {
  if (saidMinutes !== null) return { minutes: saidMinutes, estimated: false, capped: false };
  if (acknowledgedAt === null) return null;
  const until = endedAt ?? lastOf(actedAt);
  if (until === null || until < acknowledgedAt) return null;
  const minutes = (until - acknowledgedAt) / MINUTE_MS;
  return { minutes: Math.min(minutes, CAP_MINUTES), estimated: true, capped: minutes > CAP_MINUTES };
}

function lastOf(ats: readonly Instant[]): Instant | null {
  return ats.length === 0 ? null : ats.reduce((last, at) => Math.max(last, at));
}
