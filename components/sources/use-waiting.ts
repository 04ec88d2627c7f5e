"use client";

import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";

/** Imports that wait to be looked at. In the address, so that a reload keeps them. */
export function useWaiting() {
  const [ids, setIds] = useQueryState("preview", parseAsArrayOf(parseAsString).withDefault([]));
  const change = (next: (ids: readonly string[]) => readonly string[]) =>
    void setIds((before) => {
      const after = next(before ?? []);
      return after.length === 0 ? null : [...after];
    });
  return [ids, change] as const;
}
