import type { Settings } from "@/lib/model/settings";
import type {
  Finding,
  Inferred,
  Judgement,
  NoiseReason,
  PersonVerdict,
  Reason,
  Verdict,
  Vote,
} from "@/lib/model/verdict";
import { detectors } from "@/lib/noise/detectors";
import { actionEvidence, type Explained } from "./action-evidence";
import { againstOf } from "./against-of";
import { BANDS, type Case, chanceOf, logit } from "./case";
import { mayHaveRunAgain } from "./ended-by-hand";
import { answerOf, firstOdds, type Habits, type Observed } from "./habits";
import { type History, type Scene, sceneOf } from "./history";
import { nameLeftAlone } from "./left-alone";
import { NEUTRAL_PRIOR, type Prior } from "./prior";
import { type PriorCount, priorCounts } from "./prior-means";
import { probabilityOf } from "./probability";
import { sentenceOf } from "./sentence";
import type { Sight } from "./sight";
import { DEFAULT_WEIGHTS, type Weights } from "./signs";
import { changedThresholds } from "./thresholds";
import { usedPages } from "./used-pages";
import { CLASSIFIER_VERSION } from "./version";
import {
  type Answered,
  answersOf,
  holds,
  type Patterns,
  patternsOf,
  sumOf,
  symptomStrength,
  voteFacts,
  type Weighed,
  weigh,
} from "./votes";
import { viewerOf } from "./weighing/looks";
import { LEARNT, sumLooks, weighLooks } from "./weighing/weigh-looks";
import { wouldChange } from "./would-change";

/**
 * Which noise reason is named where several hold. `ignored` and `stale` say only that nobody answered, so whatever says why
 * comes before them.
 */
const NOISE_ORDER: readonly NoiseReason[] = [
  "test",
  "duplicate",
  "storm-symptom",
  "planned-work",
  "working-as-expected",
  "scheduled",
  "flapping",
  "self-healed",
  "faulty-check",
  "threshold",
  "info-only",
  "stale",
  "ignored",
];

const NO_INDEXES: readonly number[] = [];

export type JudgedSignature = {
  findings: Finding[];
  /** Of each page, in order of opening. */
  inferred: Inferred[];
  /** All that can be told of the verdict on one page, by its place among them: it takes as long as the verdict itself. */
  explain: (place: number) => Judgement;
};

/**
 * Judges all pages of one signature. Pure: the same pages, labels, surroundings, settings, prior and weights give the same
 * verdicts and explanations, whenever they are asked for.
 */
export function judgeSignature(
  history: History,
  settings: Settings,
  prior: Prior = NEUTRAL_PRIOR,
  weights: Weights = DEFAULT_WEIGHTS,
): JudgedSignature {
  const { habits } = history.surroundings ?? {};
  return judgeRead(readHistory(history, settings, weights, habits), prior, weights, habits);
}

/** A signature with its findings, and its cases as they are without knowing the habits of its team. */
export type ReadSignature = { scene: Scene; findings: Finding[]; patterns: Patterns; cases: Case[] };

export function readSignature(history: History, settings: Settings, weights: Weights = DEFAULT_WEIGHTS): ReadSignature {
  return readHistory(history, settings, weights, undefined);
}

/** `toWeighBy`: where they know the team, its pages are weighed by them afterwards, and not before. */
function readHistory(
  history: History,
  settings: Settings,
  weights: Weights,
  toWeighBy: Habits | undefined,
): ReadSignature {
  const scene = sceneOf(history, settings);
  const findings = findingsOf(scene);
  const placeOf = new Map(scene.sights.map(({ page }, place) => [page.pageKey, place]));
  const patterns = patternsOf(scene, findings, placeOf);
  const isWeighedLater = toWeighBy?.has(scene.team ?? "") === true;
  return {
    scene,
    findings,
    patterns,
    cases: casesOf(scene, findings, patterns, placeOf, isWeighedLater ? null : weights),
  };
}

/** What the habits of a team are learnt from. */
export function observe({ scene, cases }: ReadSignature, signature: string): Observed[] {
  const team = scene.team ?? "";
  return cases.map((each) => {
    const others = sumOf(each.votes.filter(({ family }) => family !== "response"));
    const answer = answerOf(each.sight, scene);
    const decided = each.evidence.length > 0 ? BANDS.actionEvidenceAtLeast : null;
    return { team, signature, answer, others, decided, first: chanceOf(others + firstOdds(answer)) };
  });
}

