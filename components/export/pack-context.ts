"use client";

import { createContext } from "react";
import type { Caption } from "@/lib/export/caption";
import type { FigureTable } from "./table";

/** A figure of the screen, as it goes along. */
export type PackedFigure = {
  /** Where it stands on the screen decides where it stands in the pack. */
  place: HTMLElement;
  title: string;
  table: FigureTable;
  caption: (madeAt: string) => Caption;
  /** What is drawn; shows the chart first where its table is on the screen. */
  drawn: () => Promise<readonly HTMLElement[]>;
};

/** Takes a figure in while it is on the screen; what it gives back takes it out again. */
export type Packing = { add: (figure: { current: PackedFigure | null }) => () => void };

/** Around figures that can be taken along together. */
export const PackContext = createContext<Packing | null>(null);
