import { type Alert, arrivals } from "@/lib/simulator/alert";
import type { Dice } from "@/lib/simulator/dice";
import type { Life } from "@/lib/simulator/life";
import { onCallOf, type Team } from "@/lib/simulator/organisation";
import { addAlert, addChange, addNoise, addReal, type Stage } from "@/lib/simulator/stage";
import { localPartsOf, startOfLocalDay } from "@/lib/time/boundaries";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * The family that nobody tunes on: other mechanisms than those of the other generators, in a team of their own that may
 * work through a robot. A change to a detector must never be made because of what is measured here.
 */
export function unseen(stage: Stage, dice: Dice): void {
  const team = stage.organisation.teams.find(({ isUnseen }) => isUnseen);
  if (!team) throw new Error("The organisation has no unseen team");
  errorBudgets(stage, dice.fork("budgets"), team);
  probesOfRegions(stage, dice.fork("regions"), team);
  leaks(stage, dice.fork("leaks"), team);
  monthEnds(stage, dice.fork("month-ends"), team);
  byHand(stage, dice.fork("by-hand"), team);
  vendorMail(stage, dice.fork("vendor"), team);
  oscillators(stage, dice.fork("oscillators"), team);
  expiries(stage, dice.fork("expiries"), team);
  slowCascades(stage, dice.fork("cascades"), team);
}

/** Two burn rates of one budget: the fast one is a fault, the slow one drifts over its line and back. */
function errorBudgets(stage: Stage, dice: Dice, team: Team): void {
  for (const window of ["1h", "6h"]) {
    const service = dice.pick(team.services);
    const titleOf = () => `${service} error budget burn ${window}`;
    const alert = addAlert(stage, dice, "unseen-budget", team, { name: `burn-${window}`, service, titleOf, scopes: 1 });
    const realShare = window === "1h" ? dice.within(0.6, 0.9) : dice.within(0.05, 0.25);
    for (const at of arrivals(dice, stage.organisation, dice.within(15, 30), 10 * HOUR_MS)) {
      if (dice.chance(realShare)) addReal(stage, alert, at, dice, { asked: { takesMinutes: [15, 240] } });
      else addNoise(stage, alert, at, dice, dice.spread(12, 150), { reason: "threshold" });
    }
  }
}

/** One region that cannot be reached is the network in between; several at once are an outage. */
function probesOfRegions(stage: Stage, dice: Dice, team: Team): void {
  const service = dice.pick(team.services);
  const regions = ["fra", "iad", "sin", "syd"].map((region) =>
    addAlert(stage, dice, "unseen-region", team, {
      name: region,
      service,
      titleOf: () => `${service} unreachable from ${region}`,
      scopes: 1,
    }),
  );
  for (const at of arrivals(dice, stage.organisation, dice.within(30, 50), 3 * HOUR_MS)) {
    if (!dice.chance(0.2)) {
      const alert = dice.pick(regions);
      addNoise(stage, alert, at, dice, dice.spread(0.4, 4.6), { reason: "self-healed" });
      continue;
    }
    const [first, ...others] = regions;
    if (!first) continue;
    const storm = `${first.id} ${at}`;
    const cause = addReal(stage, first, at, dice, { asked: { takesMinutes: [12, 120] }, storm });
    const endsAt = cause.life.endsAt ?? at + HOUR_MS;
    for (const alert of others) {
      const opensAt = Math.floor(at + dice.within(0.2, 3) * MINUTE_MS);
      addNoise(stage, alert, opensAt, dice, Math.max(1, (endsAt - opensAt) / MINUTE_MS), {
        reason: "storm-symptom",
        storm,
      });
    }
  }
}

/** Memory fills in a steady number of hours, until a robot restarts the process; after a bad build people have to. */
function leaks(stage: Stage, dice: Dice, team: Team): void {
  for (let n = 0; n < 2; n += 1) {
    const alert = addAlert(stage, dice, "unseen-leak", team, { name: `leak-${n}`, scopes: 1 });
    const hours = dice.within(31, 75);
    let at = stage.organisation.from + dice.within(1, 4) * DAY_MS;
    while (at < stage.organisation.to) {
      if (dice.chance(0.12)) addReal(stage, alert, at, dice, { asked: { acknowledged: true, change: "always" } });
      else addNoise(stage, alert, at, dice, dice.spread(2, 12), { reason: "working-as-expected", honest: "normal" });
      at = Math.floor(at + hours * dice.within(0.85, 1.2) * HOUR_MS);
    }
  }
}

/** The closing of the books loads the ledger for two days a month. */
function monthEnds(stage: Stage, dice: Dice, team: Team): void {
  const { zone, from, to } = stage.organisation;
  const alert = addAlert(stage, dice, "unseen-month-end", team, { name: "books" });
  for (let day = startOfLocalDay(from, zone); day < to; day += DAY_MS) {
    const { day: dayOfMonth } = localPartsOf(day, zone);
    if (dayOfMonth > 2 && dayOfMonth < 30) continue;
    for (const at of arrivals(dice, { from: day, to: day + DAY_MS }, dice.within(2, 6), HOUR_MS)) {
      if (dice.chance(0.08)) addReal(stage, alert, at, dice);
      else addNoise(stage, alert, at, dice, dice.spread(10, 90), { reason: "working-as-expected", honest: "normal" });
    }
  }
}