export function judgeRead(
  { scene: read, findings, patterns, cases: plain }: ReadSignature,
  prior: Prior,
  weights: Weights = DEFAULT_WEIGHTS,
  habits?: Habits,
): JudgedSignature {
  const {
    scene,
    habit,
    answered,
    cases: first,
    counts,
  } = firstLook({ scene: read, findings, patterns, cases: plain }, prior, weights, habits);
  const { cases, votesAt } = answered
    ? weighLearnt(first, scene, counts, prior, answered)
    : { cases: first, votesAt: null };
  const named = habit ? nameLeftAlone(cases, counts, scene, findings.length) : { cases, findings: [] };
  const all = [...findings, ...named.findings];
  const countAt = (place: number) => counts[place] ?? { a: 0, n: 0, mean: prior.mu };
  return {
    findings: all,
    inferred: named.cases.map((each, place) => infer(each, countAt(place))),
    explain: (place) => {
      const each = named.cases[place];
      if (!each) throw new RangeError(`there is no page ${place} among ${named.cases.length}`);
      const told = votesAt ? { ...each, votes: votesAt(place) } : withFacts(each, scene, weights);
      return explain(told, countAt(place), prior, scene, all);
    },
  };
}

export function firstLook(
  { scene: read, patterns, cases: plain }: ReadSignature,
  prior: Prior,
  weights: Weights,
  habits: Habits | undefined,
) {
  const scene = habits ? { ...read, surroundings: { ...read.surroundings, habits } } : read;
  const habit = habits?.get(scene.team ?? "") ?? null;
  const answered = habit && answersOf(scene, habit);
  const cases = habit
    ? plain.map((each, place) => reweighed(each, weigh(each.sight, place, scene, patterns, weights, answered), 0))
    : plain;
  const counts = habit ? sharesOf(cases, scene, prior) : priorCounts(scene, cases.map(labelWithoutPrior), prior);
  return { scene, habit, answered, cases, counts };
}

/** `votesAt`: all votes on the page in a place, with what their words tell. The cases have what a verdict takes of them. */
type Learnt = { cases: Case[]; votesAt: (place: number) => Vote[] };

/**
 * Weighs each page by what was learnt. Words of people on other pages of the alert move the start from there, by as much as
 * they move its mean.
 */
function weighLearnt(
  cases: readonly Case[],
  scene: Scene,
  counts: readonly PriorCount[],
  prior: Prior,
  answered: Answered,
): Learnt {
  const unsaid =
    scene.labels.size === 0 && prior === NEUTRAL_PRIOR
      ? counts
      : sharesOf(cases, { ...scene, labels: NO_LABELS }, NEUTRAL_PRIOR);
  const means = unsaid.map(({ mean }) => mean);
  const viewAt = viewerOf(cases, scene, means, answered);
  const weighed = cases.map((each, place) => {
    const offset = LEARNT.base - logit(means[place] ?? NEUTRAL_PRIOR.mu);
    return reweighed(each, sumLooks(viewAt(place)), offset);
  });
  return { cases: weighed, votesAt: (place) => weighLooks(viewAt(place)) };
}

/** What is known of the page stays. Each by its name: this is done for each page, and to spread an object takes as long as the rest. */
function reweighed(each: Case, { votes, covered, sum }: Weighed, offset: number): Case {
  const { sight, evidence, findings, places, noiseReason, mask, isTold } = each;
  return { sight, evidence, votes, covered, sum, offset, findings, places, noiseReason, mask, isTold };
}

function withFacts(each: Case, scene: Scene, weights: Weights): Case {
  const told = (vote: Vote) => ({ ...vote, facts: voteFacts(vote, each.sight, scene, weights) });
  return { ...each, votes: each.votes.map(told), covered: each.covered.map(told) };
}

const NO_LABELS: ReadonlyMap<string, PersonVerdict> = new Map();

/** What the pages of an alert say of each other, each as far as it is known what it was. */
function sharesOf(cases: readonly Case[], scene: Scene, prior: Prior): PriorCount[] {
  let means = cases.map(() => NEUTRAL_PRIOR.mu);
  let counts: PriorCount[] = [];
  for (let round = 0; round < SHARE_ROUNDS; round += 1) {
    const labels = cases.map((each, index) => softLabel(each, means[index] ?? NEUTRAL_PRIOR.mu));
    counts = priorCounts(scene, labels, prior);
    means = counts.map(({ mean }) => mean);
  }
  return counts;
}

const SHARE_ROUNDS = 4;

function findingsOf(scene: Scene): Finding[] {
  return detectors.flatMap((detector) =>
    detector.detect(scene, changedThresholds(scene.settings, detector.reason, scene.team)),
  );
}

