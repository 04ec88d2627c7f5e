import type { Instant } from "@/lib/model/instant";
import type { Cell } from "./csv";

/** Who made a file, and when: its last columns. */
export type Made = { by: string; at: Instant };

export const MADE_HEADS = ["made by", "made at (UTC)"] as const;

export const madeCells = ({ by, at }: Made): Cell[] => [by, new Date(at).toISOString()];
