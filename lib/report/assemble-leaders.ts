import type { Carries, LeaderDetail, LeaderRow, Leaders } from "@/lib/contract/leaders";
import type { Range } from "@/lib/contract/noise-report";
import { groupBy } from "@/lib/model/group-by";
import type { Budgets } from "@/lib/model/settings";
import type { Sight } from "@/lib/privacy/sight";
import type { CarriedPart, LeaderFacts, OnCallPart } from "./leader-facts";
import { carries, fairnessUnder, leaderRow, type PersonSum, type RowFacts, type RowRules } from "./leader-row";
import { type LeaderTree, leaderTree, pathTo } from "./leader-tree";
import { releaseLeaders } from "./release-leaders";

/** Rows of one answer; what lies deeper comes when one drills down. */
const MOST_ROWS = 200;

/** Team names in the label of an organisation whose leader is not named. */
const MOST_TEAMS = 2;

type Asked = { leader: string | null; beside: readonly string[] };

export function assembleLeaders(
  range: Range,
  facts: LeaderFacts,
  asked: Asked,
  sight: Sight,
  budgets: Budgets | undefined,
): Leaders {
  const flagged = facts.people.filter(({ leads }) => leads).map(({ id }) => id);
  const tree = leaderTree(facts.led, facts.dates, flagged);
  const labelOf = labels(facts, tree, sight);
  const { rowOf, detailOf, carriesOf } = rows(facts, tree, labelOf, sight, budgets);
  const isLeader = new Set(tree.leaders);
  const root = asked.leader !== null && isLeader.has(asked.leader) ? asked.leader : null;
  const ordered = orderedTree(tree, root, labelOf);
  const self = sight.selfId !== null && isLeader.has(sight.selfId) ? sight.selfId : null;
  const focus = root ?? self ?? ordered.ids[0] ?? null;
  return {
    range,
    privacy: sight.mode,
    partDays: false,
    dates: facts.dates,
    carrying: carrying(tree, carriesOf, sight),
    you: self === null ? null : rowOf(self),
    focus: focus === null ? null : detailOf(focus),
    path: root === null ? [] : pathTo(tree, root).map((id) => ({ id, label: labelOf(id) })),
    rows: ordered.ids.map(rowOf),
    leftOut: ordered.leftOut,
    beside: asked.beside.filter((id) => isLeader.has(id)).map(detailOf),
  };
}

/** Of all leaders, also those who have no row in the answer. */
function carrying(tree: LeaderTree, carriesOf: (id: string) => Carries, sight: Sight): Leaders["carrying"] {
  const own = tree.leaders.filter((id) => sight.named.has(id)).map(carriesOf);
  const notKnown = own.filter((carries) => carries === "not-known").length;
  const carry = own.filter((carries) => carries === "yes" || carries === "escalation-only").length;
  return { leaders: tree.leaders.length, counted: own.length, carry, notKnown };
}

/** By name, and where that is not to be seen by the teams of those led. */
function labels(facts: LeaderFacts, tree: LeaderTree, { named }: Sight): (id: string) => string {
  const names = new Map(facts.people.map(({ id, name }) => [id, name]));
  const teams = groupBy(facts.memberships, ({ personId }) => personId);
  const known = new Map<string, string>();
  const made = (id: string) => {
    if (named.has(id)) return names.get(id) ?? "(no name)";
    const counts = new Map<string, number>();
    for (const { personId } of tree.membersOf(id))
      for (const { team } of teams.get(personId) ?? []) counts.set(team, (counts.get(team) ?? 0) + 1);
    const inOrder = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([team]) => team);
    const more = inOrder.length - MOST_TEAMS;
    if (inOrder.length === 0) return "An organisation without teams";
    return inOrder.slice(0, MOST_TEAMS).join(", ") + (more > 0 ? ` and ${more} more` : "");
  };
  return (id) => {
    const label = known.get(id) ?? made(id);
    known.set(id, label);
    return label;
  };
}

type Rows = {
  rowOf: (id: string) => LeaderRow;
  detailOf: (id: string) => LeaderDetail;
  /** Whether a leader carries a pager, without the rest of the row. */
  carriesOf: (id: string) => Carries;
};

