import type { Instant } from "@/lib/model/instant";
import type { Verdict } from "@/lib/model/verdict";
import type { Labels } from "./label-matcher";

/** An alert that a silence kept from paging; half-open, null = it still stands. */
export type WithheldAlert = { labels: Labels; startedAt: Instant; endedAt: Instant | null };

/** A page near it, of the same service. */
export type NearPage = {
  title: string | null;
  verdict: Verdict | null;
  topPriority: boolean;
  openedAt: Instant;
  endedAt: Instant | null;
};

/** From the mildest; words of one line mean the same. A severity that is none of them says nothing. */
const SEVERITIES = [
  ["none", "ok", "debug", "info", "information", "informational", "notice"],
  ["low", "minor", "warn", "warning", "ticket", "p4", "sev4"],
  ["medium", "average", "error", "major", "p3", "sev3"],
  ["high", "severe", "p2", "sev2"],
  ["critical", "crit", "page", "disaster", "emergency", "fatal", "p1", "sev1"],
] as const;

/**
 * Why a withheld alert is taken for something real: it is more severe than what was decided about, or a page of the same
 * service that needed somebody was open at the same time. Null where nothing says so.
 */
export function realBecause(
  alert: WithheldAlert,
  decided: { severity: string | null; service: string | null },
  near: readonly NearPage[],
): string | null {
  const severity = alert.labels.severity ?? "";
  const [rank, before] = [rankOf(severity), rankOf(decided.severity ?? "")];
  if (rank !== null && before !== null && rank > before)
    return `Its severity is ${severity}; the decision was about ${decided.severity}.`;
  const overlapping = near.filter((page) => overlaps(alert, page));
  const actionable = overlapping.find(({ verdict }) => verdict === "actionable");
  if (actionable)
    return `“${actionable.title ?? "A page"}” of ${decided.service ?? "the service"} needed somebody meanwhile.`;
  const top = overlapping.find(({ topPriority, verdict }) => topPriority && verdict !== "noise");
  if (top) return `“${top.title ?? "A page"}” of ${decided.service ?? "the service"} had the top priority meanwhile.`;
  return null;
}

function overlaps(alert: WithheldAlert, page: NearPage): boolean {
  const [alertEnd, pageEnd] = [alert.endedAt ?? Number.POSITIVE_INFINITY, page.endedAt ?? Number.POSITIVE_INFINITY];
  return alert.startedAt < pageEnd && page.openedAt < alertEnd;
}

function rankOf(severity: string): number | null {
  const word = severity.trim().toLowerCase();
  const rank = SEVERITIES.findIndex((words) => (words as readonly string[]).includes(word));
  return rank < 0 ? null : rank;
}
