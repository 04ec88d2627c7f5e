import type { Instant } from "@/lib/model/instant";
import { type Alert, arrivals } from "@/lib/simulator/alert";
import type { Dice } from "@/lib/simulator/dice";
import type { Asked } from "@/lib/simulator/life";
import type { Organisation, Team } from "@/lib/simulator/organisation";
import { addAlert, addChange, addNoise, addReal, type Stage } from "@/lib/simulator/stage";
import type { HardNegative } from "@/lib/simulator/truth";
import { addDays, localDateOf, localMinuteOf, startOfDate } from "@/lib/time/boundaries";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

type Variant = { hardNegative?: HardNegative; asked: Asked; atNight?: boolean };

/** Alerts that page for faults, mended in all the ways that people mend. Half of them also page for nothing at times. */
export function faults(stage: Stage, dice: Dice): void {
  for (const team of stage.teams) {
    for (let n = 0; n < 6; n += 1) {
      const alert = addAlert(stage, dice, "fault", team, { name: `fault-${n}` });
      for (const at of arrivals(dice, stage.organisation, dice.within(3, 14), 6 * HOUR_MS)) {
        const { hardNegative, asked, atNight } = variantOf(dice, stage, team);
        const opensAt = atNight ? nightOf(at, stage.organisation, dice) : at;
        if (hardNegative === "missed-major-incident" || hardNegative === "rota-gap") {
          const missed = { ...asked, acknowledged: false, note: null, ends: "source" as const };
          const page = addNoise(stage, alert, opensAt, dice, dice.spread(25, 240), {
            asked: missed,
            reason: "ignored",
            hardNegative,
          });
          page.isReal = true;
          page.reason = "fixed-a-fault";
        } else addReal(stage, alert, opensAt, dice, { asked, ...(hardNegative ? { hardNegative } : {}) });
      }
      if (dice.chance(0.5)) mixNoise(stage, alert, dice);
    }
  }
}

function mixNoise(stage: Stage, alert: Alert, dice: Dice): void {
  const isBlip = dice.chance(0.5);
  for (const at of arrivals(dice, stage.organisation, dice.within(2, 12), 4 * HOUR_MS)) {
    if (isBlip) addNoise(stage, alert, at, dice, dice.spread(0.5, 4.8), { reason: "self-healed" });
    else addNoise(stage, alert, at, dice, dice.spread(6, 90), { reason: "threshold" });
  }
}

function variantOf(dice: Dice, { teams }: Stage, { source }: Team): Variant {
  const roll = dice.next();
  if (roll < 0.13) {
    const change = dice.chance(0.5) ? "always" : "never";
    const asked: Asked = { acknowledged: true, takesMinutes: [4, 40], ends: "source", note: null, change };
    return { hardNegative: "auto-clear-after-fix", asked };
  }
  if (roll < 0.19)
    return {
      hardNegative: "night-fix-without-note",
      asked: { acknowledged: true, ends: "person", note: null },
      atNight: true,
    };
  if (roll < 0.23) {
    const asked: Asked = { acknowledged: true, priority: "P1", waitsMinutes: [1, 320] };
    return { hardNegative: "top-priority-at-night", asked, atNight: true };
  }
  if (roll < 0.27)
    return {
      hardNegative: "specialist-called-in",
      asked: { acknowledged: true, specialistOf: dice.pick(teams), note: "handed" },
    };
  if (roll < 0.3) return { hardNegative: "missed-major-incident", asked: { priority: "P1" } };
  if (roll < 0.325) return { hardNegative: "rota-gap", asked: { reachesNobody: true } };
  // Of a long incident without notes its source would tell nothing but that it was open.
  if (roll < 0.35 && source.tellsNotes) {
    const asked: Asked = { acknowledged: true, takesMinutes: [26 * 60, 70 * 60], busyEveryHours: dice.within(3, 9) };
    return { hardNegative: "long-incident", asked };
  }
  return { asked: dice.chance(0.2) ? { takesMinutes: [2, 8] } : {} };
}

function nightOf(at: Instant, { zone }: Organisation, dice: Dice): Instant {
  return startOfDate(localDateOf(at, zone), zone) + dice.within(0.2, 5) * HOUR_MS;
}

