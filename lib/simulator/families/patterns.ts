import type { Instant } from "@/lib/model/instant";
import { type Alert, arrivals } from "@/lib/simulator/alert";
import type { Dice } from "@/lib/simulator/dice";
import type { Life } from "@/lib/simulator/life";
import { onCallOf } from "@/lib/simulator/organisation";
import { addAlert, addChange, addNoise, addReal, type Draft, mixIn, type Stage } from "@/lib/simulator/stage";
import {
  instantOfWall,
  localDateOf,
  localMinuteOf,
  localWeekdayOf,
  offsetAt,
  startOfDate,
} from "@/lib/time/boundaries";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Gone before anybody could have done a thing. Beside a few of them somebody deploys, which has nothing to do with it. */
export function blips(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 9; n += 1) {
    const team = dice.pick(stage.teams);
    const alert = addAlert(stage, dice, "blip", team, { name: `blip-${n}` });
    const times = arrivals(dice, stage.organisation, dice.within(12, 60), 80 * MINUTE_MS);
    for (const at of times) {
      const near = dice.chance(0.06);
      if (near) {
        const startsAt = Math.floor(at + dice.within(-40, 100) * MINUTE_MS);
        addChange(stage, dice, team, { kind: "deploy", startsAt, service: alert.service, title: "weekly release" });
      }
      addNoise(stage, alert, at, dice, dice.spread(0.3, 4.7), {
        reason: "self-healed",
        ...(near ? { hardNegative: "deploy-merely-near" as const } : {}),
      });
    }
    mixIn(stage, alert, dice, times.length);
  }
}

/** Opens and clears many times in a row; now and then because something is wrong, and then somebody mends it. */
export function flaps(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 6; n += 1) {
    const alert = addAlert(stage, dice, "flap", dice.pick(tellsClears(stage)), { name: `flap-${n}`, scopes: 1 });
    const longest = dice.within(1.5, 6);
    const gap = dice.within(2, 11);
    for (const start of arrivals(dice, stage.organisation, dice.within(4, 11), 8 * HOUR_MS)) {
      const openings = dice.whole(3, 12);
      const fixedAfter = dice.chance(0.4) ? dice.whole(Math.min(3, openings - 1), openings - 1) : null;
      flapOnce(stage, alert, dice, { start, openings, longest, gap, fixedAfter });
    }
    mixIn(stage, alert, dice, 30);
  }
}

type Episode = { start: Instant; openings: number; longest: number; gap: number; fixedAfter: number | null };

function flapOnce(
  stage: Stage,
  alert: Alert,
  dice: Dice,
  { start, openings, longest, gap, fixedAfter }: Episode,
): void {
  const episode = `${alert.id} ${start}`;
  let at = start;
  for (let index = 0; index < openings; index += 1) {
    if (index === fixedAfter) {
      const asked = {
        acknowledged: true,
        note: dice.chance(0.7) ? ("fixed" as const) : null,
        change: "always" as const,
      };
      addReal(stage, alert, at, dice, { asked, episode, hardNegative: "flapping-with-fix" });
      return;
    }
    const page = addNoise(stage, alert, at, dice, dice.spread(0.4, longest), {
      reason: "flapping",
      episode,
      asked: { ends: "source" },
    });
    at = (page.life.endsAt ?? at) + dice.spread(0.7, gap) * MINUTE_MS;
  }
}

const tellsClears = ({ teams }: Stage) => teams.filter(({ source }) => source.tellsEnds && source.tellsWho);

/** The same problem told again while it is open; the first may be real. In another environment it is another problem. */
export function duplicates(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 6; n += 1) {
    const alert = addAlert(stage, dice, "duplicate", dice.pick(stage.teams), {
      name: `dup-${n}`,
      environment: "production",
      scopes: 1,
    });
    const realShare = dice.within(0.2, 0.9);
    for (const at of arrivals(dice, stage.organisation, dice.within(8, 18), 10 * HOUR_MS)) {
      const first = dice.chance(realShare)
        ? addReal(stage, alert, at, dice, { asked: { takesMinutes: [12, 150] }, hardNegative: "first-of-duplicates" })
        : addNoise(stage, alert, at, dice, dice.spread(15, 120), {
            reason: "threshold",
            hardNegative: "first-of-duplicates",
          });
      againOf(stage, first, dice);
    }
  }
}

