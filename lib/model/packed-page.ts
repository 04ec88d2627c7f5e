import type { Instant } from "./instant";
import { ACTION_KINDS, type Action, ENDINGS, LINES, type Notification, type Opening, type Page } from "./page";
import { ACTORS, CHANNELS } from "./page-event";

/** Their places are stored: a new one goes to the end. */
const FACTS = Object.keys({
  title: 0,
  service: 0,
  team: 0,
  environment: 0,
  urgency: 0,
  priority: 0,
  rule: 0,
  dedup: 0,
  number: 0,
  link: 0,
  policy: 0,
  createdAt: 0,
  closedAtUnknownTime: 0,
  counts: 0,
} satisfies Record<keyof Page["facts"], 0>) as (keyof Page["facts"])[];

/** What the opening told of a fact: nothing, or the same as stands now. */
const [MISSING, SAME] = [0, 1] as const;

/** Numbers of one opening, action and notification. */
const [OPENING, ACTION, NOTIFICATION] = [3, 6, 3];

type Fact = string | number | boolean | object | null;
type Told = string | null | typeof MISSING | typeof SAME;

/** Times count from the opening; people are places in the list at the end; what is of a closed list is its place there. */
type Packed = [
  provider: string,
  pageKey: string,
  triggeredAt: Instant,
  facts: Fact[],
  openingTitle: Told,
  openingPriority: Told,
  raisedBy: number,
  endedAfter: number | null,
  endedBy: number,
  endedByPerson: number | null,
  acknowledgedAfter: number | null,
  acknowledgedBy: number | null,
  acknowledgedByPerson: number | null,
  knowsAcknowledgements: 0 | 1,
  mergedInto: string | null,
  lastEventAfter: number,
  /** 0 = one, which is what the page itself says. */
  openings: (number | null)[] | 0,
  actions: (number | string | readonly number[] | null)[],
  notifications: number[],
  people: string[],
];

/** A page as it is read by the hundred thousand: a third of its JSON. */
export function packPage(page: Page): string {
  const { facts, triggeredAt: from } = page;
  const people: string[] = [];
  const after = (at: Instant | null) => (at === null ? null : at - from);
  const placeOf = (person: string) => {
    const known = people.indexOf(person);
    return known >= 0 ? known : people.push(person) - 1;
  };
  const whom = (person: string | null) => (person === null ? null : placeOf(person));
  const packed: Packed = [
    page.provider,
    page.pageKey,
    from,
    FACTS.slice(0, 1 + FACTS.findLastIndex((name) => facts[name] !== undefined)).map((name) => facts[name] ?? null),
    told(page.openingTitle, facts.title),
    told(page.openingPriority, facts.priority),
    ACTORS.indexOf(page.raisedBy),
    after(page.endedAt),
    ENDINGS.indexOf(page.endedBy),
    whom(page.endedByPerson),
    after(page.acknowledgedAt),
    page.acknowledgedBy === null ? null : ACTORS.indexOf(page.acknowledgedBy),
    whom(page.acknowledgedByPerson),
    page.knowsAcknowledgements ? 1 : 0,
    page.mergedInto,
    page.lastEventAt - from,
    opensOnce(page)
      ? 0
      : page.openings.flatMap((it) => [it.openedAt - from, after(it.endedAt), ENDINGS.indexOf(it.endedBy)]),
    page.actions.flatMap((it) => {
      const to = it.to.length === 0 ? null : it.to.map(placeOf);
      return [ACTION_KINDS.indexOf(it.kind), it.at - from, ACTORS.indexOf(it.by), whom(it.person), to, it.note];
    }),
    page.notifications.flatMap((it) => [placeOf(it.person), it.at - from, mannerOf(it)]),
    people,
  ];
  return JSON.stringify(packed);
}

function told(opening: string | null | undefined, now: string | undefined): Told {
  if (opening === undefined) return MISSING;
  return opening !== null && opening === now ? SAME : opening;
}

function opensOnce({ openings: [first, ...more], triggeredAt, endedAt, endedBy }: Page): boolean {
  if (!first || more.length > 0) return false;
  return first.openedAt === triggeredAt && first.endedAt === endedAt && first.endedBy === endedBy;
}

