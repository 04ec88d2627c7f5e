import type { Instant } from "@/lib/model/instant";
import { localPartsOf } from "./boundaries";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The wall clock of a zone, for people: "Tue 2026-11-17 03:04". */
export function localClockOf(at: Instant, zone: string): string {
  const { weekday, date, hour, minute } = localPartsOf(at, zone);
  return `${WEEKDAYS[weekday]} ${date} ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
