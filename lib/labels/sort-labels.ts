import type { Instant } from "@/lib/model/instant";
import type { Reason, Verdict } from "@/lib/model/verdict";
import type { Label } from "./label";

/** A word that is kept here on the same page or signature. */
export type OurWord = {
  verdict: Verdict;
  reason: Reason | null;
  wrongHour: boolean;
  note: string | null;
  by: string;
  at: Instant | null;
  from: Instant | null;
  until: Instant | null;
  inForce: boolean;
};

/** A label of a file, with the page or signature it is about here; null where there is none. */
export type FoundLabel = { where: string; label: Label; subjectId: string | null };

/**
 * What a label would do: say something new, only repeat what counts here, contradict it, or name nothing that is here.
 * `ours` null in a conflict: the same word was taken back here. `repeated`: another row of the file is about the same.
 */
export type SortedLabel = FoundLabel &
  (
    | { kind: "new" | "same" | "unknown" }
    | { kind: "conflicting"; ours: OurWord | null }
    | { kind: "repeated"; by: string }
  );

/** Sorts the labels of a file by what they would do here. `words`: by subject id, those that ended too. */
export function sortLabels(
  labels: readonly FoundLabel[],
  words: ReadonlyMap<string, readonly OurWord[]>,
): SortedLabel[] {
  const counted = lastOfEach(labels);
  return labels.map((found): SortedLabel => {
    const { subjectId, label } = found;
    if (subjectId === null) return { ...found, kind: "unknown" };
    const last = counted.get(keyOf(found));
    if (label.endedAt === null && last && last !== found) return { ...found, kind: "repeated", by: last.where };
    return { ...found, ...against(label, words.get(subjectId) ?? []) };
  });
}

/** Of rows about the same the one that was said last; of those that do not tell when, the later row. */
function lastOfEach(labels: readonly FoundLabel[]): Map<string, FoundLabel> {
  const last = new Map<string, FoundLabel>();
  for (const found of labels) {
    if (found.label.endedAt !== null) continue;
    const before = last.get(keyOf(found))?.label.at ?? Number.NEGATIVE_INFINITY;
    if ((found.label.at ?? Number.NEGATIVE_INFINITY) >= before) last.set(keyOf(found), found);
  }
  return last;
}

function keyOf({ subjectId, label: { about, from, until } }: FoundLabel): string {
  return `${about.kind} ${subjectId} ${from ?? ""} ${until ?? ""}`;
}

type Sorted = { kind: "new" | "same" } | { kind: "conflicting"; ours: OurWord | null };

function against(label: Label, words: readonly OurWord[]): Sorted {
  const equal = words.filter((word) => saysSame(label, word));
  if (label.endedAt !== null) return { kind: equal.some((word) => word.at === label.at) ? "same" : "new" };
  const near = words.filter((word) => word.inForce && overlaps(label, word));
  if (near.some((word) => saysSame(label, word))) return { kind: "same" };
  const [ours] = near;
  if (ours) return { kind: "conflicting", ours };
  // Somebody took this very word back: bringing it again is a choice, not a repair.
  const takenBack = label.at !== null && equal.some((word) => word.at === label.at);
  return takenBack ? { kind: "conflicting", ours: null } : { kind: "new" };
}

function saysSame(label: Label, word: OurWord): boolean {
  const { verdict, reason, wrongHour, note, from, until } = label;
  return (
    word.verdict === verdict &&
    word.reason === reason &&
    word.wrongHour === wrongHour &&
    word.note === note &&
    word.from === from &&
    word.until === until
  );
}

type Period = { from: Instant | null; until: Instant | null };

function overlaps(one: Period, other: Period): boolean {
  const before = (a: Period, b: Period) => a.until !== null && b.from !== null && a.until <= b.from;
  return !before(one, other) && !before(other, one);
}
