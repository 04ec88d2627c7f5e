"use client";

import { useSyncExternalStore } from "react";

const STORED = "squelch.quiet-aside";
const CHANGED = "squelch:quiet-aside";

type PutAside = { aside: readonly string[]; putAside: (ids: readonly string[]) => void };

/** Sources whose silence this person has put aside today; the choice stays in the browser. Null = day not known. */
export function usePutAside(today: string | null): PutAside {
  const stored = useSyncExternalStore(
    onStored,
    () => localStorage.getItem(STORED) ?? "",
    () => "",
  );
  const [day, ...ids] = stored.split(" ");
  const aside = day === today ? ids : [];
  const putAside = (more: readonly string[]) => {
    if (today === null) return;
    localStorage.setItem(STORED, [today, ...new Set([...aside, ...more])].join(" "));
    window.dispatchEvent(new Event(CHANGED));
  };
  return { aside, putAside };
}

function onStored(changed: () => void): () => void {
  const names = [CHANGED, "storage"];
  for (const name of names) window.addEventListener(name, changed);
  return () => {
    for (const name of names) window.removeEventListener(name, changed);
  };
}
