"use client";

import { useEffect, useRef, useState } from "react";
import { useKeys } from "@/components/frame/use-keys";
import { UNDONE } from "@/components/verdict/use-gestures";
import type { TriageItem, Undone } from "@/lib/contract/triage";

export const rowIdOf = (id: string) => `triage-row-${id}`;

/**
 * The place in the queue and what is chosen. The focus sits on the row at hand; it goes to the next one before a row
 * leaves, so that it is never lost.
 */
export function useQueue(items: readonly TriageItem[], start: string | null) {
  const [at, setAt] = useState<{ id: string | null; place: number }>({ id: start, place: 0 });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const isWalked = useRef(false);
  const ids = items.map(({ id }) => id);
  // Where somebody else took the row at hand away, the one that moved up into its place.
  const here = at.id !== null && ids.includes(at.id) ? at.id : (ids[Math.min(at.place, ids.length - 1)] ?? null);
  const go = (id: string | null) => {
    isWalked.current = true;
    setAt({ id, place: id === null ? 0 : Math.max(0, ids.indexOf(id)) });
    focusOn(id);
  };
  useEffect(() => {
    if (isWalked.current && document.activeElement === document.body) focusOn(here);
  }, [here]);
  const step = (by: number): string | null => {
    const place = here === null ? -1 : ids.indexOf(here);
    return ids[Math.min(ids.length - 1, Math.max(0, place + by))] ?? null;
  };
  const choose = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const extend = (by: number) => {
    const next = step(by);
    setChosen((before) => new Set([...before, ...[here, next].filter((id) => id !== null)]));
    go(next);
  };
  const clear = () => setChosen(new Set());
  /** What an action is for: those chosen, else the one at hand. */
  const aimed = items.filter(({ id }) => (chosen.size > 0 ? chosen.has(id) : id === here));
  /** The next one that is not among these; the last before them at the end. */
  const goOn = (gone: readonly string[]) => {
    const place = here === null ? 0 : ids.indexOf(here);
    const left = (id: string) => !gone.includes(id);
    go(ids.slice(place + 1).find(left) ?? ids.slice(0, place).findLast(left) ?? (left(here ?? "") ? here : null));
    clear();
  };
  useEffect(() => {
    const undone = (event: Event) => {
      const [first] = (event as CustomEvent<Undone>).detail.signatureIds;
      if (first === undefined) return;
      setAt({ id: first, place: 0 });
      // Behind the picture in which it is back.
      requestAnimationFrame(() => focusOn(first));
    };
    window.addEventListener(UNDONE, undone);
    return () => window.removeEventListener(UNDONE, undone);
  });
  useKeys({
    j: () => go(step(1)),
    k: () => go(step(-1)),
    ArrowDown: () => go(step(1)),
    ArrowUp: () => go(step(-1)),
    J: () => extend(1),
    K: () => extend(-1),
    x: () => here !== null && choose(here),
    Escape: clear,
  });
  return { here, aimed, chosen, go, choose, clear, goOn };
}

function focusOn(id: string | null): void {
  const row = document.getElementById(id === null ? "triage-empty" : rowIdOf(id));
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}
