import type { Settings } from "@/lib/model/settings";
import type { Finding, Judgement, NoiseReason, Reason, Verdict } from "@/lib/model/verdict";
import { detectors } from "@/lib/noise/detectors";
import { actionEvidence } from "./action-evidence";
import { BANDS, type Case } from "./case";
import { couldWait } from "./could-wait";
import { type History, type Scene, sceneOf } from "./history";
import { NEUTRAL_PRIOR, type Prior } from "./prior";
import { priorMeans } from "./prior-means";
import { sentenceOf } from "./sentence";
import { CLASSIFIER_VERSION } from "./version";
import { namesReason, patternsOf, sumOf, votesOf } from "./votes";

/** Which noise reason is named where several hold; the closed list in the order of preference. */
const NOISE_ORDER: readonly NoiseReason[] = [
  "test",
  "duplicate",
  "storm-symptom",
  "planned-work",
  "working-as-expected",
  "scheduled",
  "flapping",
  "self-healed",
  "stale",
  "ignored",
  "faulty-check",
  "threshold",
  "info-only",
];

export type JudgedSignature = { findings: Finding[]; judgements: Judgement[] };

/**
 * Judges all pages of one signature, in order of opening. Pure: the same pages, labels, settings and prior give the same
 * judgements, whenever they are asked for.
 */
export function judgeSignature(history: History, settings: Settings, prior: Prior = NEUTRAL_PRIOR): JudgedSignature {
  const scene = sceneOf(history, settings);
  const findings = detectors.flatMap((detector) => detector.detect(scene));
  const cases = casesOf(scene, findings);
  const unaided = cases.map((each) => labelWithoutPrior(each));
  const means = priorMeans(scene, unaided, prior);
  const judgements = cases.map((each, index) => judge(each, means[index] ?? prior.mu, scene, findings));
  return { findings, judgements };
}

function casesOf(scene: Scene, findings: readonly Finding[]): Case[] {
  const patterns = patternsOf(scene, findings);
  const byPage = new Map<string, number[]>();
  findings.forEach(({ pageKeys }, index) => {
    for (const key of pageKeys) {
      const indexes = byPage.get(key);
      if (indexes) indexes.push(index);
      else byPage.set(key, [index]);
    }
  });
  return scene.sights.map((sight) => {
    const { page } = sight;
    const own = byPage.get(page.pageKey) ?? [];
    return {
      sight,
      evidence: actionEvidence(sight),
      votes: votesOf(sight, scene, patterns),
      findings: own,
      noiseReason: noiseReasonOf(own, findings),
      isTold: page.knowsAcknowledgements || !["unknown", "still-open"].includes(page.endedBy),
    };
  });
}

function noiseReasonOf(own: readonly number[], findings: readonly Finding[]): NoiseReason | null {
  const named = new Set(
    own
      .flatMap((index) => findings[index] ?? [])
      .filter(namesReason)
      .map(({ detector }) => detector),
  );
  return NOISE_ORDER.find((reason) => named.has(reason)) ?? null;
}

/** What the page alone says, on an even prior: only this may teach the signature. A test says nothing of the alert. */
function labelWithoutPrior(each: Case): Verdict | null {
  return each.noiseReason === "test" ? null : verdictOf(each, probabilityOf(each, NEUTRAL_PRIOR.mu));
}

function probabilityOf({ evidence, votes }: Case, mean: number): number {
  const p = 1 / (1 + Math.exp(-(Math.log(mean / (1 - mean)) + sumOf(votes))));
  return evidence.length > 0 ? Math.max(BANDS.actionEvidenceAtLeast, p) : p;
}

/** Action evidence beats every pattern; a top priority is never noise by inference; what is not told is unclear. */
function verdictOf({ evidence, isTold, noiseReason, sight }: Case, p: number): Verdict {
  if (evidence.length > 0) return "actionable";
  if (!isTold) return "unclear";
  if (p >= BANDS.actionableAtLeast) return "actionable";
  return p <= BANDS.noiseAtMost && noiseReason !== null && !sight.isTopPriority ? "noise" : "unclear";
}

function judge(each: Case, mean: number, scene: Scene, findings: readonly Finding[]): Judgement {
  const probability = probabilityOf(each, mean);
  const verdict = verdictOf(each, probability);
  const reason = reasonOf(each, verdict, scene);
  return {
    pageKey: each.sight.page.pageKey,
    verdict,
    probability,
    reason,
    sentence: sentenceOf(each, { verdict, probability, reason, mean }, scene, findings),
    decidedBy: each.evidence.length > 0 ? "action-evidence" : each.isTold ? "votes" : "too-little-known",
    votes: each.votes,
    findings: each.findings,
    classifierVersion: CLASSIFIER_VERSION,
  };
}

/** No reason is made up: a page that is actionable by weighing alone, with no fix in sight, has none. */
function reasonOf({ evidence, noiseReason, sight }: Case, verdict: Verdict, scene: Scene): Reason | null {
  if (verdict === "noise") return noiseReason;
  if (verdict === "unclear") return null;
  if (couldWait(sight, scene)) return "could-wait";
  return evidence.length > 0 ? "fixed-a-fault" : null;
}
