import type { Instant } from "@/lib/model/instant";
import { arrivals } from "@/lib/simulator/alert";
import type { Dice } from "@/lib/simulator/dice";
import type { Act } from "@/lib/simulator/life";
import { addAlert, addChange, addNoise, addReal, mixIn, type Stage } from "@/lib/simulator/stage";
import { startOfLocalDay } from "@/lib/time/boundaries";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What a deploy shakes loose for some minutes; some deploys are the incident. */
export function deploys(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 5; n += 1) {
    const team = dice.pick(stage.teams);
    const alert = addAlert(stage, dice, "deploy", team, { name: `deploy-${n}` });
    const shakes = dice.within(0.5, 0.95);
    const lasts = dice.spread(3, 18);
    let pages = 0;
    for (const startsAt of arrivals(dice, stage.organisation, dice.within(25, 50), 5 * HOUR_MS)) {
      addChange(stage, dice, team, {
        kind: "deploy",
        startsAt,
        service: alert.service,
        title: `${alert.service} release`,
      });
      const at = startsAt + Math.floor(dice.spread(1, 22) * MINUTE_MS);
      if (dice.chance(0.09)) {
        const asked = {
          acknowledged: true,
          takesMinutes: [35, 150] as const,
          rollback: true,
          change: "always" as const,
          note: dice.chance(0.6) ? ("fixed" as const) : null,
          ...(dice.chance(0.3) ? { priority: "P1" } : {}),
        };
        addReal(stage, alert, at, dice, { asked, hardNegative: "incident-in-deploy-window" });
      } else if (dice.chance(shakes)) {
        pages += 1;
        addNoise(stage, alert, at, dice, lasts * dice.within(0.6, 1.5), { reason: "planned-work", honest: "planned" });
      }
    }
    mixIn(stage, alert, dice, pages);
  }
}

/** Declared work at night, and rehearsals with the real checks. */
export function windows(stage: Stage, dice: Dice): void {
  for (const kind of ["maintenance", "maintenance", "maintenance", "maintenance", "drill", "drill"] as const) {
    const team = dice.pick(stage.teams);
    const service = dice.pick(team.services);
    const alerts = [0, 1, 2].map((n) => addAlert(stage, dice, kind, team, { name: `${kind}-${n}`, service }));
    for (const day of arrivals(dice, stage.organisation, dice.within(3, 6), 6 * DAY_MS)) {
      const base = startOfLocalDay(day, stage.organisation.zone);
      const startsAt = Math.floor(base + (kind === "drill" ? dice.within(9, 16) : dice.within(0, 5)) * HOUR_MS);
      const endsAt = startsAt + Math.floor(dice.within(1, 3.5) * HOUR_MS);
      addChange(stage, dice, team, { kind, startsAt, endsAt, service, title: `${kind} of ${service}` });
      for (const alert of alerts) {
        for (let count = dice.whole(1, 3); count > 0; count -= 1) {
          const at = Math.floor(dice.within(startsAt + MINUTE_MS, endsAt - 10 * MINUTE_MS));
          const minutes = Math.min(dice.spread(3, 60), (endsAt - at) / MINUTE_MS);
          const extra = kind === "drill" ? { hardNegative: "real-check-in-drill" as const } : {};
          addNoise(stage, alert, at, dice, minutes, { reason: "planned-work", honest: "planned", ...extra });
        }
      }
    }
    for (const alert of alerts) {
      for (const at of arrivals(dice, stage.organisation, dice.within(1, 4), 2 * DAY_MS))
        addReal(stage, alert, at, dice);
    }
  }
}

/** Load that the scaler answers; sometimes it cannot. After an edit of the rule its first page is real. */
export function scaling(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 6; n += 1) {
    const team = dice.pick(stage.teams);
    const alert = addAlert(stage, dice, "scaling", team, { name: `scaling-${n}` });
    const isRecorded = dice.chance(0.75);
    let pages = 0;
    for (const at of arrivals(dice, stage.organisation, dice.within(18, 45), 6 * HOUR_MS)) {
      const startsAt = at + Math.floor(dice.within(-6, 5) * MINUTE_MS);
      if (isRecorded)
        addChange(stage, dice, team, {
          kind: "scale",
          startsAt,
          service: alert.service,
          title: `${alert.service} scaled`,
          by: null,
        });
      if (dice.chance(0.07)) {
        const asked = {
          acknowledged: true,
          takesMinutes: [20, 120] as const,
          note: dice.chance(0.5) ? ("fixed" as const) : null,
        };
        addReal(stage, alert, at, dice, { asked, hardNegative: "saturation-while-scaling" });
        continue;
      }
      pages += 1;
      addNoise(stage, alert, at, dice, dice.spread(4, 30), { reason: "working-as-expected", honest: "normal" });
    }
    if (dice.chance(0.6)) editThenReal(stage, dice, alert);
    mixIn(stage, alert, dice, pages);
  }
}

