import type { Settings } from "@/lib/model/settings";
import type { Finding, Judgement, NoiseReason, Reason, Verdict, Vote } from "@/lib/model/verdict";
import { detectors } from "@/lib/noise/detectors";
import { actionEvidence } from "./action-evidence";
import { BANDS, type Case, chanceOf, logit } from "./case";
import { type History, type Scene, sceneOf } from "./history";
import { NEUTRAL_PRIOR, type Prior } from "./prior";
import { type PriorCount, priorCounts } from "./prior-means";
import { sentenceOf } from "./sentence";
import { DEFAULT_WEIGHTS, type Weights } from "./signs";
import { changedThresholds } from "./thresholds";
import { usedPages } from "./used-pages";
import { CLASSIFIER_VERSION } from "./version";
import { holds, patternsOf, sumOf, weigh } from "./votes";
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

export type JudgedSignature = { findings: Finding[]; judgements: Judgement[] };

/**
 * Judges all pages of one signature, in order of opening. Pure: the same pages, labels, surroundings, settings, prior and
 * weights give the same judgements, whenever they are asked for.
 */
export function judgeSignature(
  history: History,
  settings: Settings,
  prior: Prior = NEUTRAL_PRIOR,
  weights: Weights = DEFAULT_WEIGHTS,
): JudgedSignature {
  const scene = sceneOf(history, settings);
  const findings = findingsOf(scene);
  const cases = casesOf(scene, findings, weights);
  const counts = priorCounts(scene, cases.map(labelWithoutPrior), prior);
  const judgements = cases.map((each, index) => {
    const count = counts[index] ?? { a: 0, n: 0, mean: prior.mu };
    return judge(each, count, prior, scene, findings);
  });
  return { findings, judgements };
}

export function findingsOf(scene: Scene): Finding[] {
  return detectors.flatMap((detector) =>
    detector.detect(scene, changedThresholds(scene.settings, detector.reason, scene.team)),
  );
}

function casesOf(scene: Scene, findings: readonly Finding[], weights: Weights): Case[] {
  const placeOf = new Map(scene.sights.map(({ page }, place) => [page.pageKey, place]));
  const patterns = patternsOf(scene, findings, placeOf);
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
    return {
      sight,
      evidence: actionEvidence(sight, scene, holds(mask, "planned-work")),
      ...weigh(sight, place, scene, patterns, weights),
      findings: indexes[place] ?? NO_INDEXES,
      places: places[place] ?? NO_INDEXES,
      noiseReason: NOISE_ORDER.find((reason) => holds(mask, reason)) ?? null,
      mask,
      isTold: page.knowsAcknowledgements || (page.endedBy !== "unknown" && page.endedBy !== "still-open"),
    };
  });
}

/** What the page alone says, on an even prior: only this may teach the signature. A test says nothing of the alert. */
function labelWithoutPrior(each: Case): Verdict | null {
  return each.noiseReason === "test" ? null : verdictOf(each, probabilityOf(each, NEUTRAL_PRIOR.mu));
}

function probabilityOf({ evidence, votes }: Case, mean: number): number {
  const p = chanceOf(logit(mean) + sumOf(votes));
  return evidence.length > 0 ? Math.max(BANDS.actionEvidenceAtLeast, p) : p;
}

/** Action evidence beats every pattern; a top priority is never noise by inference; what is not told is unclear. */
function verdictOf({ evidence, isTold, noiseReason, sight }: Case, p: number): Verdict {
  if (evidence.length > 0) return "actionable";
  if (!isTold) return "unclear";
  if (p >= BANDS.actionableAtLeast) return "actionable";
  return p <= BANDS.noiseAtMost && noiseReason !== null && !sight.isTopPriority ? "noise" : "unclear";
}

function judge(each: Case, count: PriorCount, prior: Prior, scene: Scene, findings: readonly Finding[]): Judgement {
  const { mean } = count;
  const probability = probabilityOf(each, mean);
  const verdict = verdictOf(each, probability);
  const reason = reasonOf(each, verdict);
  return {
    pageKey: each.sight.page.pageKey,
    verdict,
    probability,
    reason,
    sentence: sentenceOf(each, { verdict, probability, reason, mean }, scene, findings),
    decidedBy: each.evidence.length > 0 ? "action-evidence" : each.isTold ? "votes" : "too-little-known",
    votes: each.votes,
    against: againstOf(each, verdict),
    wouldChange: wouldChange(each, verdict, count, prior),
    usedPages: usedPages(each, reason, findings, scene),
    findings: each.findings,
    classifierVersion: CLASSIFIER_VERSION,
  };
}

const NOTHING_AGAINST: readonly Vote[] = [];

/** What speaks for the other side, strongest first. An unclear page has no side. */
function againstOf({ votes, covered }: Case, verdict: Verdict): readonly Vote[] {
  if (verdict === "unclear") return NOTHING_AGAINST;
  const side = verdict === "noise" ? 1 : -1;
  const against: Vote[] = [];
  for (const vote of votes) if (vote.weight * side > 0) against.push(vote);
  for (const vote of covered) if (vote.weight * side > 0) against.push(vote);
  if (against.length === 0) return NOTHING_AGAINST;
  return against.sort((a, b) => (b.weight - a.weight) * side);
}

const ACTIONABLE_ORDER = ["wrong-team", "could-wait", "real-upstream", "fixed-a-fault"] as const;

/** No reason is made up: a page that is actionable by weighing alone, on which nobody engaged, has none. */
function reasonOf({ mask, noiseReason, evidence, sight }: Case, verdict: Verdict): Reason | null {
  if (verdict === "noise") return noiseReason;
  if (verdict === "unclear") return null;
  const named = ACTIONABLE_ORDER.find((reason) => holds(mask, reason));
  if (named) return named;
  return evidence.length > 0 || sight.anyoneEngaged || sight.page.endedBy === "person" ? "fixed-a-fault" : null;
}