function againOf(stage: Stage, first: Draft, dice: Dice): void {
  const { alert, at } = first;
  const until = Math.min(first.life.endsAt ?? at + HOUR_MS, at + 3 * HOUR_MS);
  if (until - at < 4 * MINUTE_MS) return;
  const count = dice.whole(1, 4);
  for (let n = 0; n < count; n += 1) {
    const opensAt = Math.floor(at + dice.within(0.05, 0.85) * (until - at));
    if (dice.chance(0.12)) {
      const elsewhere = { ...alert, id: `${alert.id} elsewhere`, environment: "production-ap", rule: alert.rule };
      addReal(stage, elsewhere, opensAt, dice, { hardNegative: "same-title-other-environment", scope: 9 });
      continue;
    }
    const isMerged = alert.team.source.knowledge !== "csv" && dice.chance(0.4);
    const minutes = Math.max(0.5, (until - opensAt) / MINUTE_MS);
    const life = isMerged ? mergedLife(alert, opensAt, until, dice) : undefined;
    const page = addNoise(stage, alert, opensAt, dice, minutes, {
      reason: "duplicate",
      duplicateOf: first,
      ...(life ? { life, ...(life.acts[0]?.who ? { hardNegative: "merge-is-no-fix" as const } : {}) } : {}),
    });
    if (life) page.mergedInto = first;
  }
}

function mergedLife(alert: Alert, at: Instant, until: Instant, dice: Dice): Life {
  const endsAt = Math.floor((at + dice.within(0.1, 0.9) * (until - at)) / 1000) * 1000;
  const who = dice.chance(0.6) ? onCallOf(alert.team, at)[0] : null;
  return { acts: [{ kind: "merged", at: endsAt, who }], endsAt, endedBy: "merge", change: null };
}

/** One fault and what follows from it within minutes, again and again in the same way. */
export function storms(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 3; n += 1) {
    const team = dice.pick(stage.teams);
    const root = addAlert(stage, dice, "storm", team, { name: `root-${n}` });
    const symptoms = Array.from({ length: dice.whole(4, 9) }, (_, index) => ({
      alert: addAlert(stage, dice, "storm", team, { name: `symptom-${n}-${index}` }),
      follows: dice.within(0.6, 0.97),
      after: dice.spread(0.4, 5),
    }));
    const stranger = addAlert(stage, dice, "storm", team, { name: `stranger-${n}` });
    for (const at of arrivals(dice, stage.organisation, dice.within(8, 15), 14 * HOUR_MS)) {
      stormOnce(stage, dice, root, symptoms, stranger, at);
    }
    for (const { alert } of symptoms) mixIn(stage, alert, dice, 6);
  }
}

type Symptom = { alert: Alert; follows: number; after: number };

function stormOnce(
  stage: Stage,
  dice: Dice,
  root: Alert,
  symptoms: readonly Symptom[],
  stranger: Alert,
  at: Instant,
): void {
  const storm = `${root.id} ${at}`;
  const cause = addReal(stage, root, at, dice, {
    asked: { takesMinutes: [15, 150] },
    storm,
    hardNegative: "storm-root",
  });
  const endsAt = cause.life.endsAt ?? at + HOUR_MS;
  for (const { alert, follows, after } of symptoms) {
    if (!dice.chance(follows)) continue;
    const opensAt = Math.floor(at + dice.spread(after * 0.6, Math.min(9, after * 1.8)) * MINUTE_MS);
    if (dice.chance(0.06)) {
      const fixedAt = endsAt + Math.floor(dice.within(10, 60)) * MINUTE_MS;
      const asked = { acknowledged: true, note: "fixed" as const, change: "always" as const, fixedAt };
      addReal(stage, alert, opensAt, dice, { asked, storm, hardNegative: "symptom-with-own-fix" });
      continue;
    }
    const minutes = Math.max(1, (endsAt - opensAt) / MINUTE_MS + dice.within(-4, 6));
    addNoise(stage, alert, opensAt, dice, minutes, { reason: "storm-symptom", storm });
  }
  if (!dice.chance(0.3)) return;
  const opensAt = Math.floor(at + dice.within(1, 9) * MINUTE_MS);
  addReal(stage, stranger, opensAt, dice, { storm, hardNegative: "coincident-fault" });
}

