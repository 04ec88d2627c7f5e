"use client";

import { useSyncExternalStore } from "react";

export const TICK_MS = 30_000;

/** The time, in steps of half a minute; null on the server and in the first drawing, which do not share a clock. */
export function useNow(): number | null {
  return useSyncExternalStore(everyTick, thisTick, () => null);
}

function everyTick(changed: () => void): () => void {
  const timer = setInterval(changed, TICK_MS);
  return () => clearInterval(timer);
}

// Rounded down to the tick, as a snapshot must stay the same between two of them.
function thisTick(): number {
  return Math.floor(Date.now() / TICK_MS) * TICK_MS;
}
