"use client";

import { createContext } from "react";
import type { Range } from "@/lib/contract/noise-report";

/** What the panel around a figure knows of it, for what is taken out. */
export type FigureFacts = { question: string; n: string | null; definition: string | null; range: Range | null };

export const FigureFactsContext = createContext<FigureFacts | null>(null);
