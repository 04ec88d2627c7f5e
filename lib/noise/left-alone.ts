import type { Finding } from "@/lib/model/verdict";
import { reachedNobody } from "@/lib/noise/detectors/ignored";
import type { Case } from "./case";
import type { Scene } from "./history";
import { NEUTRAL_PRIOR } from "./prior";
import type { PriorCount } from "./prior-means";
import { probabilityOf } from "./probability";
import type { Sight } from "./sight";
import { isWithheld, silenceOf } from "./votes";
import { ofPages, percent } from "./wording";

/** A page that no pattern explains is noise only where it is so sure. `unanswered`: of the pages of the alert. */
const LEFT_ALONE = { probability: 0.07, pages: 3, unanswered: 0.7, silence: 0.4 };

type Left = { cases: readonly Case[]; findings: Finding[] };

/**
 * Pages that nobody seems to have been needed for, although no pattern says why: the alert is too easily set off, or where
 * hardly anybody ever takes it, it is ignored. `before`: findings of the alert so far, behind which these come.
 */
export function nameLeftAlone(
  cases: readonly Case[],
  counts: readonly PriorCount[],
  scene: Scene,
  before: number,
): Left {
  const places = cases.length < LEFT_ALONE.pages ? [] : placesLeft(cases, counts, scene);
  if (places.length === 0) return { cases, findings: [] };
  const { never, known, isIgnored } = answersTo(places, cases, scene);
  const findings: Finding[] = [];
  const changed = [...cases];
  for (const [noiseReason, text] of Object.entries(LEFT_TEXT) as [LeftReason, string][]) {
    const own = places.filter((place) => leftReasonOf(cases[place], isIgnored) === noiseReason);
    if (own.length === 0) continue;
    own.forEach((place, at) => {
      const each = cases[place];
      if (!each) return;
      const index = before + findings.length;
      changed[place] = { ...each, noiseReason, findings: [...each.findings, index], places: [...each.places, at] };
    });
    findings.push({
      detector: noiseReason,
      claim: `${ofPages(own.length, cases.length)} come to ${percent(LEFT_ALONE.probability)} or less by all that can be looked at${text}; ${never} of ${known} were never acknowledged`,
      facts: { sign: "habits", pages: cases.length, left: own.length, unanswered: never, known },
      pageKeys: own.flatMap((place) => cases[place]?.sight.page.pageKey ?? []),
      thresholds: LEFT_ALONE,
    });
  }
  return { cases: changed, findings };
}

function placesLeft(cases: readonly Case[], counts: readonly PriorCount[], scene: Scene): number[] {
  const taken = cases.filter(({ sight }) => sight.acknowledgedAt !== null).length;
  return cases.flatMap((each, place) => {
    const { noiseReason, evidence, isTold, sight, votes } = each;
    if (noiseReason !== null || evidence.length > 0 || !isTold || sight.isTopPriority || reachedNobody(sight, scene))
      return [];
    if (votes.some(({ sign }) => sign === "information-title") && comesAgain(cases, place)) return [];
    if (isWithheld(each)) return [];
    if (votes.some(({ sign }) => sign === "no-data") && isHeldForOnce(sight, taken, cases.length)) return [];
    return probabilityOf(each, counts[place]?.mean ?? NEUTRAL_PRIOR.mu) <= LEFT_ALONE.probability ? [place] : [];
  });
}

/** Whether these pages are ignored: most were never taken, in a team that takes what it works on. */
function answersTo(places: readonly number[], cases: readonly Case[], { culture }: Scene) {
  const told = places.flatMap((place) => cases[place] ?? []).filter(({ sight }) => sight.page.knowsAcknowledgements);
  const never = told.filter(({ sight }) => sight.acknowledgedAt === null).length;
  const isMost = told.length > 0 && never >= LEFT_ALONE.unanswered * told.length;
  return { never, known: told.length, isIgnored: isMost && silenceOf(culture) >= LEFT_ALONE.silence };
}

function leftReasonOf(each: Case | undefined, isIgnored: boolean): LeftReason {
  const signs = each?.votes.map(({ sign }) => sign) ?? [];
  if (signs.includes("information-title")) return "info-only";
  if (signs.includes("no-data")) return "faulty-check";
  return isIgnored && each?.sight.acknowledgedAt === null ? "ignored" : "threshold";
}

type LeftReason = "info-only" | "faulty-check" | "ignored" | "threshold";

const LEFT_TEXT: Readonly<Record<LeftReason, string>> = {
  "info-only": ", whose titles tell information only",
  "faulty-check": ", on which the check had no result",
  ignored: ", and hardly any is ever taken",
  threshold: ", and no pattern explains them: it is set off too easily",
};

/** A check has no data either when its host died: whoever takes few of such pages and holds this one may have seen to that. */
const FOR_ONCE = { heldMs: 8 * 60_000, ofOthers: 0.5 };

function isHeldForOnce({ page, acknowledgedAt }: Sight, taken: number, pages: number): boolean {
  if (acknowledgedAt === null || taken - 1 > FOR_ONCE.ofOthers * (pages - 1)) return false;
  return page.endedAt === null || page.endedAt - acknowledgedAt > FOR_ONCE.heldMs;
}

/** A message that comes again soon may have been no good news. */
const AGAIN_MS = 2 * 3_600_000;

function comesAgain(cases: readonly Case[], place: number): boolean {
  const at = cases[place]?.sight.page.triggeredAt ?? 0;
  return [place - 1, place + 1].some(
    (other) => Math.abs((cases[other]?.sight.page.triggeredAt ?? Number.POSITIVE_INFINITY) - at) < AGAIN_MS,
  );
}
