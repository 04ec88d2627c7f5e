import type { HourCounts } from "@/lib/contract/noise-report";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { HOUR_FILL, HOUR_WORD } from "./palette";
import type { Part } from "./stacked-bar";

export function hourParts(counts: HourCounts): Part[] {
  return HOUR_CLASSES.map((key) => ({ key, word: HOUR_WORD[key], count: counts[key], fill: HOUR_FILL[key] }));
}
