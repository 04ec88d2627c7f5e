import type { Instant } from "@/lib/model/instant";
import { localMinuteOf, startOfLocalDay } from "@/lib/time/boundaries";
import type { Alert } from "./alert";
import type { Dice } from "./dice";
import type { Asked, Life } from "./life";
import { noteOf, type Tone } from "./notes";
import { onCallOf, type Person, type Team } from "./organisation";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export type Scene = { alert: Alert; at: Instant; zone: string; dice: Dice; asked: Asked };

/** Somebody works on a real problem until it is fixed, as their team is used to. */
export function work({ alert, at, zone, dice, asked }: Scene): Life {
  const { culture } = alert.team;
  const [first, second] = onCallOf(asked.movedTo ?? alert.team, at);
  const life: Life = { acts: [], endsAt: null, endedBy: "nobody", change: null };
  const [fastest, slowest] = culture.reactMinutes;
  const reactMs = dice.spread(fastest, slowest * (isNight(at, zone) ? 2 : 1)) * MINUTE_MS;
  const workFrom = at + reactMs + (asked.waitsMinutes ? dice.within(...asked.waitsMinutes) * MINUTE_MS : 0);
  const takesMs = dice.spread(...(asked.takesMinutes ?? [5, 150])) * MINUTE_MS;
  const fixedAt = asked.fixedAt ?? whole(workFrom + takesMs);
  const acknowledged = asked.acknowledged ?? dice.chance(culture.acknowledgesReal);
  if (asked.movedTo) handOver(life, alert.team, asked.movedTo, at, dice);
  if (acknowledged) life.acts.push({ kind: "acknowledged", at: whole(at + reactMs), who: first });
  if (asked.escalated ?? dice.chance(culture.escalates)) {
    life.acts.push({ kind: "escalated", at: between(workFrom, fixedAt, dice), who: first, to: [second] });
  }
  if (asked.second ?? dice.chance(culture.secondReal)) join(life, second, workFrom, fixedAt, dice);
  if (asked.specialistOf) callIn(life, first, onCallOf(asked.specialistOf, at)[0], workFrom, fixedAt, dice);
  if (asked.priority) raise(life, first, asked.priority, workFrom, fixedAt, dice);
  if (asked.busyEveryHours) keepBusy(life, [first, second], fixedAt, asked.busyEveryHours, { at: workFrom, dice });
  const tone = realTone(asked, culture.notesReal, culture.truthfulReal, dice);
  const changes = asked.change === "always" || (asked.change !== "never" && dice.chance(culture.recordsChange * 0.6));
  if (changes) life.change = fixOf(alert, first, fixedAt, asked.rollback ?? dice.chance(0.25), dice);
  endReal(life, { alert, at, zone, dice, asked }, { first, fixedAt, tone });
  return inOrder(life);
}

/** A page about nothing: it goes away, is left, or is tidied up, as the team is used to. `clearsAt` null: it stays. */
export function look(scene: Scene, clearsAt: Instant | null, honest: Tone): Life {
  const { alert, at, zone, dice, asked } = scene;
  const { culture } = alert.team;
  const [first, second] = onCallOf(alert.team, at);
  const life: Life = { acts: [], endsAt: null, endedBy: "nobody", change: null };
  const [fastest, slowest] = culture.reactMinutes;
  const lookedAt = whole(at + dice.spread(fastest, slowest * (isNight(at, zone) ? 2.5 : 1)) * MINUTE_MS);
  const goneAt = clearsAt ?? Number.POSITIVE_INFINITY;
  const acknowledged = asked.acknowledged ?? dice.chance(culture.acknowledgesNoise);
  const seen = acknowledged && lookedAt < goneAt;
  if (seen) life.acts.push({ kind: "acknowledged", at: lookedAt, who: first });
  if (seen && dice.chance(culture.secondNoise)) join(life, second, lookedAt, lookedAt + 10 * MINUTE_MS, dice);
  const tone = noiseTone(asked, culture.notesNoise, culture.truthfulNoise, honest, dice);
  const closedAt = whole(lookedAt + dice.spread(1, 25) * MINUTE_MS);
  const closes = asked.ends === "person" || (asked.ends === undefined && dice.chance(culture.closesNoise));
  const told = asked.ends === "source" || (asked.ends === undefined && dice.chance(culture.clearsTold));
  if (closes && (closedAt < goneAt || !told)) {
    end(life, closedAt, first, tone && noteOf(tone, dice));
    return inOrder(life);
  }
  if (tone) life.acts.push({ kind: "annotated", at: closedAt, who: first, note: noteOf(tone, dice) });
  if (told && clearsAt !== null && asked.ends !== "left") clear(life, clearsAt);
  else leave(life, scene, Math.min(goneAt, at + HOUR_MS));
  return inOrder(life);
}

