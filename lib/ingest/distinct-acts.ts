import type { Actor, PageEvent, PageEventKind } from "@/lib/model/page-event";

/** How a page opens and ends once a second, whoever did it: a record without the actor tells of the same act. */
const ONCE_A_SECOND: ReadonlySet<PageEventKind> = new Set(["triggered", "reopened", "resolved", "merged"]);

const ACTOR_RANK: Record<Actor, number> = { person: 0, automation: 1, unknown: 2 };

/** Of acts in the same second: what opens comes first, what ends comes last, and a page is reopened after it ended. */
const KIND_RANK: Record<PageEventKind, number> = {
  triggered: 0,
  notified: 1,
  acknowledged: 2,
  unacknowledged: 3,
  escalated: 4,
  reassigned: 5,
  "responder-added": 6,
  snoozed: 7,
  annotated: 8,
  "priority-changed": 9,
  merged: 10,
  resolved: 11,
  reopened: 12,
};

/**
 * The acts behind the events of one page, in order. Equal kind, person and second is one act, because a webhook and a
 * snapshot of it differ in key and in the fraction of the second. A notification is one act per channel, so that an
 * e-mail of the same second cannot hide a push.
 */
export function distinctActs(events: readonly PageEvent[]): PageEvent[] {
  const groups = new Map<string, PageEvent[]>();
  for (const event of events) {
    const key = actKey(event);
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  const acts: PageEvent[] = [];
  for (const group of groups.values()) acts.push(oneAct(group));
  return withoutShadows(acts).sort(compareActs);
}

function actKey({ kind, at, person, channel, mergedInto, state }: PageEvent): string {
  const second = Math.floor(at / 1000);
  if (ONCE_A_SECOND.has(kind)) return `${kind}|${second}|${mergedInto ?? ""}`;
  return `${kind}|${second}|${person ?? ""}|${channel ?? ""}|${state ?? ""}`;
}

/** The most exact time, the best known actor, and of everything else what anybody tells. */
function oneAct(group: PageEvent[]): PageEvent {
  const [first, ...rest] = group.length > 1 ? group.sort(compareTellings) : group;
  if (!first) throw new RangeError("an act has at least one telling");
  if (rest.length === 0 && (first.to?.length ?? 0) < 2) return first;
  const act: PageEvent = { ...first };
  for (const other of rest) {
    act.at = moreExact(act.at, other.at);
    if (act.by === other.by) act.person ??= other.person;
    act.channel ??= other.channel;
    act.level ??= other.level;
    act.how ??= other.how;
    // A snapshot may cut a note off.
    if (other.note !== undefined && other.note.length > (act.note?.length ?? -1)) act.note = other.note;
    if (other.to) act.to = [...(act.to ?? []), ...other.to];
  }
  if (act.to) act.to = [...new Set(act.to)].sort();
  return act;
}

/** Known actors first. A person before automation: whoever says that a person did it knows more. */
function compareTellings(a: PageEvent, b: PageEvent): number {
  return (
    ACTOR_RANK[a.by] - ACTOR_RANK[b.by] ||
    compareText(a.person ?? "\uffff", b.person ?? "\uffff") ||
    compareText(a.eventKey, b.eventKey) ||
    compareText(textOf(a), textOf(b))
  );
}

/** A time with a fraction is more exact than a whole second; of two equally exact ones the earlier. */
function moreExact(a: number, b: number): number {
  if ((a % 1000 !== 0) === (b % 1000 !== 0)) return Math.min(a, b);
  return a % 1000 === 0 ? b : a;
}

/** Acts of nobody known become part of what somebody known did in the same second. */
function withoutShadows(acts: PageEvent[]): PageEvent[] {
  const owners = new Map<string, PageEvent>();
  for (const act of acts) {
    if (act.person === undefined || ONCE_A_SECOND.has(act.kind)) continue;
    const owner = owners.get(shadowKey(act));
    if (!owner || compareTellings(act, owner) < 0) owners.set(shadowKey(act), act);
  }
  const shadowsOf = new Map<PageEvent, PageEvent[]>();
  const kept = acts.filter((act) => {
    const owner = owners.get(shadowKey(act));
    // What automation did is known: it is nobody's shadow.
    if (!owner || act.person !== undefined || act.by === "automation") return true;
    shadowsOf.set(owner, [...(shadowsOf.get(owner) ?? []), act]);
    return false;
  });
  return kept.map((act) => oneAct([act, ...(shadowsOf.get(act) ?? [])]));
}

function shadowKey({ kind, at, channel, state }: PageEvent): string {
  return `${kind}|${Math.floor(at / 1000)}|${channel ?? ""}|${state ?? ""}`;
}

/**
 * By second, then by fraction. A time cut to the second stands for all of it, so its place among the exact ones is at the
 * start for what opens a page and at the end for the rest.
 */
function compareActs(a: PageEvent, b: PageEvent): number {
  return (
    Math.floor(a.at / 1000) - Math.floor(b.at / 1000) ||
    placeInSecond(a) - placeInSecond(b) ||
    ACTOR_RANK[a.by] - ACTOR_RANK[b.by] ||
    compareText(a.eventKey, b.eventKey) ||
    compareText(textOf(a), textOf(b))
  );
}

function placeInSecond({ kind, at }: PageEvent): number {
  const fraction = at - Math.floor(at / 1000) * 1000;
  if (fraction > 0) return fraction;
  return kind === "triggered" ? 0 : 1000 + KIND_RANK[kind];
}

/** Only compared where keys are equal, so the cost of writing it out does not matter. */
function textOf(event: PageEvent): string {
  return JSON.stringify(event, Object.keys(event).sort());
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
