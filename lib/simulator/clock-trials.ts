import type { Instant } from "@/lib/model/instant";
import type { PageEvent } from "@/lib/model/page-event";
import { instantOfWall, localMinuteOf, localWeekdayOf } from "@/lib/time/boundaries";
import { diceOf } from "./dice";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ZONE = "Europe/Berlin";
/** A Monday in spring, after the change of the clock. */
const START = Date.UTC(2026, 3, 6);

export const TRIAL_ZONE = ZONE;

/** Alerts that open at random while people are at work, each with its own rule; by the clock is none of them. */
export function daytimeTrials(
  seed: string,
  trials: number,
  openings: number,
  [from, to]: readonly [number, number],
): PageEvent[] {
  const dice = diceOf(`${seed}/daytime/${openings}/${from}`);
  return Array.from({ length: trials }, (_, trial) => {
    const days = dice.within(0.6, 6) * openings;
    const times: Instant[] = [];
    while (times.length < openings) {
      const at = Math.floor(START + dice.next() * days * DAY_MS);
      const minute = localMinuteOf(at, ZONE);
      if (minute >= from * 60 && minute < to * 60 && localWeekdayOf(at, ZONE) < 5) times.push(at);
    }
    return pagesOf(`day-${openings}-${from}-${trial}`, times);
  }).flat();
}

/** A job of every night that is late or early by some minutes. */
export function nightlyTrials(seed: string, trials: number, openings: number, jitterMinutes: number): PageEvent[] {
  const dice = diceOf(`${seed}/nightly/${openings}/${jitterMinutes}`);
  return Array.from({ length: trials }, (_, trial) => {
    const minute = dice.whole(0, 24 * 60 - 1);
    const times = Array.from({ length: openings }, (_unused, day) => {
      const wall = START + day * DAY_MS + (minute + dice.normal(0, jitterMinutes)) * MINUTE_MS;
      return instantOfWall(Math.floor(wall), ZONE);
    });
    return pagesOf(`night-${openings}-${jitterMinutes}-${trial}`, times);
  }).flat();
}

/** Pages of ten minutes that nobody took. */
function pagesOf(name: string, times: readonly Instant[]): PageEvent[] {
  return times.flatMap((at, index): PageEvent[] => {
    const page = { provider: "trial", pageKey: `${name}/${index}`, by: "automation" as const };
    const facts = { title: name, service: "trial", rule: name, dedup: `${name}/${index}`, asOf: at };
    const closedAt = at + 10 * MINUTE_MS;
    return [
      { ...page, eventKey: `${page.pageKey} opened`, kind: "triggered", at, facts },
      {
        ...page,
        eventKey: `${page.pageKey} closed`,
        kind: "resolved",
        at: closedAt,
        facts: { ...facts, asOf: closedAt },
      },
    ];
  });
}
