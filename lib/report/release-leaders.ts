import type { HiddenBecause } from "@/lib/contract/leaders";
import { groupBy } from "@/lib/model/group-by";
import type { DateSpan } from "@/lib/model/organisation";
import { type ReleaseGroup, releaseGroups } from "@/lib/privacy/release-groups";
import { addDays, daysBetween } from "@/lib/time/boundaries";
import type { LedSpan } from "./leader-facts";

/** 1970-01-05 was a Monday. */
const A_MONDAY = "1970-01-05";

/**
 * Of which leaders' organisations facts about people are not shown, and why. Whoever may see everybody in one by name sees
 * them; others only of whole weeks, and only if there are people enough in each of them: the difference of two ranges
 * is a week.
 */
export function releaseLeaders(
  led: readonly LedSpan[],
  dates: DateSpan,
  named: ReadonlySet<string>,
): ReadonlyMap<string, HiddenBecause> {
  const unnamed = [...groupBy(led, ({ leaderId }) => leaderId)].filter(([, spans]) =>
    spans.some(({ personId }) => !named.has(personId)),
  );
  if (unnamed.length === 0) return new Map();
  if (!isWeeks(dates)) return new Map(unnamed.map(([leaderId]) => [leaderId, "part-weeks"]));
  const hidden = new Map<string, HiddenBecause>();
  for (const week of unlikeWeeks(led, dates))
    for (const [id, why] of releaseGroups(groupsIn(led, week), named).hidden) if (!hidden.has(id)) hidden.set(id, why);
  return hidden;
}

function isWeeks({ fromDate, toDate }: DateSpan): boolean {
  const [before, days] = [daysBetween(A_MONDAY, fromDate), daysBetween(fromDate, toDate)];
  return before % 7 === 0 && days % 7 === 0;
}

/** One week of each run in which nothing changes, and each in which something does. */
function unlikeWeeks(led: readonly LedSpan[], { fromDate, toDate }: DateSpan): DateSpan[] {
  const dates = new Set<string>();
  for (const span of led) dates.add(span.fromDate).add(span.toDate);
  const changes = [...dates].sort();
  const weeks = new Map<string, DateSpan>();
  for (let monday = fromDate; monday < toDate; monday = addDays(monday, 7)) {
    const week = { fromDate: monday, toDate: addDays(monday, 7) };
    const before = changes.filter((date) => date <= week.fromDate).length;
    weeks.set(`${before} ${changes.filter((date) => date < week.toDate).length}`, week);
  }
  return [...weeks.values()];
}

function groupsIn(led: readonly LedSpan[], week: DateSpan): ReleaseGroup[] {
  const inside = led.filter(({ fromDate, toDate }) => fromDate < week.toDate && week.fromDate < toDate);
  const above = groupBy(
    inside.filter(({ depth }) => depth === 1),
    ({ personId }) => personId,
  );
  return [...groupBy(inside, ({ leaderId }) => leaderId)].map(([id, spans]) => {
    const [only, another] = above.get(id) ?? [];
    // With two leaders in a week they stand under neither of them: what is above a group holds all of it.
    const whole = only && !another && only.fromDate <= week.fromDate && only.toDate >= week.toDate;
    return { id, parentId: whole ? only.leaderId : null, people: spans.map(({ personId }) => personId) };
  });
}
