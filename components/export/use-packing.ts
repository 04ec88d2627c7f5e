"use client";

import { useCallback, useMemo, useRef, useState } from "react";
import type { PackedFigure, Packing } from "./pack-context";

type Held = { current: PackedFigure | null };

/** Those figures of a screen that can be taken along, in the order in which they stand on it. */
export function usePacking(): { packing: Packing; titles: readonly string[]; figures: () => PackedFigure[] } {
  const held = useRef(new Set<Held>());
  const [titles, setTitles] = useState<readonly string[]>([]);
  const figures = useCallback(
    () =>
      [...held.current]
        .flatMap(({ current }) => current ?? [])
        .sort((a, b) => (a.place.compareDocumentPosition(b.place) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)),
    [],
  );
  const packing = useMemo<Packing>(() => {
    const told = () => setTitles(figures().map(({ title }) => title));
    return {
      add: (figure) => {
        held.current.add(figure);
        told();
        return () => {
          held.current.delete(figure);
          told();
        };
      },
    };
  }, [figures]);
  return { packing, titles, figures };
}
