import type { DecisionView } from "@/lib/contract/decision";
import type { DecisionKind, LoopState, ReviewQuestion } from "@/lib/model/decision";
import type { Scope } from "@/lib/model/scope";
import type { Treatment } from "@/lib/model/treatment";
import { QUIET_DAYS } from "@/lib/silence/lifecycle";

/** `key` is the second one after "d". */
export const KIND_WORDS: Readonly<Record<DecisionKind, { verb: string; done: string; key: string; means: string }>> = {
  keep: { verb: "Keep", done: "Kept", key: "k", means: "It is worth its pages as it is." },
  tune: { verb: "Tune", done: "Tuned", key: "t", means: "Its rule is changed, so that it pages less." },
  silence: { verb: "Silence", done: "Silenced", key: "s", means: "It pages nobody for a while." },
  reroute: { verb: "Reroute", done: "Rerouted", key: "r", means: "It goes to another team, or to a ticket." },
  delete: { verb: "Delete", done: "Deleted", key: "x", means: "Its rule is taken away for good." },
  fix: { verb: "Fix", done: "To be fixed", key: "f", means: "What it tells of is mended." },
};

export const STATE_WORDS: Readonly<Record<LoopState, string>> = {
  flagged: "flagged",
  owned: "somebody sees to it",
  decided: "waits for its change",
  watching: "still watching",
  "verified-quiet": "verified quiet",
  "came-back": "came back",
  "too-early": "too early to tell",
  "hid-something-real": "hid something real",
  kept: "kept",
  gone: "ended before it took effect",
};

/** A shape for each, so that none is told by its colour alone. */
export const STATE_MARKS: Readonly<Record<LoopState, string>> = {
  flagged: "⚑",
  owned: "⚑",
  decided: "◌",
  watching: "◔",
  "verified-quiet": "✓",
  "came-back": "↺",
  "too-early": "?",
  "hid-something-real": "✕",
  kept: "=",
  gone: "–",
};

const ENDED_WORDS: Readonly<Record<string, string>> = {
  replaced: "another decision took its place",
  "by-hand": "ended by hand",
  expired: "expired",
  "severity-rose": "ended by itself: a page was more severe than any before",
  "rate-rose": "ended by itself: it paged at three times its rate before",
  "incident-opened": "ended by itself: a page in the top priority opened on its service",
};

export function endedWords(because: string | null): string {
  return because === null ? "ended" : (ENDED_WORDS[because] ?? because);
}

export const QUESTION_WORDS: Readonly<Record<ReviewQuestion, string>> = {
  urgent: "Is it urgent when it pages?",
  actionable: "Can somebody do something about it at once?",
  imminent: "Does harm come soon, if nobody does?",
  "user-visible": "Do users notice?",
  "not-otherwise-noticed": "Would nobody else be paged for it?",
};

export function treatmentWords(treatment: Treatment): string {
  switch (treatment.kind) {
    case "hold":
      return `wait ${treatment.holdMinutes} min before paging`;
    case "merge":
      return `join what comes back within ${treatment.mergeMinutes} min`;
    case "hold-and-merge":
      return `wait ${treatment.holdMinutes} min, and join what comes back within ${treatment.mergeMinutes} min`;
    case "window":
      return `quiet in ${treatment.quiet.length === 1 ? "a window" : `${treatment.quiet.length} windows`} of the week, ${treatment.zone.replaceAll("_", " ")}`;
    case "ticket":
      return "a ticket in place of a page";
    case "drop":
      return "page nobody";
    default:
      return treatment satisfies never;
  }
}

/** The alert itself is the usual scope. */
export function scopeWords(scope: Scope, signatureId: string): string {
  const [only] = scope;
  if (scope.length === 1 && only?.field === "signature" && only.operator === "=" && only.value === signatureId)
    return "this alert";
  return scope.map(({ field, operator, value }) => `${field}${operator}“${value}”`).join(", ");
}

/** What has to be looked at, worst first. */
export function flagsOf(decision: DecisionView): string[] {
  const { expired, ownerless, forgotten, due, daysToReview } = decision;
  return [
    expired && "expired, and still there",
    ownerless && "without an owner",
    forgotten === "review-passed" && "forgotten: its review date has passed",
    forgotten === "quiet" && `forgotten: not heard for ${QUIET_DAYS} days`,
    due && forgotten !== "review-passed" && daysToReview !== null && dueWords(daysToReview),
  ].filter((flag) => flag !== false);
}

function dueWords(days: number): string {
  if (days < 0) return `review ${-days} ${days === -1 ? "day" : "days"} overdue`;
  if (days === 0) return "review due today";
  return `review due in ${days} ${days === 1 ? "day" : "days"}`;
}
