import type { Instant } from "@/lib/model/instant";
import { HOUR_MS } from "@/lib/time/boundaries";

/** What the door knows of a source's webhook. */
export type SourceFacts = {
  now: Instant;
  paused: boolean;
  /** When it was accepted last, first or repeated; null = never. */
  lastReceivedAt: Instant | null;
  /** Gaps between its latest deliveries. */
  gaps: { count: number; p99Ms: number };
  /** Missing, wrong or outdated proofs since the last accepted delivery; null = none. */
  unproved: { requests: number; since: Instant; detail: string | null } | null;
  /** 4xx answers one after another since then. */
  refusedInARow: number;
  /** Refusals in a row that switch us off at the sender; null = not known to. */
  disablesAfter: number | null;
  providerLabel: string;
};

export type Health = {
  failing: SourceFacts["unproved"];
  quiet: { usualMs: number; ms: number } | null;
  probablyDisabled: boolean;
  words: string | null;
};

/** Fewer gaps say nothing about what is usual. */
const MIN_GAPS = 20;
const TIMES_USUAL = 3;
/** A night or a calm day is never an alarm. */
const MIN_QUIET_MS = 24 * HOUR_MS;

/** What is wrong with a source, from its own history: a rare sender is not measured by a busy one. */
export function healthOf(facts: SourceFacts): Health {
  const { disablesAfter, refusedInARow, unproved } = facts;
  const probablyDisabled = disablesAfter !== null && refusedInARow >= disablesAfter;
  const quiet = quietOf(facts);
  return { failing: unproved, quiet, probablyDisabled, words: wordsOf(facts, probablyDisabled, quiet) };
}

function quietOf({ now, lastReceivedAt, gaps, paused }: SourceFacts): Health["quiet"] {
  if (paused || lastReceivedAt === null || gaps.count < MIN_GAPS) return null;
  const ms = now - lastReceivedAt;
  return ms > Math.max(TIMES_USUAL * gaps.p99Ms, MIN_QUIET_MS) ? { usualMs: gaps.p99Ms, ms } : null;
}

function wordsOf(facts: SourceFacts, probablyDisabled: boolean, quiet: Health["quiet"]): string | null {
  const { providerLabel, refusedInARow, disablesAfter, unproved } = facts;
  const why = unproved ? ` ${causeOf(unproved)}` : "";
  if (probablyDisabled)
    return `${providerLabel} has probably switched this webhook off: ${refusedInARow} deliveries in a row were refused, and it stops after ${disablesAfter}.${why} Put it right, switch it on again at ${providerLabel}, and read what is missing from its API.`;
  if (unproved) return `${counted(unproved.requests)} refused since the last good one.${why}`;
  if (quiet)
    return `Nothing has come for ${duration(quiet.ms)}; 99 of 100 gaps were shorter than ${duration(quiet.usualMs)}.`;
  return null;
}

function causeOf({ detail }: NonNullable<SourceFacts["unproved"]>): string {
  return detail === null ? "The signature or secret is missing or wrong." : `${capital(detail)}.`;
}

const counted = (requests: number) => (requests === 1 ? "1 delivery was" : `${requests} deliveries were`);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return "a minute";
  if (minutes < 120) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.round(ms / HOUR_MS);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
