import type { Finding, Reason, Verdict } from "@/lib/model/verdict";
import { longestIdleMs } from "@/lib/noise/detectors/stale";
import { BANDS, type Case } from "./case";
import { heldMs } from "./ended-by-hand";
import type { Scene } from "./history";
import { isWithheld } from "./votes";
import { whyOf } from "./why-of";
import { durationText, pageName, percent, plural } from "./wording";

type Outcome = { verdict: Verdict; probability: number; reason: Reason | null; mean: number };

/** One or two sentences, made of facts and numbers only. */
export function sentenceOf(each: Case, outcome: Outcome, scene: Scene, findings: readonly Finding[]): string {
  if (outcome.verdict === "actionable") return actionableSentence(each, outcome);
  if (outcome.verdict === "noise") return `Noise, ${outcome.reason}: ${noiseText(each, scene, findings)}.`;
  return `Unclear: ${unclearText(each, outcome)}.`;
}

function actionableSentence(each: Case, { reason, probability, mean }: Outcome): string {
  const name = reason ? `Actionable, ${reason}` : "Actionable";
  if (each.evidence.length > 0) return `${name}: ${each.evidence.join("; ")}.`;
  return `${name}: ${whyText(each, mean)}; probability ${percent(probability)}.`;
}

function noiseText(each: Case, scene: Scene, findings: readonly Finding[]): string {
  const { page, openMs, acknowledgedAt, anyoneEngaged } = each.sight;
  const finding = each.findings
    .flatMap((index) => findings[index] ?? [])
    .find(({ detector }) => detector === each.noiseReason);
  const { facts = {}, claim = "" } = finding ?? {};
  const all = scene.sights.length;
  switch (each.noiseReason) {
    case "self-healed": {
      const taken = acknowledgedAt === null ? "nobody acted" : "acknowledged, and nothing else was done";
      const others =
        all === 1 ? "the only page of this alert" : `${facts.selfHealed} of ${all} pages of this alert did the same`;
      return `cleared by its source ${durationText(openMs ?? 0)} after it opened, ${taken}; ${others}`;
    }
    case "flapping":
      return `the alert ${claim}`;
    case "storm-symptom":
      return claim.replace(/^\d+ pages? /, "");
    case "planned-work":
      return facts.sign === "declared" ? claim.replace(/^\d+ pages? /, "") : claim;
    case "duplicate":
      return page.mergedInto !== null && facts.first === page.mergedInto
        ? `merged into page ${pageName(page.mergedInto)}`
        : `opened while page ${facts.name} of the same problem was open`;
    case "scheduled":
      return `${claim}${anyoneEngaged ? "" : "; nobody engaged"}`;
    case "stale":
      return `open for more than a day, nobody active on it for ${durationText(longestIdleMs(page, scene, 0) ?? 0)}`;
    case "ignored":
      if (facts.sign === "habits") return claim;
      return `${acknowledgedAt === null ? "never acknowledged" : "acknowledged and nothing followed"}; ${facts.unanswered} of ${plural(Number(facts.pages), "page")} of this alert got no response`;
    default:
      return claim;
  }
}

/** Says what is missing. */
function unclearText(each: Case, { probability, mean }: Outcome): string {
  const { page, isTopPriority } = each.sight;
  if (!each.isTold) {
    const end = page.endedBy === "still-open" ? "it has no end yet" : "the source does not tell who or what ended it";
    return `${end}, and the source does not tell acknowledgements`;
  }
  const chance = `probability ${percent(probability)} that it was actionable`;
  if (probability > BANDS.noiseAtMost) {
    return `${chance}, noise takes ${percent(BANDS.noiseAtMost)} or less and actionable ${percent(BANDS.actionableAtLeast)} or more; ${whyText(each, mean)}${missingText(each)}`;
  }
  if (isTopPriority) return `it ended in ${page.facts.priority}, which only a person may call noise; ${chance}`;
  if (isWithheld(each)) {
    return `${chance}, but somebody held it for ${durationText(heldMs(each.sight))} and closed it by hand, as is done with a job that is run again, and its clock alone calls no such page noise; ${whyText(each, mean)}`;
  }
  return `${chance}, but no pattern names a reason; ${whyText(each, mean)}${missingText(each)}`;
}

/** More than these nobody reads; the votes are all told beside it. */
const MOST_TOLD = 4;

function whyText(each: Case, mean: number): string {
  const { votes, offset } = each;
  const prior = `${percent(mean)} from the other pages of this alert`;
  if (votes.length === 0) return `nothing but the prior speaks, ${prior}`;
  const told = votes.slice(0, MOST_TOLD).map(whyOf);
  // Learnt weights take the other pages as votes of their own.
  return [...told, ...(offset === 0 ? [`prior ${prior}`] : [])].join("; ");
}

function missingText({ sight: { page } }: Case): string {
  const missing: string[] = [];
  if (!page.knowsAcknowledgements) missing.push("whether anyone acknowledged it");
  if (page.endedBy === "unknown") missing.push("who or what ended it");
  if (page.endedBy === "still-open") missing.push("its end");
  return missing.length === 0 ? "" : `; not told: ${missing.join(", ")}`;
}
