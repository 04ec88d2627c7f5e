import type { Instant } from "@/lib/model/instant";
import { atLevel, type Channel, type Company, onCallAt, type Person, type Service } from "./company";
import type { Course, End } from "./families";
import { fillIn } from "./fill-in";
import { MINUTE, SECOND } from "./local-clock";
import type { PlannedPage } from "./plan";
import { createRandom, type Random } from "./random";

/** What happened on a page, one thing each. `agent` null: the source does not say who. */
export type Entry = { at: Instant } & (
  | { kind: "trigger"; agent: Person | Service }
  | { kind: "assign"; to: Person }
  | { kind: "notify"; to: Person; channel: Channel }
  | { kind: "acknowledge"; agent: Person }
  | { kind: "annotate"; agent: Person; note: string }
  | { kind: "escalate"; agent: Person | Service; to: Person }
  | { kind: "exhaust"; agent: Service }
  | { kind: "delegate"; agent: Person; to: Person }
  | { kind: "snooze"; agent: Person; until: Instant }
  | { kind: "resolve"; agent: Person | Service | null; end: End }
);

type Responder = { at: Instant; requester: Person; person: Person };

export type PlayedPage = {
  plan: PlannedPage;
  id: string;
  /** In order of time, all before the end of the sample. */
  entries: readonly Entry[];
  responders: readonly Responder[];
  /** Id of the page this one was merged into. */
  mergedInto: string | null;
  random: Random;
};

export const ESCALATION_DELAY_MINUTES = 15;
const LEVELS = [1, 2, 3] as const;

/** Lets the people and the machines of the company handle a page, up to the end of the sample. */
export function playPage(company: Company, seed: number, plan: PlannedPage, until: Instant): PlayedPage {
  const { id, random } = openPage(seed, plan);
  const fate = fateOf(seed, plan, random);
  const responders = callResponders(company, plan, fate, random);
  const entries = [
    ...opening(company, plan, random),
    ...paging(plan, fate, random),
    ...handling(company, plan, fate, random),
    ...responders.flatMap(({ at, person }) => ring(plan, person, at, Math.min(at + 2 * MINUTE, fate.endedAt), random)),
    ending(plan, fate),
  ];
  return {
    plan,
    id,
    entries: entries.filter(({ at }) => at < until).sort((a, b) => a.at - b.at),
    responders: responders.filter(({ at }) => at < until),
    mergedInto: fate.end === "merge" && plan.repeats !== null ? openPage(seed, plan.repeats.page).id : null,
    random,
  };
}

/** The id comes first from the page's own stream, so that any other page can work it out. */
function openPage(seed: number, plan: PlannedPage): { id: string; random: Random } {
  const random = createRandom(`${seed}/page/${plan.key}`);
  return { id: `Q${random.token(13)}`, random };
}

type Fate = { acked: { at: Instant; by: Person } | null; endedAt: Instant; end: End; endedBy: Person | null };

function fateOf(seed: number, plan: PlannedPage, random: Random): Fate {
  return plan.repeats === null ? ownFate(plan, random) : borrowedFate(seed, plan, plan.repeats, random);
}

function ownFate({ course, openedAt, service }: PlannedPage, random: Random): Fate {
  const acked = acknowledge(course, service, openedAt, random);
  const lasts = minutes(acked === null ? (course.lastsUnacked ?? course.lasts) : course.lasts, random);
  const end = acked === null ? (course.endsUnacked ?? "source") : drawEnd(course.ends, random);
  const endedAt = (acked?.at ?? openedAt) + lasts;
  const closer = acked?.by ?? atLevel(service.team, 2, openedAt);
  return { acked, endedAt, end, endedBy: end === "person" ? closer : null };
}

function acknowledge(course: Course, service: Service, openedAt: Instant, random: Random): Fate["acked"] {
  if (!random.chance(course.acked)) return null;
  const late = random.chance(course.ackedLate ?? 0);
  const by = atLevel(service.team, late ? 2 : 1, openedAt);
  if (by === null) return null;
  const after = late ? ESCALATION_DELAY_MINUTES * MINUTE + minutes([1, 6], random) : minutes(course.ackAfter, random);
  return { at: openedAt + after, by };
}

