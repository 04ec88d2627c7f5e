import type { HourCounts } from "@/lib/contract/noise-report";

/** Of interruptions by the hours of those interrupted. */
export const HOUR_HEAD = [
  "sleep interruptions",
  "off-hours interruptions",
  "business interruptions",
  "all interruptions",
] as const;

export const hourCells = ({ sleep, off, business, total }: HourCounts) => [sleep, off, business, total];