function editThenReal(stage: Stage, dice: Dice, alert: ReturnType<typeof addAlert>): void {
  const { from, to } = stage.organisation;
  const startsAt = Math.floor(dice.within(from + 20 * DAY_MS, to - 20 * DAY_MS));
  addChange(stage, dice, alert.team, ruleEdit(alert, startsAt));
  const at = startsAt + Math.floor(dice.within(0.2, 6) * HOUR_MS);
  const asked = { acknowledged: true, note: dice.chance(0.6) ? ("fixed" as const) : null };
  addReal(stage, alert, at, dice, { asked, hardNegative: "first-after-rule-change" });
}

function ruleEdit({ service, rule }: ReturnType<typeof addAlert>, startsAt: Instant) {
  return { kind: "rule-edit" as const, startsAt, service, rule: rule ?? null, title: "alert limits revised" };
}

/** Fired rarely and for cause, until somebody set the limit too low. */
export function thresholds(stage: Stage, dice: Dice): void {
  const { from, to } = stage.organisation;
  for (let n = 0; n < 5; n += 1) {
    const alert = addAlert(stage, dice, "threshold", dice.pick(stage.teams), { name: `threshold-${n}` });
    const startsAt = Math.floor(from + dice.within(0.3, 0.6) * (to - from));
    addChange(stage, dice, alert.team, ruleEdit(alert, startsAt));
    const before = arrivals(dice, { from, to: startsAt }, dice.within(3, 7), DAY_MS);
    for (const at of before) {
      if (dice.chance(0.5)) addReal(stage, alert, at, dice);
      else addNoise(stage, alert, at, dice, dice.spread(5, 60), { reason: "threshold" });
    }
    const perDay = (Math.max(4, before.length) / ((startsAt - from) / DAY_MS)) * dice.within(3, 8);
    const until = Math.min(to, startsAt + dice.within(25, 60) * DAY_MS);
    for (const at of arrivals(
      dice,
      { from: startsAt, to: until },
      (perDay * (until - startsAt)) / DAY_MS,
      2 * HOUR_MS,
    )) {
      if (dice.chance(0.08)) addReal(stage, alert, at, dice);
      else addNoise(stage, alert, at, dice, dice.spread(5, 60), { reason: "threshold" });
    }
  }
}

/** Stays open, and nobody comes. */
export function forgotten(stage: Stage, dice: Dice): void {
  const patient = stage.teams.filter(({ culture, source }) => !culture.sweeps && source.tellsEnds);
  for (let n = 0; n < 5; n += 1) {
    const alert = addAlert(stage, dice, "forgotten", dice.pick(patient), { name: `forgotten-${n}`, scopes: 1 });
    for (const at of arrivals(dice, stage.organisation, dice.within(7, 16), 5 * DAY_MS)) {
      const endsAt = Math.floor(at + dice.spread(27, 110) * HOUR_MS);
      const acknowledgedAt = at + Math.floor(dice.spread(1, 40)) * MINUTE_MS;
      const who = alert.team.people[0] ?? null;
      const isTaken = dice.chance(alert.team.culture.acknowledgesNoise);
      const isTidied = dice.chance(0.5);
      const gaveUp = !isTidied && dice.chance(0.3);
      const how = gaveUp ? { how: "timeout" } : {};
      const closing: Act = { kind: "resolved", at: endsAt, who: isTidied ? who : null, ...how };
      const acts: Act[] = isTaken ? [{ kind: "acknowledged", at: acknowledgedAt, who }, closing] : [closing];
      const endedBy = isTidied ? "person" : gaveUp ? "timeout" : "source";
      addNoise(stage, alert, at, dice, null, { reason: "stale", life: { acts, endsAt, endedBy, change: null } });
    }
  }
}

/** Everybody has learnt to let it ring. */
export function ignoredAlerts(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 7; n += 1) {
    const alert = addAlert(stage, dice, "ignored", dice.pick(stage.teams), { name: `ignored-${n}` });
    const lasts = dice.spread(8, 120);
    const times = arrivals(dice, stage.organisation, dice.within(20, 65), 6 * HOUR_MS);
    for (const at of times) {
      const asked = dice.chance(0.07) ? {} : { acknowledged: false, note: null };
      addNoise(stage, alert, at, dice, lasts * dice.spread(0.4, 3), { reason: "ignored", asked });
    }
    mixIn(stage, alert, dice, times.length);
  }
}

