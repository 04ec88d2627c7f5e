import type { Page } from "@/lib/model/page";
import { posteriorOf } from "@/lib/noise/posterior";
import { type LabelCount, NEUTRAL_PRIOR, priorOf } from "@/lib/noise/prior";
import { localPartsOf } from "@/lib/time/boundaries";
import { retrospectiveFeatures } from "./features";
import type { FoldedPage, GivenLabel, JudgedPage } from "./judge-events";
import { fitLogistic, fitPlatt, logit } from "./logistic";
import type { World } from "./world";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Higher = rather actionable. */
export type Scores = ReadonlyMap<string, number>;

type Task = { world: World; labels: readonly GivenLabel[]; judged: ReadonlyMap<string, JudgedPage> };

export type Baseline = { name: string; what: string; atPageTime: boolean; score: (task: Task) => Scores };

export const BASELINES: readonly Baseline[] = [
  { name: "B0", what: "nothing is removed", atPageTime: true, score: ({ world }) => scoreEach(world, () => 1) },
  {
    name: "B1",
    what: "constant prior",
    atPageTime: true,
    score: ({ world, labels }) => scoreEach(world, () => shareOf(labels)),
  },
  {
    name: "B2",
    what: "severity",
    atPageTime: true,
    score: ({ world }) => scoreEach(world, ({ page }) => severityOf(page)),
  },
  {
    name: "B3",
    what: "rarity",
    atPageTime: true,
    score: ({ world }) => withPast(world, ({ before }) => 1 / (1 + before.length)),
  },
  {
    name: "B4",
    what: "cleared by its source in < 5 min",
    atPageTime: false,
    score: ({ world }) => scoreEach(world, ({ page }) => (isFleeting(page) ? 0 : 1)),
  },
  { name: "B5", what: "last label of the signature", atPageTime: true, score: lastLabel },
  {
    name: "B6",
    what: "raw rate of the last 7 days",
    atPageTime: true,
    score: ({ world }) => withPast(world, ({ page, before }) => 1 / (1 + within(before, page.triggeredAt, 7 * DAY_MS))),
  },
  { name: "B7", what: "empirical Bayes of the labels", atPageTime: true, score: empiricalBayes },
  { name: "B8", what: "majority of the weak votes", atPageTime: false, score: majorityOfVotes },
  {
    name: "B9",
    what: "logistic regression and Platt",
    atPageTime: true,
    score: (task) => regression(task, pageTimeFeatures(task)),
  },
  {
    name: "B9r",
    what: "the same with all that is known afterwards",
    atPageTime: false,
    score: (task) => regression(task, retrospectiveFeatures(task.world.folded, task.world.known, new Map())),
  },
];

function scoreEach({ folded }: World, scoreOf: (page: FoldedPage) => number): Scores {
  return new Map(folded.map((each) => [each.page.pageKey, scoreOf(each)]));
}

/** With the earlier pages of the same signature, in order. */
function withPast(
  { folded }: World,
  scoreOf: (one: { page: FoldedPage["page"]; signature: string; before: readonly Page[] }) => number,
): Scores {
  const past = new Map<string, Page[]>();
  return new Map(
    folded.map(({ page, signature }) => {
      const before = past.get(signature) ?? [];
      past.set(signature, before);
      const score = scoreOf({ page, signature, before });
      before.push(page);
      return [page.pageKey, score];
    }),
  );
}

const shareOf = (labels: readonly GivenLabel[]) =>
  labels.filter(({ isActionable }) => isActionable).length / Math.max(1, labels.length);

/** As it opened. P1 above P2 and so on; high urgency above low; what is not told lies in between. */
function severityOf({ opening }: FoldedPage["page"]): number {
  const digit = /\d/.exec(opening?.priority ?? "")?.[0];
  const urgency = opening?.urgency === "high" ? 0.2 : opening?.urgency === "low" ? -0.2 : 0;
  return (digit === undefined ? -3 : -Number(digit)) + urgency;
}

const isFleeting = ({ endedBy, endedAt, triggeredAt }: Page) =>
  endedBy === "source" && endedAt !== null && endedAt - triggeredAt < 5 * 60_000;

function within(before: readonly Page[], at: number, ms: number): number {
  let count = 0;
  for (let index = before.length - 1; index >= 0 && at - (before[index]?.triggeredAt ?? 0) < ms; index -= 1) count += 1;
  return count;
}