/** Raised by somebody in support: mostly right, sometimes withdrawn at once. */
function byHand(stage: Stage, dice: Dice, team: Team): void {
  const title = (own: Dice) => `customer reports ${own.pick(["missing orders", "slow checkout", "wrong totals"])}`;
  const alert = addAlert(stage, dice, "unseen-by-hand", team, { name: "support", titleOf: title });
  for (const at of arrivals(dice, stage.organisation, dice.within(12, 25), DAY_MS)) {
    if (dice.chance(0.75)) addReal(stage, alert, at, dice, { asked: { acknowledged: true } });
    else
      addNoise(stage, alert, at, dice, null, { reason: "faulty-check", asked: { acknowledged: true, ends: "person" } });
  }
}

/** A mailbox that pages: update 2, update 3, closed. */
function vendorMail(stage: Stage, dice: Dice, team: Team): void {
  const titleOf = (own: Dice) => `[vendor] incident ${own.whole(1000, 9999)} update #${own.whole(1, 7)}`;
  const alert = addAlert(stage, dice, "unseen-vendor", team, { name: "mail", titleOf, urgency: "low", scopes: 60 });
  for (const at of arrivals(dice, stage.organisation, dice.within(12, 22), DAY_MS)) {
    const updates = dice.whole(2, 4);
    for (let n = 0; n < updates; n += 1) {
      const asked = dice.chance(0.1) ? {} : { acknowledged: false, note: null };
      addNoise(stage, alert, at + n * 50 * MINUTE_MS, dice, dice.spread(20, 300), { reason: "info-only", asked });
    }
  }
}

/** A control loop that hunts: openings get shorter and closer until it settles, or until somebody pins the value. */
function oscillators(stage: Stage, dice: Dice, team: Team): void {
  const alert = addAlert(stage, dice, "unseen-oscillator", team, { name: "loop", scopes: 1 });
  for (const start of arrivals(dice, stage.organisation, dice.within(7, 13), DAY_MS)) {
    const episode = `${alert.id} ${start}`;
    const openings = dice.whole(4, 8);
    const pinned = dice.chance(0.25);
    let at = start;
    for (let index = 0; index < openings; index += 1) {
      const shrink = 0.8 ** index;
      if (pinned && index === openings - 1) {
        addReal(stage, alert, at, dice, { asked: { acknowledged: true, change: "always" }, episode });
        break;
      }
      const page = addNoise(stage, alert, at, dice, dice.within(2, 6) * shrink, {
        reason: "flapping",
        episode,
        asked: { ends: "source" },
      });
      at = Math.floor((page.life.endsAt ?? at) + dice.within(5, 13) * shrink * MINUTE_MS);
    }
  }
}

/** Thirty, fourteen and seven days before a certificate ends, for many certificates; the last call is acted on. */
function expiries(stage: Stage, dice: Dice, team: Team): void {
  const service = dice.pick(team.services);
  const titleOf = (own: Dice) => `certificate of ${service} expires in ${own.pick([30, 14, 7])} days`;
  const alert = addAlert(stage, dice, "unseen-expiry", team, { name: "expiry", service, titleOf, scopes: 40 });
  for (const at of arrivals(dice, stage.organisation, dice.within(9, 14), 2 * DAY_MS)) {
    const scope = dice.whole(1, 40);
    for (const after of [0, 16, 23]) {
      const opensAt = at + after * DAY_MS;
      if (opensAt > stage.organisation.to - DAY_MS) break;
      if (after === 23) {
        addReal(stage, alert, opensAt, dice, {
          scope,
          asked: { acknowledged: true, ends: "person", change: "always" },
        });
      } else {
        const life = leftOpen(alert, opensAt, dice);
        addNoise(stage, alert, opensAt, dice, null, { scope, reason: "stale", life });
      }
    }
  }
}

function leftOpen(alert: Alert, at: number, dice: Dice): Life {
  const endsAt = Math.floor(at + dice.spread(30, 120) * HOUR_MS);
  const [who] = onCallOf(alert.team, endsAt);
  return { acts: [{ kind: "resolved", at: endsAt, who }], endsAt, endedBy: "person", change: null };
}

/** Retries pile up over an hour, not within minutes; a deploy elsewhere began it. */
function slowCascades(stage: Stage, dice: Dice, team: Team): void {
  const root = addAlert(stage, dice, "unseen-cascade", team, { name: "cause", scopes: 1 });
  const followers = [0, 1, 2, 3].map((n) =>
    addAlert(stage, dice, "unseen-cascade", team, { name: `retry-${n}`, scopes: 1 }),
  );
  for (const at of arrivals(dice, stage.organisation, dice.within(6, 11), 2 * DAY_MS)) {
    const startsAt = at - Math.floor(dice.within(5, 40)) * MINUTE_MS;
    addChange(stage, dice, team, {
      kind: "deploy",
      startsAt,
      service: dice.pick(team.services),
      title: "library update",
    });
    const storm = `${root.id} ${at}`;
    const cause = addReal(stage, root, at, dice, { storm, asked: { takesMinutes: [50, 200], acknowledged: true } });
    followers.forEach((alert, index) => {
      const opensAt = Math.floor(at + (index + 1) * dice.within(6, 14) * MINUTE_MS);
      const minutes = Math.max(3, ((cause.life.endsAt ?? at + HOUR_MS) - opensAt) / MINUTE_MS + dice.within(0, 15));
      addNoise(stage, alert, opensAt, dice, minutes, { reason: "storm-symptom", storm });
    });
  }
}
