"use client";

import { useEffect } from "react";

/** Focus goes with the keys j and k, so that Enter is that of the row's own link and screen readers hear the row. */
export function useRowFocus(prefix: string, selected: number | null): void {
  useEffect(() => {
    if (selected === null) return;
    const row = document.getElementById(`${prefix}${selected}`);
    row?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }, [prefix, selected]);
}