function endReal(
  life: Life,
  { alert, at, zone, dice, asked }: Scene,
  { first, fixedAt, tone }: { first: Person; fixedAt: Instant; tone: Tone | null },
): void {
  const { culture } = alert.team;
  const byHand = asked.ends === "person" || (asked.ends === undefined && dice.chance(culture.closesReal));
  const told = asked.ends === "source" || (asked.ends === undefined && dice.chance(culture.clearsTold));
  const atTheEnd = dice.chance(0.6);
  const text = tone && noteOf(tone, dice);
  if (text && !(byHand && atTheEnd)) {
    const from = at + (fixedAt - at) * (tone === "chatter" ? 0.2 : 0.8);
    life.acts.push({ kind: "annotated", at: between(from, fixedAt + MINUTE_MS, dice), who: first, note: text });
  }
  const closedAt = fixedAt + Math.floor(dice.within(0.2, 12)) * MINUTE_MS;
  if (byHand) end(life, closedAt, first, atTheEnd ? text : null);
  else if (told) clear(life, fixedAt + Math.floor(dice.within(10, 240)) * 1000);
  else leave(life, { alert, at, zone, dice, asked }, fixedAt);
}

function realTone(asked: Asked, notes: number, truthful: number, dice: Dice): Tone | null {
  if (asked.note !== undefined) return asked.note;
  if (!dice.chance(notes)) return null;
  return dice.chance(truthful) ? "fixed" : "chatter";
}

function noiseTone(asked: Asked, notes: number, truthful: number, honest: Tone, dice: Dice): Tone | null {
  if (asked.note !== undefined) return asked.note;
  if (!dice.chance(notes)) return null;
  if (dice.chance(0.08)) return "placebo";
  return dice.chance(truthful) ? honest : "chatter";
}

function end(life: Life, at: Instant, who: Person, note: string | null): void {
  life.acts.push({ kind: "resolved", at, who, ...(note === null ? {} : { note }) });
  life.endsAt = at;
  life.endedBy = "person";
}

function clear(life: Life, at: Instant): void {
  life.acts.push({ kind: "resolved", at, who: null });
  life.endsAt = at;
  life.endedBy = "source";
}

/** Nobody tells the pager that it is over: a sweep at the end of the shift, a tidy-up next day, or the pager gives up. */
function leave(life: Life, { alert, at, zone, dice }: Scene, notBefore: Instant): void {
  const { team } = alert;
  if (team.culture.sweeps) {
    const sweptAt = shiftEndAfter(Math.max(at + 10 * MINUTE_MS, notBefore), team, zone);
    end(life, sweptAt + dice.whole(0, 40) * 1000, onCallOf(team, sweptAt - HOUR_MS)[0], null);
    return;
  }
  const later = whole(Math.max(at, notBefore) + dice.spread(0.5, 14) * HOUR_MS);
  if (dice.chance(0.7)) end(life, later, onCallOf(team, later)[0], null);
  else {
    const gaveUpAt = whole(Math.max(at, notBefore) + dice.pick([4, 8, 12]) * HOUR_MS);
    life.acts.push({ kind: "resolved", at: gaveUpAt, who: null, how: "timeout" });
    life.endsAt = gaveUpAt;
    life.endedBy = "timeout";
  }
}

