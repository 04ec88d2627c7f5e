import { groupBy } from "@/lib/model/group-by";
import type { Reason } from "@/lib/model/verdict";
import { icingaFlapValue, nagiosFlapValue, statesUntil } from "@/lib/noise/flap-values";
import { localPartsOf } from "@/lib/time/boundaries";
import { bootstrapClusters } from "./bootstrap";
import { figuresOf } from "./metrics";
import type { Measured } from "./retrospective";
import type { Outcome } from "./world";

const MINUTE_MS = 60_000;
const STEP_MS = 5 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** One way to find the pages of one pattern. */
export type TaskFigure = {
  task: Reason;
  by: string;
  cases: number;
  precision: number | null;
  recall: number | null;
  f1: Measured;
};

/** Which of the pages of one organisation are of the pattern; by page key. */
type Finder = (outcomes: readonly Outcome[], zone: string) => ReadonlySet<string>;
type Task = { task: Reason; isSo: (outcome: Outcome) => boolean; finders: Readonly<Record<string, Finder>> };

const TASKS: readonly Task[] = [
  {
    task: "flapping",
    isSo: ({ truth }) => truth.patterns.includes("flapping"),
    finders: {
      engine: byEngine("flapping"),
      "3 in an hour": threeInAnHour,
      "Nagios, 5 / 20 %": byFlapValue(nagiosFlapValue, (value) => value >= 20, 5),
      "Nagios, 20 / 30 %": byFlapValue(nagiosFlapValue, (value) => value >= 30, 20),
      "Icinga, 25 / 30 %": byFlapValue(icingaFlapValue, (value) => value > 30, 25),
    },
  },
  {
    task: "scheduled",
    isSo: ({ truth }) => truth.reasons.includes("scheduled"),
    finders: { engine: byEngine("scheduled"), "minute-of-day histogram": byMinuteOfDay },
  },
  {
    task: "storm-symptom",
    isSo: ({ truth }) => truth.reasons.includes("storm-symptom"),
    finders: { engine: byEngine("storm-symptom"), "time window": byTimeWindow },
  },
  {
    task: "wrong-team",
    isSo: ({ truth }) => truth.reasons.includes("wrong-team"),
    finders: { engine: byEngine("wrong-team"), "not the most frequent resolver": byResolver },
  },
];

/**
 * The findings of the engine, page by page, beside what others find with a simple rule. On sources that tell who did what,
 * without the unseen family; intervals over alerts.
 */
export function taskFigures(organisations: readonly { outcomes: readonly Outcome[]; zone: string }[]): TaskFigure[] {
  const told = organisations.map(({ outcomes, zone }) => ({
    outcomes: outcomes.filter(({ truth }) => truth.isToldWho && !truth.isUnseen),
    zone,
  }));
  return TASKS.flatMap(({ task, isSo, finders }) =>
    Object.entries(finders).map(([by, find]) => {
      const pages = told.flatMap(({ outcomes, zone }) => {
        const found = find(outcomes, zone);
        return outcomes.map((outcome) => ({
          cluster: `${outcome.seed} ${outcome.truth.alert}`,
          so: isSo(outcome),
          found: found.has(outcome.page.pageKey),
        }));
      });
      return { task, by, ...scoreOf(pages) };
    }),
  );
}

function scoreOf(pages: readonly { cluster: string; so: boolean; found: boolean }[]): Omit<TaskFigure, "task" | "by"> {
  const rows = [...groupBy(pages, ({ cluster }) => cluster).values()].map((own) => ({
    truePositive: own.filter(({ so, found }) => so && found).length,
    falsePositive: own.filter(({ so, found }) => !so && found).length,
    falseNegative: own.filter(({ so, found }) => so && !found).length,
  }));
  const sum = (weights: Uint8Array | null) => {
    const all = { truePositive: 0, falsePositive: 0, falseNegative: 0 };
    rows.forEach((row, index) => {
      const weight = weights ? (weights[index] ?? 0) : 1;
      all.truePositive += weight * row.truePositive;
      all.falsePositive += weight * row.falsePositive;
      all.falseNegative += weight * row.falseNegative;
    });
    return all;
  };
  const all = sum(null);
  const { precision, recall, f1 } = figuresOf(all);
  const interval = bootstrapClusters(rows.length, (weights) => figuresOf(sum(weights)).f1);
  return { cases: all.truePositive + all.falseNegative, precision, recall, f1: { value: f1, interval } };
}

function byEngine(task: Reason): Finder {
  return (outcomes) =>
    keysOf(
      outcomes.filter(
        ({ judgement, findings }) => judgement.reason === task || findings.some(({ detector }) => detector === task),
      ),
    );
}