/** Channel, whether it was estimated and which line it came to, as one number. */
function mannerOf({ channel, estimated, line }: Notification): number {
  const place = line === undefined ? 0 : 1 + LINES.indexOf(line);
  return (CHANNELS.indexOf(channel) * 2 + (estimated ? 1 : 0)) * (1 + LINES.length) + place;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What was undefined is missing, as after JSON. */
export function unpackPage(text: string): Page {
  const [
    provider,
    pageKey,
    from,
    known,
    openingTitle,
    openingPriority,
    raisedBy,
    endedAfter,
    endedBy,
    endedByPerson,
    acknowledgedAfter,
    acknowledgedBy,
    acknowledgedByPerson,
    knowsAcknowledgements,
    mergedInto,
    lastEventAfter,
    openings,
    actions,
    notifications,
    people,
  ] = JSON.parse(text) as Packed;
  const facts = factsFrom(known);
  const page: Mutable<Page> = {
    provider,
    pageKey,
    facts,
    triggeredAt: from,
    raisedBy: itemOf(ACTORS, raisedBy),
    openings: [],
    endedAt: later(from, endedAfter),
    endedBy: itemOf(ENDINGS, endedBy),
    endedByPerson: personAt(people, endedByPerson),
    acknowledgedAt: later(from, acknowledgedAfter),
    acknowledgedBy: acknowledgedBy === null ? null : itemOf(ACTORS, acknowledgedBy),
    acknowledgedByPerson: personAt(people, acknowledgedByPerson),
    knowsAcknowledgements: knowsAcknowledgements === 1,
    mergedInto,
    actions: actionsFrom(actions, from, people),
    notifications: notificationsFrom(notifications, from, people),
    lastEventAt: from + lastEventAfter,
  };
  page.openings =
    openings === 0 ? [{ openedAt: from, endedAt: page.endedAt, endedBy: page.endedBy }] : openingsFrom(openings, from);
  if (openingTitle !== MISSING) page.openingTitle = openingTitle === SAME ? (facts.title ?? null) : openingTitle;
  if (openingPriority !== MISSING)
    page.openingPriority = openingPriority === SAME ? (facts.priority ?? null) : openingPriority;
  return page;
}

function later(from: Instant, after: number | null): Instant | null {
  return after === null ? null : from + after;
}

function personAt(people: readonly string[], place: number | null): string | null {
  return place === null ? null : itemOf(people, place);
}

function itemOf<T>(list: readonly T[], place: number): T {
  const item = list[place];
  if (item === undefined) throw new Error(`A packed page names place ${place} of ${list.length}`);
  return item;
}

function factsFrom(known: readonly Fact[]): Page["facts"] {
  const facts: Record<string, Fact> = {};
  for (let place = 0; place < known.length; place += 1) {
    const fact = known[place] ?? null;
    if (fact !== null) facts[itemOf(FACTS, place)] = fact;
  }
  return facts;
}

function openingsFrom(packed: readonly (number | null)[], from: Instant): Opening[] {
  const openings: Opening[] = [];
  for (let at = 0; at < packed.length; at += OPENING) {
    const [opened, ended, by] = [packed[at], packed[at + 1] ?? null, packed[at + 2]];
    openings.push({
      openedAt: from + Number(opened),
      endedAt: later(from, ended),
      endedBy: itemOf(ENDINGS, Number(by)),
    });
  }
  return openings;
}

function actionsFrom(packed: Packed[17], from: Instant, people: readonly string[]): Action[] {
  const actions: Action[] = [];
  for (let at = 0; at < packed.length; at += ACTION) {
    const [person, to, note] = [packed[at + 3] ?? null, packed[at + 4] ?? null, packed[at + 5] ?? null];
    actions.push({
      kind: itemOf(ACTION_KINDS, Number(packed[at])),
      at: from + Number(packed[at + 1]),
      by: itemOf(ACTORS, Number(packed[at + 2])),
      person: person === null ? null : itemOf(people, Number(person)),
      to: Array.isArray(to) ? (to as readonly number[]).map((place) => itemOf(people, place)) : [],
      note: typeof note === "string" ? note : null,
    });
  }
  return actions;
}

function notificationsFrom(packed: readonly number[], from: Instant, people: readonly string[]): Notification[] {
  const notifications: Notification[] = [];
  for (let at = 0; at < packed.length; at += NOTIFICATION) {
    const manner = packed[at + 2] ?? 0;
    const [line, rest] = [manner % (1 + LINES.length), Math.floor(manner / (1 + LINES.length))];
    const notification: Mutable<Notification> = {
      person: itemOf(people, packed[at] ?? 0),
      at: from + (packed[at + 1] ?? 0),
      channel: itemOf(CHANNELS, rest >> 1),
      estimated: (rest & 1) === 1,
    };
    if (line > 0) notification.line = itemOf(LINES, line - 1);
    notifications.push(notification);
  }
  return notifications;
}