function shiftEndAfter(at: Instant, team: Team, zone: string): Instant {
  const today = startOfLocalDay(at, zone) + team.shiftHour * HOUR_MS;
  return today > at ? today : today + DAY_MS;
}

function join(life: Life, who: Person, from: Instant, to: Instant, dice: Dice): void {
  const at = between(from, to, dice);
  const kind = dice.pick(["acknowledged", "annotated", "responder-added"] as const);
  if (kind === "responder-added") life.acts.push({ kind, at, who, to: [who], state: "accepted" });
  else life.acts.push({ kind, at, who, ...(kind === "annotated" ? { note: noteOf("chatter", dice) } : {}) });
}

function callIn(life: Life, who: Person, specialist: Person, from: Instant, to: Instant, dice: Dice): void {
  const at = between(from, to, dice);
  life.acts.push({ kind: "responder-added", at, who, to: [specialist], state: "pending" });
  life.acts.push({
    kind: "responder-added",
    at: at + 4 * MINUTE_MS,
    who: specialist,
    to: [specialist],
    state: "accepted",
  });
}

function raise(life: Life, who: Person, priority: string, from: Instant, to: Instant, dice: Dice): void {
  life.acts.push({ kind: "priority-changed", at: between(from, to, dice), who, priority });
}

function handOver(life: Life, from: Team, to: Team, at: Instant, dice: Dice): void {
  const moved = whole(at + dice.spread(3, 40) * MINUTE_MS);
  const [who] = onCallOf(from, at);
  const note = dice.chance(from.culture.notesReal) ? { note: noteOf("misrouted", dice) } : {};
  life.acts.push({ kind: "acknowledged", at: whole(at + (moved - at) * dice.within(0.2, 0.9)), who });
  life.acts.push({ kind: "reassigned", at: moved, who, to: [onCallOf(to, at)[0]], team: to.name, ...note });
}

function keepBusy(
  life: Life,
  people: readonly Person[],
  until: Instant,
  everyHours: number,
  { at, dice }: { at: Instant; dice: Dice },
): void {
  for (let next = at; next < until; next += dice.within(0.6, 1.1) * everyHours * HOUR_MS) {
    life.acts.push({ kind: "annotated", at: whole(next), who: dice.pick(people), note: noteOf("chatter", dice) });
  }
}

function fixOf(alert: Alert, who: Person, fixedAt: Instant, isRollback: boolean, dice: Dice): Life["change"] {
  const startsAt = fixedAt - dice.whole(1, 6) * MINUTE_MS;
  return {
    changeKey: `fix ${alert.id} ${fixedAt}`,
    kind: isRollback ? "deploy" : dice.pick(["deploy", "config"] as const),
    startsAt,
    endsAt: null,
    // Many faults are mended elsewhere than where they hurt.
    service: dice.chance(0.7) ? alert.service : dice.pick([...alert.team.services, null]),
    team: alert.team.name,
    environment: alert.environment ?? null,
    rule: null,
    title: isRollback ? `revert ${alert.service}` : `${alert.service} hotfix`,
    url: null,
    by: who.handle,
    isRollback,
  };
}

function isNight(at: Instant, zone: string): boolean {
  const minute = localMinuteOf(at, zone);
  return minute >= 22 * 60 || minute < 7 * 60;
}

function inOrder(life: Life): Life {
  const last = life.endsAt ?? Number.POSITIVE_INFINITY;
  life.acts = life.acts.filter(({ kind, at }) => kind === "annotated" || at <= last).sort((a, b) => a.at - b.at);
  return life;
}

const whole = (at: Instant): Instant => Math.floor(at / 1000) * 1000;
const between = (from: Instant, to: Instant, dice: Dice): Instant => whole(dice.within(from, Math.max(from, to)));