/** The check is wrong and not the service; but a host that died has no data either. */
export function brokenChecks(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 5; n += 1) {
    const team = dice.pick(stage.teams);
    const service = dice.pick(team.services);
    const mute = [
      `no data from ${service} exporter`,
      `${service} probe UNKNOWN: plugin timed out`,
      `check ${service} in error state`,
    ];
    const words = dice.pick(mute);
    const alert = addAlert(stage, dice, "broken-check", team, { name: `check-${n}`, service, titleOf: () => words });
    const muteShare = dice.within(0.6, 1);
    const times = arrivals(dice, stage.organisation, dice.within(15, 35), 8 * HOUR_MS);
    for (const at of times) {
      if (dice.chance(0.1)) {
        const asked = { acknowledged: true, note: dice.chance(0.7) ? ("fixed" as const) : null };
        addReal(stage, alert, at, dice, { asked, hardNegative: "no-data-host-died" });
        continue;
      }
      const title = dice.chance(muteShare) ? words : `${service} value out of range`;
      addNoise(stage, alert, at, dice, dice.spread(4, 200), { reason: "faulty-check", honest: "broken", title });
    }
  }
}

/** Messages for which no response exists; and one kind that says "recovered" and fires again. */
export function messages(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 5; n += 1) {
    const team = dice.pick(stage.teams);
    const service = dice.pick(team.services);
    const words = dice.pick([
      `Backup of ${service} completed`,
      `Certificate for ${service} renewed successfully`,
      `INFO ${service} reindex finished`,
      `${service} daily report ok`,
      `Scale-in of ${service} finished`,
    ]);
    const alert = addAlert(stage, dice, "message", team, {
      name: `message-${n}`,
      service,
      titleOf: () => words,
      urgency: "low",
      priority: "P4",
    });
    for (const at of arrivals(dice, stage.organisation, dice.within(18, 40), 5 * HOUR_MS)) {
      const asked = dice.chance(0.04) ? {} : { acknowledged: false, note: null };
      addNoise(stage, alert, at, dice, dice.spread(6, 300), { reason: "info-only", asked });
    }
  }
  for (let n = 0; n < 3; n += 1) {
    const team = dice.pick(stage.teams);
    const service = dice.pick(team.services);
    const alert = addAlert(stage, dice, "message", team, {
      name: `recovered-${n}`,
      service,
      titleOf: () => `${service} recovered after restart`,
      scopes: 1,
    });
    for (const at of arrivals(dice, stage.organisation, dice.within(6, 12), 2 * DAY_MS)) {
      addNoise(stage, alert, at, dice, dice.spread(5, 30), {
        reason: "info-only",
        asked: { acknowledged: false, note: null, ends: "source" },
      });
      if (!dice.chance(0.5)) continue;
      const again = at + Math.floor(dice.within(40, 75)) * MINUTE_MS;
      addReal(stage, alert, again, dice, { asked: { acknowledged: true }, hardNegative: "recovered-but-refired" });
    }
  }
}

/** Not production; and production with "test" in its name. */
export function rehearsals(stage: Stage, dice: Dice): void {
  for (let n = 0; n < 5; n += 1) {
    const team = dice.pick(stage.teams);
    const kind = dice.whole(0, 3);
    const service = kind === 1 ? `${dice.pick(team.services)}-staging` : dice.pick(team.services);
    const environment = kind === 0 ? dice.pick(["staging", "qa", "dev"]) : kind === 2 ? "sandbox" : undefined;
    const alert = addAlert(stage, dice, "rehearsal", team, {
      name: `test-${n}`,
      service,
      ...(environment ? { environment } : {}),
    });
    const key = kind === 3 ? { rule: `canary-${alert.rule}` } : {};
    const fixed = { ...alert, environment, ...key };
    for (const at of arrivals(dice, stage.organisation, dice.within(12, 30), 3 * HOUR_MS)) {
      addNoise(stage, fixed, at, dice, dice.spread(2, 240), { reason: "test" });
    }
  }
  for (let n = 0; n < 3; n += 1) {
    const team = dice.pick(stage.teams);
    const titleOf = () =>
      dice.pick(["login smoke test failing", "test-runner pool exhausted", "checkout canary errors"]);
    const title = titleOf();
    const alert = addAlert(stage, dice, "rehearsal", team, {
      name: `production-${n}`,
      environment: "production",
      titleOf: () => title,
    });
    for (const at of arrivals(dice, stage.organisation, dice.within(8, 16), DAY_MS)) {
      if (dice.chance(0.6)) addReal(stage, alert, at, dice, { hardNegative: "production-test-title" });
      else addNoise(stage, alert, at, dice, dice.spread(1, 4.5), { reason: "self-healed" });
    }
  }
}
