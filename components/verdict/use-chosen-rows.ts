"use client";

import { type Dispatch, type SetStateAction, useState } from "react";
import { useKeys } from "@/components/frame/use-keys";

type Place = [number | null, Dispatch<SetStateAction<number | null>>];

/** Rows that were chosen, by "x" on the row at hand, by "J" and "K" on the way, or by their boxes. */
export function useChosenRows(rows: readonly { id: string }[], place?: Place) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const clear = () => setChosen(new Set());
  const extend = (by: number) => {
    if (!place) return;
    const [at, setAt] = place;
    const next = Math.min(rows.length - 1, Math.max(0, (at ?? -1) + by));
    const between = [at, next].flatMap((index) => (index === null ? [] : (rows[index]?.id ?? [])));
    setChosen((before) => new Set([...before, ...between]));
    setAt(next);
  };
  const here = place?.[0] ?? null;
  useKeys(
    place
      ? {
          x: () => {
            const row = here === null ? undefined : rows[here];
            if (row) choose(row.id);
          },
          J: () => extend(1),
          K: () => extend(-1),
          Escape: clear,
        }
      : {},
  );
  return { chosen, choose, clear };
}