/** A repeated problem ends when the first page of it does, or as soon as somebody merges it. */
function borrowedFate(seed: number, plan: PlannedPage, repeats: Repeats, random: Random): Fate {
  const first = fateOf(seed, repeats.page, openPage(seed, repeats.page).random);
  const lag = random.integer(2, 40) * SECOND;
  const endedAt = Math.max(first.endedAt + lag, plan.openedAt + 30 * SECOND);
  if (!repeats.merged || first.acked === null) return { acked: null, endedAt, end: "source", endedBy: null };
  const seenAt = Math.max(first.acked.at, plan.openedAt);
  const mergedAt = Math.min(seenAt + minutes([1, 4], random), Math.max(first.endedAt - SECOND, seenAt + 10 * SECOND));
  return { acked: null, endedAt: mergedAt, end: "merge", endedBy: first.acked.by };
}

type Repeats = NonNullable<PlannedPage["repeats"]>;

function opening(company: Company, { openedAt, service, raisedByHand }: PlannedPage, random: Random): Entry[] {
  const first = onCallAt(service.team, openedAt);
  return [
    { kind: "trigger", at: openedAt, agent: raisedByHand ? random.pick(company.people) : service },
    { kind: "assign", at: openedAt, to: first },
  ];
}

/** Notification rules and timed escalations, until somebody takes the page or it ends. */
function paging(plan: PlannedPage, fate: Fate, random: Random): Entry[] {
  const { openedAt, service } = plan;
  const stopsAt = Math.min(fate.acked?.at ?? fate.endedAt, fate.endedAt);
  if (plan.urgency === "low") return ring(plan, onCallAt(service.team, openedAt), openedAt, stopsAt, random);
  const entries: Entry[] = [];
  for (const level of LEVELS) {
    const at = openedAt + (level - 1) * ESCALATION_DELAY_MINUTES * MINUTE;
    const person = atLevel(service.team, level, openedAt);
    if (at >= stopsAt) return entries;
    if (person === null) return [...entries, { kind: "exhaust", at, agent: service }];
    if (level > 1) entries.push({ kind: "escalate", at, agent: service, to: person });
    entries.push(...ring(plan, person, at, Math.min(stopsAt, at + ESCALATION_DELAY_MINUTES * MINUTE), random));
  }
  const exhaustedAt = openedAt + LEVELS.length * ESCALATION_DELAY_MINUTES * MINUTE;
  return exhaustedAt < stopsAt ? [...entries, { kind: "exhaust", at: exhaustedAt, agent: service }] : entries;
}

/** The notifications of one person, by their own rules. */
function ring(plan: PlannedPage, to: Person, at: Instant, stopsAt: Instant, random: Random): Entry[] {
  const rules = plan.urgency === "low" ? [{ channel: to.lowUrgencyChannel, afterSeconds: 0 }] : to.contacts;
  return rules
    .map(({ channel, afterSeconds }): Entry => {
      const delay = afterSeconds + random.integer(0, 3);
      return { kind: "notify", at: at + delay * SECOND, to, channel };
    })
    .filter((entry) => entry.at < Math.max(stopsAt, at + SECOND));
}

function handling(company: Company, plan: PlannedPage, fate: Fate, random: Random): Entry[] {
  if (fate.acked === null) return [];
  const entries: Entry[] = [{ kind: "acknowledge", at: fate.acked.at, agent: fate.acked.by }];
  const owner = handOver(company, plan, fate, entries, random);
  const helper = escalateByHand(plan, fate, entries, random);
  entries.push(...takeNotes(plan, fate, owner, helper, random));
  if (fate.end === "person") fate.endedBy = owner;
  return entries;
}

/** Passes the page to the team that can fix it; gives back who works on it from then on. */
function handOver(company: Company, plan: PlannedPage, fate: Fate, entries: Entry[], random: Random): Person {
  const from = fate.acked?.by;
  if (from === undefined || fate.acked === null) throw new Error(`${plan.key} was not acknowledged`);
  const other = plan.course.handedTo === undefined ? undefined : company.services.get(plan.course.handedTo)?.[0]?.team;
  if (other === undefined) return from;
  const room = fate.endedAt - fate.acked.at;
  const at = wholeSecond(fate.acked.at + room * (0.15 + 0.15 * random.next()));
  const to = onCallAt(other, at);
  const takenAt = wholeSecond(at + Math.min(minutes([1, 4], random), room * 0.2));
  entries.push({ kind: "delegate", at, agent: from, to });
  entries.push(...ring(plan, to, at, takenAt, random));
  entries.push({ kind: "acknowledge", at: takenAt, agent: to });
  return to;
}

