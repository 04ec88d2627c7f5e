import type { Instant } from "@/lib/model/instant";

/** Pages carry no samples of a check, so the state is read off every five minutes, as a check would have been. */
const STEP_MS = 5 * 60_000;
const CHANGES = 20;

/** A stretch in which the alert was open, half-open; null where it did not end. */
export type OpenSpan = { openedAt: Instant; clearedAt: Instant | null };

/** The last 21 states up to `at`, oldest first. */
export function statesUntil(spans: readonly OpenSpan[], at: Instant): boolean[] {
  const last = Math.floor(at / STEP_MS) * STEP_MS;
  return Array.from({ length: CHANGES + 1 }, (_, index) => {
    const from = last - (CHANGES - index) * STEP_MS;
    // Shorter than a step is still seen: a check would have run between two of ours.
    return spans.some(
      ({ openedAt, clearedAt }) => openedAt < from + STEP_MS && (clearedAt === null || clearedAt > from),
    );
  });
}

/** Percent state change as Nagios Core counts it: newer changes weigh more, from .75 to 1.25. */
export function nagiosFlapValue(states: readonly boolean[]): number {
  return weighed(states, 100, (x) => 0.75 + (0.5 * x) / 19);
}

/** The same in Icinga 2: weights from .80 to 1.18. */
export function icingaFlapValue(states: readonly boolean[]): number {
  return weighed(states, 99, (x) => 0.8 + 0.02 * x);
}

/** `states` are 21, oldest first; `weightOf` takes the number of the change, 0 to 19. */
function weighed(states: readonly boolean[], most: number, weightOf: (x: number) => number): number {
  let sum = 0;
  for (let x = 0; x < CHANGES; x += 1) if (states[x] !== states[x + 1]) sum += weightOf(x);
  return Math.min(most, (100 * sum) / CHANGES);
}
