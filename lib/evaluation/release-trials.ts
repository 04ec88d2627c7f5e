import type { Change } from "@/lib/model/change";
import { groupBy } from "@/lib/model/group-by";
import { daytimeTrials, nightlyTrials, TRIAL_ZONE } from "@/lib/simulator/clock-trials";
import { wilson } from "@/lib/statistics/intervals";
import { splitmix } from "./bootstrap";
import { foldEvents, judgeEvents } from "./judge-events";
import type { Measured } from "./retrospective";
import { judgeWorld, type World } from "./world";

export type Trial = { name: string; trials: number; claimed: number; share: Measured };

const shareOf = (claimed: number, trials: number): Measured => ({
  value: trials > 0 ? claimed / trials : null,
  interval: trials > 0 ? wilson(claimed, trials) : null,
});

type Events = ReturnType<typeof daytimeTrials>;

/** Alerts that only follow the working day, and jobs that are late or early. */
const CLOCKS: Readonly<Record<string, (trials: number) => Events>> = {
  "at random 09-18, 8 openings": (trials) => daytimeTrials("trial", trials, 8, [9, 18]),
  "at random 09-18, 20 openings": (trials) => daytimeTrials("trial", trials, 20, [9, 18]),
  "at random 10-16, 20 openings": (trials) => daytimeTrials("trial", trials, 20, [10, 16]),
  "nightly, 8 openings, sd 45 min": (trials) => nightlyTrials("trial", trials, 8, 45),
  "nightly, 8 openings, sd 60 min": (trials) => nightlyTrials("trial", trials, 8, 60),
};

/** How often `scheduled` is claimed of them. */
export function clockTrials(trials: number): Trial[] {
  return Object.entries(CLOCKS).map(([name, make]): Trial => {
    const events = make(trials);
    const knownUntil = events.reduce((last, { at }) => Math.max(last, at), 0);
    const judged = judgeEvents(foldEvents(events), { events, changes: [], people: [], zone: TRIAL_ZONE, knownUntil });
    const alerts = [...groupBy(judged.values(), ({ signature }) => signature).values()];
    const claimed = alerts.filter((pages) =>
      pages.some(({ findings }) => findings.some(({ detector }) => detector === "scheduled")),
    );
    return { name, trials: alerts.length, claimed: claimed.length, share: shareOf(claimed.length, alerts.length) };
  });
}

/** Baseline: p < .01 of Rayleigh's test for a day, and no more. It calls every daytime alert periodic. */
export function rayleighTrials(trials: number): Trial[] {
  return Object.entries(CLOCKS).map(([name, make]): Trial => {
    const openings = make(trials).filter(({ kind }) => kind === "triggered");
    const alerts = [...groupBy(openings, ({ facts }) => facts?.rule).values()];
    const claimed = alerts.filter((own) => rayleighOfDay(own.map(({ at }) => at)) < 0.01).length;
    return {
      name: `baseline, Rayleigh only: ${name}`,
      trials: alerts.length,
      claimed,
      share: shareOf(claimed, alerts.length),
    };
  });
}

function rayleighOfDay(times: readonly number[]): number {
  const angles = times.map((at) => (2 * Math.PI * (at % 86_400_000)) / 86_400_000);
  const squared =
    angles.reduce((sum, angle) => sum + Math.cos(angle), 0) ** 2 +
    angles.reduce((sum, angle) => sum + Math.sin(angle), 0) ** 2;
  const n = times.length;
  return Math.exp(Math.sqrt(1 + 4 * n + 4 * (n * n - squared)) - (1 + 2 * n));
}

/** Alerts with a deploy of their service, and in how many of them a page is said to come from planned work. */
export function plannedWorkTrials(worlds: readonly World[]): Trial[] {
  const asTold = countPlanned(worlds, (changes) =>
    changes.filter(({ kind }) => kind === "deploy" || kind === "config"),
  );
  const shuffled = countPlanned(worlds, shuffledDeploys);
  return [
    { name: "alerts that deploys shake, deploys as told", ...asTold.shaken },
    { name: "other alerts, deploys as told", ...asTold.others },
    { name: "all alerts, times of deploys shuffled", ...shuffled.all },
  ];
}

type Count = Omit<Trial, "name">;

function countPlanned(worlds: readonly World[], changesFrom: (changes: readonly Change[]) => Change[]) {
  const counts = { shaken: { trials: 0, claimed: 0 }, others: { trials: 0, claimed: 0 } };
  for (const world of worlds) {
    const changes = changesFrom(world.known.changes);
    const services = new Set(changes.map(({ service }) => service));
    const outcomes = judgeWorld({ ...world, known: { ...world.known, changes } });
    for (const pages of groupBy(outcomes, ({ truth }) => truth.alert).values()) {
      const [first] = pages;
      if (!first || pages.length < 5 || !services.has(first.page.facts.service ?? "")) continue;
      const count = first.truth.family === "deploy" ? counts.shaken : counts.others;
      count.trials += 1;
      if (pages.some(({ findings }) => findings.some(({ detector }) => detector === "planned-work")))
        count.claimed += 1;
    }
  }
  const done = ({ trials, claimed }: { trials: number; claimed: number }): Count => ({
    trials,
    claimed,
    share: shareOf(claimed, trials),
  });
  const { shaken, others } = counts;
  const all = { trials: shaken.trials + others.trials, claimed: shaken.claimed + others.claimed };
  return { shaken: done(shaken), others: done(others), all: done(all) };
}

/** The same deploys of the same services at each other's times: what is left of a link with pages is chance. */
function shuffledDeploys(changes: readonly Change[]): Change[] {
  const deploys = changes.filter(({ kind }) => kind === "deploy" || kind === "config");
  const times = deploys.map(({ startsAt }) => startsAt);
  const next = splitmix(7);
  for (let index = times.length - 1; index > 0; index -= 1) {
    const other = Math.floor(next() * (index + 1));
    [times[index], times[other]] = [times[other] ?? 0, times[index] ?? 0];
  }
  return deploys.map((change, index) => ({ ...change, startsAt: times[index] ?? change.startsAt, isRollback: false }));
}
