import type { Instant } from "@/lib/model/instant";
import type { Action, Ending, Line, Notification, Opening, Page } from "@/lib/model/page";
import type { PageEvent } from "@/lib/model/page-event";
import { compareText, distinctActs } from "./distinct-acts";
import { type MergedFacts, mergeFacts } from "./merge-facts";

/** The pager gave up on the page; nobody and nothing fixed it. */
const GAVE_UP: ReadonlySet<string> = new Set(["timeout", "expired"]);

/** What only a source that tells acts one by one can tell; such a source would also have told an acknowledgement. */
const TOLD_ONE_BY_ONE: ReadonlySet<PageEvent["kind"]> = new Set([
  "notified",
  "acknowledged",
  "unacknowledged",
  "escalated",
  "reassigned",
  "responder-added",
  "snoozed",
  "annotated",
  "priority-changed",
]);

type Life = { openings: Opening[]; endedByPerson: string | null; mergedInto: string | null };

/**
 * One page from all events of it that are known, in any order, told any number of times. Null where there is none. A page
 * without its trigger opens when another event says that it did, else at its earliest event. Every instant of it is one that the source told.
 */
export function foldPage(events: readonly PageEvent[]): Page | null {
  const acts = distinctActs(events);
  const [first] = acts;
  if (!first) return null;
  const triggered = acts.find(({ kind }) => kind === "triggered");
  const told = mergeFacts(events);
  const opensAt = triggered?.at ?? Math.min(first.at, told.facts.createdAt ?? first.at);
  const life = closeUntimed(liveThrough(acts, opensAt), told);
  const last = life.openings[life.openings.length - 1];
  const acknowledged = acts.find(({ kind }) => kind === "acknowledged");
  return {
    provider: first.provider,
    pageKey: first.pageKey,
    facts: told.facts,
    openingTitle: told.openingTitle,
    ...(told.openingPriority !== null && { openingPriority: told.openingPriority }),
    triggeredAt: opensAt,
    raisedBy: triggered?.by ?? "unknown",
    openings: life.openings,
    endedAt: last?.endedAt ?? null,
    endedBy: last?.endedBy ?? "still-open",
    endedByPerson: life.endedByPerson,
    acknowledgedAt: acknowledged?.at ?? null,
    acknowledgedBy: acknowledged?.by ?? null,
    acknowledgedByPerson: acknowledged?.person ?? null,
    knowsAcknowledgements: knowsAcknowledgements(events, told),
    mergedInto: life.mergedInto,
    actions: acts.flatMap(actionsOf),
    notifications: notificationsOf(acts),
    lastEventAt: acts.reduce((latest, { at }) => Math.max(latest, at), first.at),
  };
}

/** The open periods. A second trigger while open says nothing new; after an end it opens the page again. */
function liveThrough(acts: readonly PageEvent[], opensAt: Instant): Life {
  const life: Life = { openings: [open(opensAt)], endedByPerson: null, mergedInto: null };
  let endedBefore = false;
  for (const act of acts) {
    const current = life.openings[life.openings.length - 1];
    if (!current) break;
    const isEnd = act.kind === "resolved" || act.kind === "merged";
    if (isEnd && isBefore(act.at, opensAt)) endedBefore = true;
    else if (isEnd && current.endedBy === "still-open") end(life, current, act);
    else if (opensAgain(act) && current.endedBy !== "still-open" && act.at > opensAt) reopen(life, current, act.at);
  }
  const [only] = life.openings;
  // It ended, but before it began: the end is a fact, its time is not.
  if (endedBefore && only?.endedBy === "still-open") life.openings[0] = { ...only, endedBy: "unknown" };
  return life;
}

/** An end cut to its second may seem to lie before an opening in the same second. */
function isBefore(at: Instant, opensAt: Instant): boolean {
  return Math.floor(at / 1000) < Math.floor(opensAt / 1000);
}

function opensAgain({ kind }: PageEvent): boolean {
  return kind === "reopened" || kind === "triggered";
}

function open(openedAt: Instant): Opening {
  return { openedAt, endedAt: null, endedBy: "still-open" };
}

function end(life: Life, { openedAt }: Opening, act: PageEvent): void {
  const endedBy = endingOf(act);
  life.openings[life.openings.length - 1] = { openedAt, endedAt: Math.max(act.at, openedAt), endedBy };
  life.endedByPerson = endedBy === "person" ? (act.person ?? null) : null;
  life.mergedInto = act.kind === "merged" ? (act.mergedInto ?? null) : null;
}

/** A reopening cut to its second may seem to lie before the end in the same second. */
function reopen(life: Life, { endedAt }: Opening, at: Instant): void {
  life.openings.push(open(Math.max(at, endedAt ?? at)));
  life.endedByPerson = null;
  life.mergedInto = null;
}

function endingOf({ kind, by, how }: PageEvent): Ending {
  if (kind === "merged") return "merge";
  if (how !== undefined && GAVE_UP.has(how)) return "timeout";
  return by === "automation" ? "source" : by;
}

/** A source that says "closed" without a time ends the page at an unknown instant, unless it opened again later. */
function closeUntimed(life: Life, { closedToldAt }: MergedFacts): Life {
  const last = life.openings[life.openings.length - 1];
  if (last?.endedBy !== "still-open" || closedToldAt === null || closedToldAt < last.openedAt) return life;
  return { ...life, openings: [...life.openings.slice(0, -1), { ...last, endedBy: "unknown" }] };
}