/** A release that is worse than the one before: the same alert, real and more often. */
export function worseReleases(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 4; n += 1) {
    const team = dice.pick(stage.teams);
    const alert = addAlert(stage, dice, "worse-release", team, { name: `worse-${n}` });
    const { from, to } = stage.organisation;
    const startsAt = from + dice.within(0.4, 0.6) * (to - from);
    addChange(stage, dice, team, { kind: "deploy", startsAt, service: alert.service, title: `${alert.service} 4.0` });
    const until = startsAt + dice.within(12, 25) * DAY_MS;
    for (const at of arrivals(dice, { from, to: startsAt }, 3, DAY_MS)) addReal(stage, alert, at, dice);
    for (const at of arrivals(dice, { from: startsAt, to: until }, dice.within(8, 16), 8 * HOUR_MS)) {
      addReal(stage, alert, at, dice, { hardNegative: "more-real-after-release" });
    }
  }
}

/** A fault of others that ends when they have mended theirs; now and then the team has to mend its own part as well. */
export function upstream(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 5; n += 1) {
    const [above, below] = [dice.pick(stage.teams), dice.pick(stage.teams)];
    if (above === below) continue;
    const cause = addAlert(stage, dice, "upstream", above, { name: `cause-${n}` });
    const effect = addAlert(stage, dice, "upstream", below, { name: `effect-${n}` });
    for (const at of arrivals(dice, stage.organisation, dice.within(7, 16), 12 * HOUR_MS)) {
      const first = addReal(stage, cause, at, dice, { asked: { takesMinutes: [20, 160] } });
      const opensAt = at + dice.spread(0.5, 7) * MINUTE_MS;
      const endsAt = first.life.endsAt ?? at + HOUR_MS;
      if (dice.chance(0.2)) {
        const fixedAt = endsAt + Math.floor(dice.within(20, 90)) * MINUTE_MS;
        const asked: Asked = { acknowledged: true, fixedAt, note: "fixed", change: "always" };
        addReal(stage, effect, opensAt, dice, { asked, hardNegative: "own-fix-after-upstream" });
        continue;
      }
      const note = dice.chance(below.culture.notesReal) ? "upstream" : null;
      const fixedAt = endsAt + Math.floor(dice.within(0, 5)) * MINUTE_MS;
      const asked: Asked = {
        acknowledged: dice.chance(0.9),
        fixedAt,
        note,
        change: "never",
        ends: dice.chance(0.8) ? "source" : "person",
      };
      addReal(stage, effect, opensAt, dice, { asked, reason: "real-upstream" });
    }
  }
}

/** Taken at night, and worked on when the office opens. */
export function lateWork(stage: Stage, dice: Dice): void {
  const { zone } = stage.organisation;
  for (let n = 0; n < 5; n += 1) {
    const alert = addAlert(stage, dice, "late-work", dice.pick(stage.teams), { name: `late-${n}` });
    for (const day of arrivals(dice, stage.organisation, dice.within(8, 18), 2 * DAY_MS)) {
      const at = startOfDate(localDateOf(day, zone), zone) + dice.within(-1.5, 4.5) * HOUR_MS;
      const morning = localMinuteOf(at, zone) > 12 * 60 ? addDays(localDateOf(at, zone), 1) : localDateOf(at, zone);
      const workAt = startOfDate(morning, zone) + dice.within(9, 11.5) * HOUR_MS;
      const wait = (workAt - at) / MINUTE_MS;
      const note = dice.chance(0.75) ? "later" : null;
      const asked: Asked = {
        acknowledged: dice.chance(0.85),
        waitsMinutes: [wait, wait + 20],
        takesMinutes: [5, 60],
        note,
        ends: "person",
        second: false,
      };
      addReal(stage, alert, at, dice, { asked, reason: "could-wait" });
    }
  }
}

/** Paged first: those who cannot help. */
export function misrouted(stage: Stage, dice: Dice): void {
  const tellers = stage.teams.filter(({ source }) => source.knowledge !== "csv");
  for (let n = 0; n < 5; n += 1) {
    const [first, owner] = [dice.pick(tellers), dice.pick(stage.teams)];
    if (first === owner) continue;
    const alert = addAlert(stage, dice, "misrouted", first, { name: `misrouted-${n}` });
    for (const at of arrivals(dice, stage.organisation, dice.within(6, 16), DAY_MS)) {
      const fixedAt = at + Math.floor(dice.within(45, 200)) * MINUTE_MS;
      const asked: Asked = { movedTo: owner, fixedAt, ends: dice.chance(0.6) ? "person" : "source" };
      addReal(stage, alert, at, dice, { asked, reason: "wrong-team" });
    }
  }
}
