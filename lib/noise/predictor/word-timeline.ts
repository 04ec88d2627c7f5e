import type { Instant } from "@/lib/model/instant";
import type { LabelAct } from "./labels-past";

/** A person's word on one subject, from when it was said or known until it was ended. */
export type GivenWord = {
  /** Null where a file does not tell. */
  givenAt: Instant | null;
  storedAt: Instant;
  endedAt: Instant | null;
  /** An undo brought it back: it did not count meanwhile. */
  again: boolean;
  said: NonNullable<LabelAct["said"]>;
  weight: number;
};

export type WordAct = Pick<LabelAct, "at" | "said" | "weight">;

/**
 * What people had said of one subject, at every instant at which that changed. A word that a file tells late counts from
 * when it was said. One act for an instant: of two that meet there the one that speaks, and of two that speak the later
 * stored.
 */
export function wordTimeline(words: readonly GivenWord[]): WordAct[] {
  const stored = [...words].sort((a, b) => a.storedAt - b.storedAt);
  const acts = new Map<Instant, WordAct>();
  for (const { endedAt, weight } of stored)
    if (endedAt !== null) acts.set(endedAt, { at: endedAt, said: null, weight });
  for (const word of stored) {
    const at = saidAt(word);
    acts.set(at, { at, said: word.said, weight: word.weight });
  }
  // Said long ago and told only now: it takes the place of what was said in between.
  for (const word of stored) {
    const { storedAt, endedAt, said, weight } = word;
    const at = saidAt(word);
    const between = [...acts.keys()].some((other) => other > at && other <= storedAt);
    if (between && (endedAt === null || endedAt > storedAt)) acts.set(storedAt, { at: storedAt, said, weight });
  }
  return [...acts.values()].sort((a, b) => a.at - b.at);
}

/** Nobody can have known it later than it was stored. */
function saidAt({ again, givenAt, storedAt }: GivenWord): Instant {
  return again || givenAt === null ? storedAt : Math.min(givenAt, storedAt);
}