/**
 * Whether "never acknowledged" is a fact of this page. It is where the source counts no acknowledgement, and is not where
 * it counts some of which none is dated. Where it does not count, it is one if the source tells acts one by one: it told
 * one, or its records are event bodies, each true as of the moment of its own event. A snapshot is true as of one moment,
 * whatever it dates, and a closed page in it may have lost its acknowledgements.
 */
function knowsAcknowledgements(events: readonly PageEvent[], { facts }: MergedFacts): boolean {
  const counted = facts.counts?.acknowledgements;
  if (counted !== undefined) return counted === 0 || events.some(({ kind }) => kind === "acknowledged");
  if (events.some(({ kind }) => TOLD_ONE_BY_ONE.has(kind))) return true;
  const bodies = events.filter((event) => event.facts?.asOf !== undefined && event.facts.asOf === event.at);
  return new Set(bodies.map(({ at }) => at)).size >= 2;
}

function actionsOf(act: PageEvent): Action[] {
  const { at, by, note = null } = act;
  const action = (kind: Action["kind"], person = act.person ?? null): Action => {
    return { kind, at, by, person, to: act.to ?? [], note };
  };
  switch (act.kind) {
    case "acknowledged":
    case "annotated":
    case "escalated":
    case "reassigned":
    case "snoozed":
    case "priority-changed":
    case "merged":
    case "resolved":
      return [action(act.kind)];
    case "responder-added":
      return responderActions(act, action);
    case "triggered":
    case "notified":
    case "unacknowledged":
    case "reopened":
      return [];
    default:
      return act.kind satisfies never;
  }
}

/** Whoever accepts has joined; whoever asks for one more pair of hands has escalated by hand; to decline is no act. */
function responderActions(act: PageEvent, action: (kind: Action["kind"], person?: string | null) => Action): Action[] {
  if (act.state === "declined") return [];
  if (act.state !== "accepted") return [action("escalated")];
  const joined = act.to?.length ? act.to : [act.person ?? null];
  return joined.map((person) => ({ ...action("joined", person), by: "person", to: [] }));
}

/** As told; only where the page has none at all, estimated from who was asked. */
function notificationsOf(acts: readonly PageEvent[]): Notification[] {
  const told: Notification[] = [];
  const askedBy = asksOf(acts);
  for (const { kind, person, at, channel = "unknown", level } of acts) {
    if (kind !== "notified" || person === undefined) continue;
    told.push(withLine({ person, at, channel, estimated: false }, lineOf(level) ?? lineAsked(askedBy, person, at)));
  }
  return acts.some(({ kind }) => kind === "notified") ? told : estimatedNotifications(askedBy);
}

function estimatedNotifications(asks: readonly PageEvent[]): Notification[] {
  const seen = new Set<string>();
  const estimated: Notification[] = [];
  for (const { to = [], at, person: asker } of asks) {
    for (const person of to) {
      const key = `${Math.floor(at / 1000)}|${person}`;
      // Taking a page oneself rings no phone.
      if (person === asker || seen.has(key)) continue;
      seen.add(key);
      estimated.push(withLine({ person, at, channel: "unknown", estimated: true }, lineAsked(asks, person, at)));
    }
  }
  return estimated.sort((a, b) => a.at - b.at || compareText(a.person, b.person));
}

function withLine(notification: Notification, line: Line | null): Notification {
  return line === null ? notification : { ...notification, line };
}

/** A level tells the line, whatever brought the page there: a policy that begins anew asks its first line again. */
function lineOf(level: number | undefined): Line | null {
  return level === undefined ? null : level <= 1 ? "first" : "escalated";
}

/**
 * By how the person was asked last, to the second, because times are cut. Of one second the first word counts: a trigger
 * and what it set off at once are one step. A log that tells messages tells escalations too: where it has told of nobody
 * being asked by then, the page rings those whom it opened for.
 */
function lineAsked(asks: readonly PageEvent[], person: string, at: Instant): Line | null {
  const second = Math.floor(at / 1000);
  let last: PageEvent | null = null;
  let nobodyAsked = true;
  for (const ask of asks) {
    const askedIn = Math.floor(ask.at / 1000);
    if (askedIn > second) continue;
    if (ask.kind !== "triggered" || ask.to?.length) nobodyAsked = false;
    if (!ask.to?.includes(person)) continue;
    if (last === null || askedIn > Math.floor(last.at / 1000)) last = ask;
  }
  if (last !== null) return lineOf(last.level) ?? (last.kind === "triggered" ? "first" : "escalated");
  return nobodyAsked ? "first" : null;
}

/** What asked people for help, in order; a mere acceptance stands last. */
function asksOf(acts: readonly PageEvent[]): PageEvent[] {
  const asked = acts.filter(({ kind, state }) => asks(kind) && state !== "declined" && state !== "accepted");
  return [...asked, ...acceptedUnasked(acts, asked)];
}

function asks(kind: PageEvent["kind"]): boolean {
  return kind === "triggered" || kind === "escalated" || kind === "reassigned" || kind === "responder-added";
}

/** Some sources tell only the acceptance; then that is the latest moment at which the person was asked. */
function acceptedUnasked(acts: readonly PageEvent[], asked: readonly PageEvent[]): PageEvent[] {
  const known = new Set(asked.flatMap(({ to = [] }) => to));
  return acts
    .filter(({ kind, state }) => kind === "responder-added" && state === "accepted")
    .map((act) => ({ ...act, person: undefined, to: (act.to ?? []).filter((person) => !known.has(person)) }));
}