/** By the clock of the wall or of UTC; now and then the job has really failed, and somebody runs it again. */
export function clocks(stage: Stage, dice: Dice): void {
  for (const hours of [24, 24, 24, 168, 12, 6]) {
    const team = dice.pick(stage.teams);
    const alert = addAlert(stage, dice, "clock", team, { name: `every-${hours}h`, scopes: 1 });
    const isLocal = dice.chance(0.75);
    const failing = dice.chance(0.5) ? dice.within(0.04, 0.15) : 0;
    const lasts = dice.spread(3, 40);
    for (const at of ticksOf(stage, dice, hours, isLocal)) {
      if (dice.chance(failing)) {
        const asked = {
          acknowledged: true,
          note: "rerun" as const,
          ends: "person" as const,
          takesMinutes: [10, 90] as const,
        };
        addReal(stage, alert, at, dice, { asked, hardNegative: "real-nightly-failure" });
        continue;
      }
      const nearChange = isLocal && hours === 24 && isNearClockChange(at, stage.organisation.zone);
      addNoise(stage, alert, at, dice, lasts * dice.within(0.7, 1.4), {
        reason: "scheduled",
        honest: "normal",
        ...(nearChange ? { hardNegative: "clock-over-dst" as const } : {}),
      });
    }
  }
  for (let n = 0; n < 3; n += 1) daytimeLoad(stage, dice, n);
}

function ticksOf({ organisation }: Stage, dice: Dice, hours: number, isLocal: boolean): Instant[] {
  const { zone, from, to } = organisation;
  const misses = dice.within(0, 0.25);
  const deviation = dice.spread(0.5, Math.min(20, hours)) * MINUTE_MS;
  const weeks = hours === 6 ? 4 : hours === 12 ? 7 : 16;
  const minute = dice.whole(0, 24 * 60 - 1) * MINUTE_MS;
  const ticks: Instant[] = [];
  const dayStart = startOfDate(localDateOf(from + DAY_MS, zone), zone);
  const last = Math.min(to - DAY_MS, from + weeks * 7 * DAY_MS);
  for (let step = 0; ; step += 1) {
    const wall = minute + step * hours * HOUR_MS;
    const at = isLocal ? instantOfWall(dayStart + offsetAt(dayStart, zone) + wall, zone) : dayStart + wall;
    if (at > last) return ticks;
    if (!dice.chance(misses)) ticks.push(Math.floor(at + dice.normal(0, deviation)));
  }
}

function isNearClockChange(at: Instant, zone: string): boolean {
  return offsetAt(at - 10 * DAY_MS, zone) !== offsetAt(at + 10 * DAY_MS, zone);
}

/** At random, but only while people are at work: no clock. */
function daytimeLoad(stage: Stage, dice: Dice, n: number): void {
  const { zone } = stage.organisation;
  const alert = addAlert(stage, dice, "daytime-load", dice.pick(stage.teams), { name: `load-${n}` });
  let pages = 0;
  for (const at of arrivals(dice, stage.organisation, dice.within(60, 260), 20 * MINUTE_MS)) {
    const minute = localMinuteOf(at, zone);
    if (minute < 9 * 60 || minute >= 18 * 60 || localWeekdayOf(at, zone) > 4) continue;
    pages += 1;
    addNoise(stage, alert, at, dice, dice.spread(6, 60), {
      reason: "threshold",
      hardNegative: "business-hours-load",
      honest: "normal",
    });
  }
  mixIn(stage, alert, dice, pages);
}