function casesOf(
  scene: Scene,
  findings: readonly Finding[],
  patterns: Patterns,
  placeOf: ReadonlyMap<string, number>,
  weights: Weights | null,
): Case[] {
  const indexes: (number[] | undefined)[] = new Array(scene.sights.length);
  const places: (number[] | undefined)[] = new Array(scene.sights.length);
  findings.forEach(({ pageKeys }, index) => {
    pageKeys.forEach((key, at) => {
      const place = placeOf.get(key);
      if (place === undefined) return;
      const [mine, within] = [indexes[place], places[place]];
      if (mine && within) {
        mine.push(index);
        within.push(at);
      } else [indexes[place], places[place]] = [[index], [at]];
    });
  });
  return scene.sights.map((sight, place) => {
    const { page } = sight;
    const mask = patterns.holds[place] ?? 0;
    const { votes, covered, sum } = weights === null ? UNWEIGHED : weigh(sight, place, scene, patterns, weights);
    return {
      sight,
      evidence: actionEvidence(sight, scene, explainedBy(mask, sight, scene)),
      votes,
      covered,
      sum,
      offset: 0,
      findings: indexes[place] ?? NO_INDEXES,
      places: places[place] ?? NO_INDEXES,
      noiseReason: noiseReasonOf(mask, sight, patterns),
      mask,
      isTold: page.knowsAcknowledgements || (page.endedBy !== "unknown" && page.endedBy !== "still-open"),
    };
  });
}

/** By its clock alone no page is called noise that somebody worked on as on a job that has to run again. */
function noiseReasonOf(mask: number, sight: Sight, { namesClears }: Patterns): NoiseReason | null {
  for (const reason of NOISE_ORDER)
    if (holds(mask, reason) && (reason !== "scheduled" || !mayHaveRunAgain(sight, namesClears))) return reason;
  return null;
}

const UNWEIGHED: Weighed = { votes: [], covered: [], sum: 0 };

const USUAL_SYMPTOM = 0.5;

function explainedBy(mask: number, sight: Sight, scene: Scene): Explained {
  if (holds(mask, "duplicate")) return "by-another-page";
  if (holds(mask, "storm-symptom") && symptomStrength(sight, scene) >= USUAL_SYMPTOM) return "by-another-page";
  return holds(mask, "planned-work") ? "by-planned-work" : "by-nothing";
}

/** What the page alone says, on an even prior: only this may teach the signature. A test says nothing of the alert. */
function labelWithoutPrior(each: Case): Verdict | null {
  return each.noiseReason === "test" ? null : verdictOf(each, probabilityOf(each, NEUTRAL_PRIOR.mu));
}

function softLabel(each: Case, mean: number): number | null {
  if (each.noiseReason === "test" || !each.isTold) return null;
  return probabilityOf(each, mean);
}

/** Action evidence beats every pattern; a top priority is never noise by inference; what is not told is unclear. */
function verdictOf({ evidence, isTold, noiseReason, sight }: Case, p: number): Verdict {
  if (evidence.length > 0) return "actionable";
  if (!isTold) return "unclear";
  if (p >= BANDS.actionableAtLeast) return "actionable";
  return p <= BANDS.noiseAtMost && noiseReason !== null && !sight.isTopPriority ? "noise" : "unclear";
}

function infer(each: Case, { mean }: PriorCount): Inferred {
  const probability = probabilityOf(each, mean);
  const verdict = verdictOf(each, probability);
  return { pageKey: each.sight.page.pageKey, verdict, probability, reason: reasonOf(each, verdict) };
}

function explain(each: Case, count: PriorCount, prior: Prior, scene: Scene, findings: readonly Finding[]): Judgement {
  const { mean } = count;
  const inferred = infer(each, count);
  const { verdict, probability, reason } = inferred;
  return {
    ...inferred,
    sentence: sentenceOf(each, { verdict, probability, reason, mean }, scene, findings),
    decidedBy: each.evidence.length > 0 ? "action-evidence" : each.isTold ? "votes" : "too-little-known",
    votes: each.votes,
    against: againstOf(each.votes, each.covered, verdict),
    wouldChange: wouldChange(each, verdict, count, prior),
    usedPages: usedPages(each, reason, findings, scene),
    findings: each.findings,
    classifierVersion: CLASSIFIER_VERSION,
  };
}

const ACTIONABLE_ORDER = ["wrong-team", "could-wait", "real-upstream", "fixed-a-fault"] as const;

/** No reason is made up: a page that is actionable by weighing alone, on which nobody engaged, has none. */
function reasonOf({ mask, noiseReason, evidence, sight }: Case, verdict: Verdict): Reason | null {
  if (verdict === "noise") return noiseReason;
  if (verdict === "unclear") return null;
  const named = ACTIONABLE_ORDER.find((reason) => holds(mask, reason));
  if (named) return named;
  const isTaken = sight.anyoneEngaged || sight.acted || sight.acknowledgedAt !== null;
  return evidence.length > 0 || isTaken || sight.page.endedBy === "person" ? "fixed-a-fault" : null;
}
