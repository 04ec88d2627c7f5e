import { groupBy } from "@/lib/model/group-by";
import type { DateSpan } from "@/lib/model/organisation";
import type { LedSpan } from "./leader-facts";

/** One stretch of the range in which a person was under a leader. */
type Member = { personId: string; parts: readonly number[] };

export type LeaderTree = {
  /** Everybody who leads somebody on a day of the range. */
  leaders: readonly string[];
  /** By the last day of the range; null = at the top. */
  parentOf: (id: string) => string | null;
  childrenOf: (id: string | null) => readonly string[];
  /** People under a leader on any day of the range, each once, with the parts of the range in which they were. */
  membersOf: (id: string) => readonly Member[];
};

/** Where the range is cut for people who did not have the same leaders on all of its days. */
export function partsOf(led: readonly LedSpan[], dates: DateSpan): ReadonlyMap<string, readonly DateSpan[]> {
  const moved = led.filter(({ fromDate, toDate }) => fromDate > dates.fromDate || toDate < dates.toDate);
  return new Map(
    [...groupBy(moved, ({ personId }) => personId)].map(([personId, spans]) => {
      const cuts = new Set([dates.fromDate, dates.toDate, ...spans.flatMap((span) => [span.fromDate, span.toDate])]);
      const days = [...cuts].sort();
      return [personId, days.slice(1).map((toDate, index) => ({ fromDate: days[index] ?? toDate, toDate }))];
    }),
  );
}

export function leaderTree(led: readonly LedSpan[], dates: DateSpan, flagged: readonly string[]): LeaderTree {
  const parts = partsOf(led, dates);
  const under = groupBy(led, ({ leaderId }) => leaderId);
  const leaders = [...new Set([...under.keys(), ...flagged])];
  const isLeader = new Set(leaders);
  const parents = new Map(
    led
      .filter(({ depth, personId, toDate }) => depth === 1 && isLeader.has(personId) && toDate === dates.toDate)
      .map(({ personId, leaderId }) => [personId, leaderId]),
  );
  const parentOf = (id: string) => parents.get(id) ?? null;
  const children = groupBy(leaders, parentOf);
  return {
    leaders,
    parentOf,
    childrenOf: (id) => children.get(id) ?? [],
    membersOf: (id) => membersIn(under.get(id) ?? [], parts),
  };
}

function membersIn(spans: readonly LedSpan[], parts: ReadonlyMap<string, readonly DateSpan[]>): Member[] {
  return [...groupBy(spans, ({ personId }) => personId)].map(([personId, theirs]) => {
    const mine = parts.get(personId);
    if (!mine) return { personId, parts: WHOLE };
    const inside = (part: DateSpan) =>
      theirs.some(({ fromDate, toDate }) => fromDate <= part.fromDate && part.toDate <= toDate);
    return { personId, parts: mine.flatMap((part, index) => (inside(part) ? [index] : [])) };
  });
}

const WHOLE: readonly number[] = [0];

/** A leader and those above, the top first. */
export function pathTo({ parentOf }: LeaderTree, id: string): string[] {
  const path: string[] = [];
  for (let at: string | null = id; at !== null && !path.includes(at); at = parentOf(at)) path.unshift(at);
  return path;
}
