"use client";

import { useEffect } from "react";

/** Focus goes with the keys j and k to what opens the row. */
export function useRowButton(prefix: string, selected: number | null): void {
  useEffect(() => {
    if (selected === null) return;
    const row = document.getElementById(`${prefix}${selected}`);
    row?.querySelector<HTMLElement>("button[aria-expanded]")?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }, [prefix, selected]);
}