function escalateByHand(plan: PlannedPage, fate: Fate, entries: Entry[], random: Random): Person | null {
  const from = fate.acked;
  if (from === null || !random.chance(plan.course.escalatedByHand ?? 0)) return null;
  const to = LEVELS.map((level) => atLevel(plan.service.team, level, plan.openedAt)).find(
    (person, nth) => nth > 0 && person !== null && person !== from.by,
  );
  const at = from.at + minutes([2, 6], random);
  if (to === undefined || to === null || at >= fate.endedAt - 2 * MINUTE) return null;
  const takenAt = Math.min(at + minutes([1, 4], random), fate.endedAt - SECOND);
  entries.push({ kind: "escalate", at, agent: from.by, to });
  entries.push(...ring(plan, to, at, takenAt, random));
  entries.push({ kind: "acknowledge", at: takenAt, agent: to });
  return to;
}

function takeNotes(plan: PlannedPage, fate: Fate, owner: Person, helper: Person | null, random: Random): Entry[] {
  const { course, service } = plan;
  const notes = course.notes ?? [];
  if (fate.acked === null || notes.length === 0 || !random.chance(course.noted ?? 0)) return [];
  const host = /[a-z-]+-prod-\d\d/.exec(plan.title)?.[0] ?? `${service.hostPrefix}-prod-02`;
  const names = { service: service.name, hostPrefix: service.hostPrefix, host };
  const from = fate.acked.at;
  const every = course.noteEvery;
  if (every === undefined) {
    // Late in the page, but before its end, and after any hand-over.
    const at = wholeSecond(from + (fate.endedAt - from) * (0.6 + 0.35 * random.next()));
    return [{ kind: "annotate", at, agent: owner, note: fillIn(random.pick(notes), names, random) }];
  }
  const entries: Entry[] = [];
  const step = every * MINUTE;
  for (let at = from + step, nth = 0; at < fate.endedAt; at += step, nth += 1) {
    const agent = nth % 2 === 1 && helper !== null ? helper : owner;
    const note = notes[Math.min(nth, notes.length - 1)] ?? "";
    entries.push({ kind: "annotate", at, agent, note: fillIn(note, names, random) });
    if (course.snoozed === undefined) continue;
    const snoozedUntil = at + course.snoozed * MINUTE;
    entries.push({ kind: "snooze", at: at + 20 * SECOND, agent, until: snoozedUntil });
  }
  return entries;
}

/** People from elsewhere in the company, asked by whoever took the page. */
function callResponders(company: Company, plan: PlannedPage, fate: Fate, random: Random): Responder[] {
  const count = plan.course.responders ?? 0;
  const acked = fate.acked;
  if (count === 0 || acked === null || !random.chance(plan.course.helped ?? 1)) return [];
  const at = acked.at + minutes([1, 3], random);
  if (at >= fate.endedAt) return [];
  const others = company.teams.filter((team) => team !== plan.service.team);
  const first = random.integer(0, others.length - 1);
  return Array.from({ length: Math.min(count, others.length) }, (_, nth) => {
    const team = others[(first + nth) % others.length] ?? plan.service.team;
    return { at, requester: acked.by, person: onCallAt(team, at) };
  });
}

function ending({ service }: PlannedPage, { endedAt, end, endedBy }: Fate): Entry {
  const agent = end === "unknown" ? null : (endedBy ?? service);
  return { kind: "resolve", at: endedAt, agent, end };
}

function drawEnd(weights: Course["ends"], random: Random): End {
  const list = Object.entries(weights) as [End, number][];
  let left = random.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [end, weight] of list) {
    left -= weight;
    if (left < 0) return end;
  }
  return list[0]?.[0] ?? "source";
}

function minutes([from, to]: readonly [number, number], random: Random): number {
  return wholeSecond((from + (to - from) * random.next()) * MINUTE);
}

function wholeSecond(milliseconds: number): number {
  return Math.round(milliseconds / SECOND) * SECOND;
}
