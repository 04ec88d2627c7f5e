import type { Instant } from "@/lib/model/instant";
import { addDays, instantOfWall, localDateOf } from "./boundaries";
import { type PersonClock, placeInstant, zoneAt } from "./hour-rules";

const MINUTE_MS = 60_000;
/** No row of holidays is longer. */
const MOST_DAYS = 31;

/** The next instant in business hours, the given one where it is. Null where none comes within a month. */
export function nextBusinessStart(at: Instant, clock: PersonClock): Instant | null {
  if (placeInstant(at, clock).hourClass === "business") return at;
  const { zone } = zoneAt(at, clock);
  const date = localDateOf(at, zone);
  for (let day = 0; day <= MOST_DAYS; day += 1) {
    const wall = Date.parse(`${addDays(date, day)}T00:00:00Z`) + clock.hours.sleepTo * MINUTE_MS;
    const begin = instantOfWall(wall, zone);
    if (begin >= at && placeInstant(begin, clock).hourClass === "business") return begin;
  }
  return null;
}
