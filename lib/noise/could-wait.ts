import type { Action } from "@/lib/model/page";
import { localDateOf } from "@/lib/time/boundaries";
import { hourClassOf } from "@/lib/time/hour-class";
import type { Scene } from "./history";
import type { Sight } from "./sight";

const LATER_MS = 4 * 3_600_000;

/**
 * Real, at the wrong hour: it opened outside business hours and the first work on it came more than 4 h after somebody
 * had taken it, or it was first taken in the business hours of another day. A bare close in the morning is no work: the
 * fix may have been made at night without a note. Never a page in the top priority.
 */
export function couldWait({ page, isTopPriority }: Sight, { zone, settings }: Scene): boolean {
  if (zone === null || isTopPriority || hourClassOf(page.triggeredAt, zone, settings.hours) === "business")
    return false;
  const human = page.actions.filter(({ by }) => by === "person");
  const taken = human.find(({ kind }) => kind === "acknowledged");
  const worked = human.find((action) => action.kind !== "acknowledged" && isWork(action));
  const first = human[0];
  if (!first || !worked) return false;
  if (taken && taken.at <= worked.at && worked === human.find(({ kind }) => kind !== "acknowledged")) {
    if (worked.at - taken.at > LATER_MS) return true;
  }
  const nextDay =
    localDateOf(first.at, zone) !== localDateOf(page.triggeredAt, zone) || first.at - page.triggeredAt > LATER_MS;
  return nextDay && hourClassOf(first.at, zone, settings.hours) === "business";
}

function isWork({ kind, note }: Action): boolean {
  return kind === "annotated" || kind === "joined" || kind === "escalated" || (kind === "resolved" && note !== null);
}
