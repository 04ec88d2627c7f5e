import type { Instant } from "@/lib/model/instant";

/** What somebody did to the verdicts of a subject, in the order of `no`. */
export type Gesture = { id: string; no: number; kind: "give" | "withdraw" | "import"; undone: boolean };

/** A word as it is kept: once more after each undo that brought it back. */
export type KeptWord = {
  id: string;
  gestureId: string;
  from: Instant | null;
  until: Instant | null;
  inForce: boolean;
  endedBy: string | null;
};

type Subject = "page" | "signature";

/** Whether no page is left to the other word. */
export function covers(one: Pick<KeptWord, "from" | "until">, other: Pick<KeptWord, "from" | "until">): boolean {
  const begins = one.from === null || (other.from !== null && one.from <= other.from);
  const ends = one.until === null || (other.until !== null && other.until <= one.until);
  return begins && ends;
}

/**
 * The words that count on one subject when the gestures that were undone are left out, as if they had never been made:
 * whoever spoke later keeps the word. Each is the kept row that is in force, else one to be kept again.
 */
export function wordsInForce(
  subject: Subject,
  words: readonly KeptWord[],
  gestures: ReadonlyMap<string, Gesture>,
): KeptWord[] {
  const endings = new Map<string, Set<string>>();
  for (const word of words) {
    if (word.endedBy === null) continue;
    const key = wordKey(word);
    endings.set(key, (endings.get(key) ?? new Set()).add(word.endedBy));
  }
  let state: KeptWord[] = [];
  for (const { id, kind } of inOrder(words, gestures)) {
    const given = kind === "withdraw" ? [] : once(words.filter(({ gestureId }) => gestureId === id));
    const stays = (word: KeptWord) =>
      subject === "signature" && !endings.get(wordKey(word))?.has(id) && !given.some((one) => covers(one, word));
    state = [...state.filter(stays), ...given];
  }
  return state;
}

function inOrder(words: readonly KeptWord[], gestures: ReadonlyMap<string, Gesture>): Gesture[] {
  const ids = new Set(
    words.flatMap(({ gestureId, endedBy }) => (endedBy === null ? [gestureId] : [gestureId, endedBy])),
  );
  return [...ids]
    .flatMap((id) => gestures.get(id) ?? [])
    .filter(({ undone }) => !undone)
    .sort((one, other) => one.no - other.no);
}

/** A word that was brought back is the same word. */
export function wordKey({ gestureId, from, until }: Pick<KeptWord, "gestureId" | "from" | "until">): string {
  return `${gestureId} ${from ?? ""} ${until ?? ""}`;
}

function once(words: readonly KeptWord[]): KeptWord[] {
  const found = new Map<string, KeptWord>();
  for (const word of words) if (word.inForce || !found.has(wordKey(word))) found.set(wordKey(word), word);
  return [...found.values()];
}