function keysOf(outcomes: readonly Outcome[]): Set<string> {
  return new Set(outcomes.map(({ page }) => page.pageKey));
}

function alertsOf(outcomes: readonly Outcome[]): Outcome[][] {
  return [...groupBy(outcomes, ({ signature }) => signature).values()];
}

/** All pages of any hour with three openings. */
function threeInAnHour(outcomes: readonly Outcome[]): Set<string> {
  const found = new Set<string>();
  for (const pages of alertsOf(outcomes)) {
    for (let last = 2; last < pages.length; last += 1) {
      const three = pages.slice(last - 2, last + 1);
      const [first, , third] = three.map(({ page }) => page.triggeredAt);
      if ((third ?? 0) - (first ?? 0) > HOUR_MS) continue;
      for (const { page } of three) found.add(page.pageKey);
    }
  }
  return found;
}

/** Flap detection over states every five minutes; between the two lines nothing changes. */
function byFlapValue(
  flapValueOf: (states: readonly boolean[]) => number,
  starts: (value: number) => boolean,
  stopsAt: number,
): Finder {
  return (outcomes) => {
    const found = new Set<string>();
    for (const pages of alertsOf(outcomes)) {
      const spans = pages.map(({ page }) => ({ openedAt: page.triggeredAt, clearedAt: page.endedAt }));
      let [flaps, at] = [false, Number.NEGATIVE_INFINITY];
      pages.forEach(({ page }, index) => {
        const next = pages[index + 1]?.page.triggeredAt ?? Number.POSITIVE_INFINITY;
        // 21 steps after its end nothing of a page is left in the history.
        const until = Math.min(next, (page.endedAt ?? page.triggeredAt) + 21 * STEP_MS);
        const near = spans.slice(Math.max(0, index - 24), index + 1);
        if (page.triggeredAt - at > 21 * STEP_MS) flaps = false;
        for (at = Math.max(at, page.triggeredAt); at < until; at += STEP_MS) {
          const value = flapValueOf(statesUntil(near, at));
          if (starts(value)) flaps = true;
          else if (value <= stopsAt) flaps = false;
          if (flaps) found.add(page.pageKey);
          // A page open for days changes no more.
          if (value === 0 && at > page.triggeredAt + 21 * STEP_MS && at < (page.endedAt ?? at)) break;
        }
        if (flaps) found.add(page.pageKey);
      });
    }
    return found;
  };
}

/** At least seven openings, three in five of them in one half hour of the local day: those in it. */
function byMinuteOfDay(outcomes: readonly Outcome[], zone: string): Set<string> {
  const found = new Set<string>();
  for (const pages of alertsOf(outcomes)) {
    const minutes = pages.map(({ page }) => {
      const { hour, minute } = localPartsOf(page.triggeredAt, zone);
      return hour * 60 + minute;
    });
    if (pages.length < 7) continue;
    const inHalfHour = (from: number) => minutes.filter((minute) => (minute - from + 1_440) % 1_440 < 30).length;
    const fullest = minutes.reduce(
      (best, from) => (inHalfHour(from) > inHalfHour(best) ? from : best),
      minutes[0] ?? 0,
    );
    if (inHalfHour(fullest) < 0.6 * pages.length) continue;
    pages.forEach(({ page }, index) => {
      if (((minutes[index] ?? 0) - fullest + 1_440) % 1_440 < 30) found.add(page.pageKey);
    });
  }
  return found;
}

/** More than five pages of three alerts of a team in ten minutes: all but the first. */
function byTimeWindow(outcomes: readonly Outcome[]): Set<string> {
  const found = new Set<string>();
  for (const pages of groupBy(outcomes, ({ page }) => page.facts.team).values()) {
    for (let last = 5; last < pages.length; last += 1) {
      const to = pages[last]?.page.triggeredAt ?? 0;
      const window = pages.slice(0, last + 1).filter(({ page }) => to - page.triggeredAt <= 10 * MINUTE_MS);
      if (window.length <= 5 || new Set(window.map(({ signature }) => signature)).size < 3) continue;
      for (const { page } of window.slice(1)) found.add(page.pageKey);
    }
  }
  return found;
}

/** Ended by another person than most of the earlier pages of the alert. */
function byResolver(outcomes: readonly Outcome[]): Set<string> {
  const found = new Set<string>();
  for (const pages of alertsOf(outcomes)) {
    const ended = new Map<string, number>();
    for (const { page } of pages) {
      const who = page.endedByPerson;
      if (who === null) continue;
      const [usual] = [...ended].sort((a, b) => b[1] - a[1]);
      if (usual && usual[0] !== who) found.add(page.pageKey);
      ended.set(who, (ended.get(who) ?? 0) + 1);
    }
  }
  return found;
}