function rows(
  facts: LeaderFacts,
  tree: LeaderTree,
  labelOf: (id: string) => string,
  sight: Sight,
  budgets: Budgets | undefined,
): Rows {
  const names = new Map(facts.people.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? "(no name)";
  const pages = new Map(facts.pages.map((row) => [row.leaderId, row]));
  const lastRang = new Map(facts.lastRang.map(({ personId, at }) => [personId, at]));
  const hidden = releaseLeaders(facts.led, facts.dates, sight.named);
  const sums = personSums(facts);
  const isLeader = new Set(tree.leaders);
  const rules: RowRules = { sight, nameOf, dates: facts.dates, trendDates: facts.trendDates, budgets };
  const made = new Map<string, LeaderRow>();
  const sumsUnder = (members: ReturnType<typeof tree.membersOf>) =>
    members.map(({ personId, parts }) => sums(personId, parts));
  const carriesOf = (id: string) => {
    const whole = sums(id, null);
    const knowsSchedule = () => sumsUnder(tree.membersOf(id)).some(({ onCall }) => onCall.any > 0);
    return carries(whole, () => whole.onCall.any > 0 || knowsSchedule());
  };
  const factsOf = (id: string): RowFacts => {
    const members = tree.membersOf(id);
    const under = sumsUnder(members);
    const whole = sums(id, null);
    const isNamed = sight.named.has(id);
    return {
      id,
      name: isNamed ? nameOf(id) : null,
      label: labelOf(id),
      parentId: tree.parentOf(id),
      leadersUnder: members.filter(({ personId }) => isLeader.has(personId)).length,
      own: isNamed ? whole : null,
      lastRangAt: lastRang.get(id) ?? null,
      under,
      knowsSchedule: whole.onCall.any > 0 || under.some(({ onCall }) => onCall.any > 0),
      pages: pages.get(id) ?? null,
      hidden: hidden.get(id) ?? null,
    };
  };
  const rowOf = (id: string) => {
    const row = made.get(id) ?? leaderRow(factsOf(id), rules);
    made.set(id, row);
    return row;
  };
  const detailOf = (id: string) => {
    const row = rowOf(id);
    return { ...row, fairness: row.load && fairnessUnder(factsOf(id)) };
  };
  return { rowOf, detailOf, carriesOf };
}

/** What a person carried in these parts of the range; null = in all of them. */
function personSums(facts: LeaderFacts): (id: string, parts: readonly number[] | null) => PersonSum {
  const carried = groupBy(facts.carried, ({ personId }) => personId);
  const onCall = groupBy(facts.onCall, ({ personId }) => personId);
  // Each person is under several leaders, and nearly always with the same sum.
  const known = new Map<string, PersonSum>();
  const moved = new Set(
    [...facts.carried, ...facts.onCall].flatMap(({ personId, part }) => (part > 0 ? personId : [])),
  );
  return (id, parts) => {
    const isWhole = parts === null || (parts.length === 1 && parts[0] === 0 && !moved.has(id));
    const key = isWhole ? id : `${id} ${parts.join()}`;
    const before = known.get(key);
    if (before) return before;
    const within = ({ part }: { part: number }) => isWhole || parts.includes(part);
    const sum = sumOf(id, (carried.get(id) ?? []).filter(within), (onCall.get(id) ?? []).filter(within));
    known.set(key, sum);
    return sum;
  };
}

function sumOf(id: string, carried: readonly CarriedPart[], onCall: readonly OnCallPart[]): PersonSum {
  const of = (key: Exclude<keyof CarriedPart, "personId" | "part">) => carried.reduce((sum, row) => sum + row[key], 0);
  const hours = (key: "first" | "further" | "any") => onCall.reduce((sum, row) => sum + row[key], 0);
  return {
    id,
    first: of("first"),
    escalated: of("escalated"),
    lineNotKnown: of("lineNotKnown"),
    sleep: of("sleep"),
    off: of("off"),
    business: of("business"),
    estimated: of("estimated"),
    nights: of("nights"),
    hours: of("hours"),
    onCall: { first: hours("first"), further: hours("further"), any: hours("any") },
  };
}

/** Each leader before those under them, by name, never by load; the deepest are left out where there are too many. */
function orderedTree(
  { childrenOf, leaders, membersOf }: LeaderTree,
  root: string | null,
  labelOf: (id: string) => string,
): { ids: string[]; leftOut: number } {
  const tops = root === null ? childrenOf(null) : [root];
  const kept = new Set<string>();
  for (let level: readonly string[] = tops; level.length > 0; level = level.flatMap((id) => childrenOf(id)))
    if (kept.size === 0 || kept.size + level.length <= MOST_ROWS) for (const id of level) kept.add(id);
    else break;
  const walk = (ids: readonly string[]): string[] =>
    [...ids]
      .filter((id) => kept.has(id))
      .sort((a, b) => byName(labelOf(a), labelOf(b)) || (a < b ? -1 : 1))
      .flatMap((id) => [id, ...walk(childrenOf(id))]);
  const isLeader = new Set(leaders);
  const all =
    root === null ? leaders.length : 1 + membersOf(root).filter(({ personId }) => isLeader.has(personId)).length;
  return { ids: walk(tops), leftOut: Math.max(0, all - kept.size) };
}

const byName = (a: string, b: string) =>
  a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0;