/** Labels of each signature in order of when they were given. */
function bySignature({ world, labels }: Task): Map<string, GivenLabel[]> {
  const signatureOfKey = new Map(world.folded.map(({ page, signature }) => [page.pageKey, signature]));
  const found = new Map<string, GivenLabel[]>();
  for (const label of labels.toSorted((a, b) => a.givenAt - b.givenAt)) {
    const signature = signatureOfKey.get(label.pageKey) ?? "";
    found.set(signature, [...(found.get(signature) ?? []), label]);
  }
  return found;
}

function lastLabel(task: Task): Scores {
  const given = bySignature(task);
  const share = shareOf(task.labels);
  return scoreEach(task.world, ({ page, signature }) => {
    const last = (given.get(signature) ?? []).filter(({ givenAt }) => givenAt < page.triggeredAt).at(-1);
    return last ? (last.isActionable ? 1 : 0) : share;
  });
}

/** 2.6: the labels of the signature given before, on a prior by moments over the other signatures. */
export function empiricalBayes(task: Task): Scores {
  const given = bySignature(task);
  const counts = (labels: readonly GivenLabel[]): LabelCount => ({
    a: labels.filter(({ isActionable }) => isActionable).length,
    n: labels.length,
  });
  const organisation = priorOf([[...given.values()].map(counts)]);
  const mu = shareOf(task.labels);
  // Too few signatures with labels of their own: at least the prevalence is known.
  const prior =
    organisation === NEUTRAL_PRIOR && task.labels.length > 20
      ? { mu: Math.min(0.99, Math.max(0.01, mu)), kappa: 2 }
      : organisation;
  return scoreEach(task.world, ({ page, signature }) => {
    const before = (given.get(signature) ?? []).filter(({ givenAt }) => givenAt < page.triggeredAt);
    return posteriorOf(counts(before), prior).mean;
  });
}

/** Each family of votes has one voice, however loud it is. */
function majorityOfVotes({ world, judged }: Task): Scores {
  return scoreEach(world, ({ page }) => {
    const votes = judged.get(page.pageKey)?.judgement.votes ?? [];
    return votes.reduce((sum, { weight }) => sum + Math.sign(weight), 0);
  });
}

function pageTimeFeatures(task: Task): ReadonlyMap<string, Float64Array> {
  const bayes = empiricalBayes(task);
  const rows = new Map<string, Float64Array>();
  withPast(task.world, ({ page, before }) => {
    const at = page.triggeredAt;
    const over = before.filter(({ lastEventAt, endedAt }) => Math.max(lastEventAt, endedAt ?? 0) < at);
    const share = (holds: (one: Page) => boolean) => (over.filter(holds).length + 0.5) / (over.length + 1);
    const { hour, weekday } = localPartsOf(at, task.world.known.zone);
    rows.set(
      page.pageKey,
      Float64Array.from([
        logit(bayes.get(page.pageKey) ?? 0.5),
        severityOf(page),
        Math.log(1 + within(before, at, HOUR_MS)),
        Math.log(1 + within(before, at, DAY_MS)),
        Math.log(1 + within(before, at, 7 * DAY_MS)),
        Math.log(1 + (at - (before.at(-1)?.triggeredAt ?? at - 60 * DAY_MS)) / HOUR_MS),
        share(isFleeting),
        share(({ acknowledgedAt }) => acknowledgedAt !== null),
        share(({ endedBy }) => endedBy === "person"),
        share(({ actions }) => actions.some(({ note }) => note !== null)),
        Math.sin((2 * Math.PI * hour) / 24),
        Math.cos((2 * Math.PI * hour) / 24),
        weekday > 4 ? 1 : 0,
      ]),
    );
    return 0;
  });
  return rows;
}

/** Platt is fitted on scores of pages that the regression did not see: each fifth by the other four. */
function regression({ world, labels }: Task, rows: ReadonlyMap<string, Float64Array>): Scores {
  const known = labels.filter(({ pageKey }) => rows.has(pageKey));
  const rowOf = ({ pageKey }: GivenLabel) => rows.get(pageKey) ?? new Float64Array();
  const isPositive = known.map(({ isActionable }) => isActionable);
  const models = [0, 1, 2, 3, 4].map((fold) => {
    const others = known.filter((_, other) => other % 5 !== fold);
    return fitLogistic(
      others.map(rowOf),
      others.map(({ isActionable }) => isActionable),
      5,
    );
  });
  const platt = fitPlatt(
    known.map((label, index) => models[index % 5]?.predict(rowOf(label)) ?? 0.5),
    isPositive,
  );
  const model = fitLogistic(known.map(rowOf), isPositive, 5);
  return scoreEach(world, ({ page }) => platt(model.predict(rows.get(page.pageKey) ?? new Float64Array())));
}
