"use client";

import { type RefObject, use, useEffect, useRef } from "react";
import { flushSync } from "react-dom";
import { PackContext, type PackedFigure } from "./pack-context";
import type { FigureTable } from "./table";
import { useCaption } from "./use-caption";

type Given = {
  place: RefObject<HTMLElement | null>;
  title: string;
  summary: string;
  table: FigureTable;
  parts: () => readonly HTMLElement[] | null;
  showChart: () => void;
};

const DRAWN_MS = 5_000;

/** Lets the figure be taken along with the others of the screen, as it stands when that is asked for. */
export function usePacked({ place, title, summary, table, parts, showChart }: Given): void {
  const packing = use(PackContext);
  const { caption } = useCaption(title, summary);
  const packed = useRef<PackedFigure | null>(null);
  useEffect(() => {
    if (!place.current) return;
    const drawn = async () => {
      if (!parts()) flushSync(showChart);
      return drawnParts(parts, title);
    };
    packed.current = { place: place.current, title, table, caption, drawn };
  });
  useEffect(() => packing?.add(packed), [packing]);
}

/** A chart takes its size first, then draws. */
async function drawnParts(parts: Given["parts"], title: string): Promise<readonly HTMLElement[]> {
  for (const since = performance.now(); performance.now() - since < DRAWN_MS; ) {
    const found = parts();
    if (found?.[0] && !isWaiting(found[0])) return found;
    await new Promise(requestAnimationFrame);
  }
  throw new Error(`The chart "${title}" is not drawn.`);
}

/** The box of a chart that is loaded on its own is there before the chart. */
const isWaiting = (part: HTMLElement) => part.querySelector("[data-chart-box]:empty") !== null;
