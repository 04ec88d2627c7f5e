import type { Effect } from "@/lib/model/decision";
import type { Treatment } from "@/lib/model/treatment";
import { fitAndShow } from "./fit-and-show";
import type { History } from "./history";
import { type Clocks, type Span, simulate } from "./simulate";
import { MIN_OPENINGS } from "./suggest";

/**
 * What a treatment would have done on both parts of a history, the one that settings are chosen on and the later one: the
 * share that is expected of coming pages where it is suggested. Null where either part is too short to say.
 */
export function forecast(history: History, treatment: Treatment, clocks: Clocks): Effect | null {
  const { fit, shown } = fitAndShow(history);
  const openingsIn = ({ from, to }: Span) =>
    history.openings.filter(({ openedAt }) => openedAt >= from && openedAt < to).length;
  if ([fit, shown].some((span) => openingsIn(span) < MIN_OPENINGS)) return null;
  return added(simulate(history, treatment, fit, clocks).effect, simulate(history, treatment, shown, clocks).effect);
}

/** Of two spans, the earlier one first. */
function added(before: Effect, after: Effect): Effect {
  const sum = (of: (effect: Effect) => number) => of(before) + of(after);
  return {
    from: before.from,
    to: after.to,
    openings: sum(({ openings }) => openings),
    actionable: sum(({ actionable }) => actionable),
    unclear: sum(({ unclear }) => unclear),
    noise: sum(({ noise }) => noise),
    removed: sum(({ removed }) => removed),
    removedActionable: {
      worst: sum(({ removedActionable }) => removedActionable.worst),
      best: sum(({ removedActionable }) => removedActionable.best),
    },
    delayed: sum(({ delayed }) => delayed),
    delayedActionable: sum(({ delayedActionable }) => delayedActionable),
    interruptionsSaved: sum(({ interruptionsSaved }) => interruptionsSaved),
    sleepInterruptionsSaved: sum(({ sleepInterruptionsSaved }) => sleepInterruptionsSaved),
    nightsSaved: sum(({ nightsSaved }) => nightsSaved),
    estimated: before.estimated || after.estimated,
  };
}
