import type { Change, ChangeTelling } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";

/** A telling with its place among those of the same key. */
export type PlacedTelling = ChangeTelling & {
  /** What it says of itself, else when it came. */
  toldAt: Instant;
  /** Place in its file or body, where it does not say when it was true; else 0. */
  no: number;
  /** Names what it says: the last word where nothing else tells two apart. */
  contentKey: string;
};

/**
 * What is known of one thing done on purpose: the latest telling, whole, in whatever order they came. Only a start that
 * it does not know is taken from the latest one that does. Empty where it was called off.
 */
export function foldChange(tellings: readonly PlacedTelling[]): Change[] {
  const ordered = [...tellings].sort(inOrder);
  const last = ordered.at(-1);
  if (!last) return [];
  const surer = last.startIsUnsure && ordered.findLast((telling) => !telling.startIsUnsure);
  return last.changes.map((change) => {
    const known = surer ? surer.changes.find(({ changeKey }) => changeKey === change.changeKey) : undefined;
    return withStart(change, known?.startsAt ?? change.startsAt);
  });
}

/** The telling that a change is: where it can be looked up. */
export function latestOf<T extends PlacedTelling>(tellings: readonly T[]): T | undefined {
  return [...tellings].sort(inOrder).at(-1);
}

function withStart(change: Change, startsAt: Instant): Change {
  const { endsAt } = change;
  if (endsAt === null) return { ...change, startsAt };
  // A start behind the end is of another attempt.
  const start = startsAt <= endsAt ? startsAt : change.startsAt;
  return { ...change, startsAt: start, endsAt: start < endsAt ? endsAt : null };
}

function inOrder(one: PlacedTelling, other: PlacedTelling): number {
  return (
    one.toldAt - other.toldAt ||
    one.no - other.no ||
    knows(one) - knows(other) ||
    (one.contentKey < other.contentKey ? -1 : Number(one.contentKey > other.contentKey))
  );
}

/** Vendors count in seconds: within one, the request comes before the beginning, and the beginning before the end. */
function knows({ changes, startIsUnsure }: PlacedTelling): number {
  if (changes.some(({ endsAt }) => endsAt !== null)) return 2;
  return startIsUnsure ? 0 : 1;
}
