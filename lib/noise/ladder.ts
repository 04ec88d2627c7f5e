import type { Instant } from "@/lib/model/instant";
import type { Reason, Verdict } from "@/lib/model/verdict";
import { posteriorOf } from "./posterior";
import { NEUTRAL_PRIOR, type Prior } from "./prior";
import { halfLifeOf } from "./prior-means";

/**
 * What the evidence lets us suggest, each rung with those before it: put the alert in the queue; hold, merge, mute in a
 * window, send to a ticket; page nobody at all.
 */
export type Rung = "none" | "flag" | "soften" | "silence";

export type RungPage = {
  at: Instant;
  verdict: Verdict;
  judgedByPerson: boolean;
  reason: Reason | null;
  topPriority: boolean;
};

const DAY_MS = 86_400_000;
const INFERRED = { weight: 0.3, most: 15 };
const CERTAINTY = 0.95;
/** At most this share of it is actionable. */
const SHARES = { flag: 0.5, soften: 0.2, silence: 0.1 };
const SILENCE = { words: 5, quietDays: 90 };

/**
 * How far verdicts on these pages carry (docs/metrics.md, "What-if"): people's words weigh 1, inferred verdicts 0.3 and
 * at most 15 together, each fading with its age. Inference alone never carries to `silence`.
 */
export function rungOf(pages: readonly RungPage[], now: Instant, prior: Prior = NEUTRAL_PRIOR): Rung {
  const { atMost } = posteriorOf(labelsOf(pages, now), prior);
  const surely = (share: number): boolean => atMost(share) >= CERTAINTY;
  if (!surely(SHARES.flag)) return "none";
  if (!surely(SHARES.soften)) return "flag";
  return surely(SHARES.silence) && maySilence(pages, now) ? "silence" : "soften";
}

function labelsOf(pages: readonly RungPage[], now: Instant): { a: number; n: number } {
  const halfLifeMs = halfLifeOf(pages.map(({ at }) => at).sort((a, b) => a - b));
  const said = { a: 0, n: 0 };
  const inferred = { a: 0, n: 0 };
  for (const { at, verdict, judgedByPerson, reason } of pages) {
    if (verdict === "unclear" || reason === "test") continue;
    const left = 2 ** (-Math.max(0, now - at) / halfLifeMs);
    const sum = judgedByPerson ? said : inferred;
    const weight = judgedByPerson ? left : INFERRED.weight * left;
    sum.n += weight;
    if (verdict === "actionable") sum.a += weight;
  }
  const scale = inferred.n > INFERRED.most ? INFERRED.most / inferred.n : 1;
  return { a: said.a + scale * inferred.a, n: said.n + scale * inferred.n };
}

function maySilence(pages: readonly RungPage[], now: Instant): boolean {
  const since = now - SILENCE.quietDays * DAY_MS;
  return (
    pages.filter(({ judgedByPerson, verdict }) => judgedByPerson && verdict !== "unclear").length >= SILENCE.words &&
    pages.every(({ at, verdict, topPriority }) => !topPriority && (verdict !== "actionable" || at < since))
  );
}
