import type { Instant } from "@/lib/model/instant";
import type { Reason, Verdict } from "@/lib/model/verdict";
import { type LabelCount, type Prior, priorOf } from "@/lib/noise/prior";
import { medianOfSorted } from "@/lib/statistics/median-of";
import type { PageRef } from "./page-facts";
import type { Told } from "./told";

const DAY_MS = 86_400_000;
const MIN_HALF_LIFE_MS = 60 * DAY_MS;
const HALF_LIFE_GAPS = 20;
const INFERRED_WEIGHT = 0.3;
/** 50 inferred verdicts of .3 are the 15 labels that inference may weigh at most: so only the newest are kept. */
const NEWEST_INFERRED = 50;

/** One bulk gesture weighs at most five verdicts, on however many pages. */
const GESTURE_WEIGHT = 5;

/** A person's word at the instant it was given or taken back. */
export type LabelAct = {
  at: Instant;
  /** What it is about, unique: the page, or the signature for a word on all of it. */
  key: string;
  page: PageRef;
  /** False for a word on a whole signature: it counts for 2.6, but there is no page to learn from. */
  isPage: boolean;
  /** Null takes back what was said. */
  said: { verdict: Verdict; reason: Reason | null } | null;
  /** 1, or less of a gesture over many pages. */
  weight: number;
};

export function gestureWeight(pages: number): number {
  return Math.min(1, GESTURE_WEIGHT / Math.max(1, pages));
}

/** 1 actionable, 0 noise; null where the word says nothing of the alert: unclear, or a test. */
export function outcomeOf(said: LabelAct["said"]): 0 | 1 | null {
  if (said === null || said.verdict === "unclear" || said.reason === "test") return null;
  return said.verdict === "actionable" ? 1 : 0;
}

type Human = { openedAt: Instant; at: Instant; outcome: 0 | 1; weight: number };
type Inferred = { openedAt: Instant; pageKey: string; at: Instant; verdict: Verdict; needsActs: boolean };

/** The newest inferred words by opening of their pages; in columns, because they are read for every page. */
type InferredColumns = { openedAt: Instant[]; code: number[]; words: Inferred[] };

/** 0 says nothing, 1 noise, 2 noise if the source tells acts, 3 actionable. */
function codeOf({ verdict, needsActs }: Inferred): number {
  if (verdict === "unclear") return 0;
  return verdict === "actionable" ? 3 : needsActs ? 2 : 1;
}

/** Words on one signature: people's by key, inferred ones of the newest pages. */
type SignatureLabels = { human: Map<string, Human>; count: LabelCount; inferred: InferredColumns };

export type LabelsPast = {
  signatures: Map<string, SignatureLabels>;
  /** Human labels of each signature, by service, by team, and of everybody under "". */
  levels: Map<string, Map<string, LabelCount>>;
  /** Priors worked out since the last word. */
  priors: Map<string, Prior>;
};

export function labelsPast(): LabelsPast {
  return { signatures: new Map(), levels: new Map(), priors: new Map() };
}

function signatureLabels(past: LabelsPast, signature: string): SignatureLabels {
  let labels = past.signatures.get(signature);
  if (!labels) {
    labels = { human: new Map(), count: { a: 0, n: 0 }, inferred: { openedAt: [], code: [], words: [] } };
    past.signatures.set(signature, labels);
  }
  return labels;
}

export function tellInferred(past: LabelsPast, { at, page, verdict, needsActs }: Told & { what: "inferred" }): void {
  const { inferred } = signatureLabels(past, page.signature);
  const word = { openedAt: page.openedAt, pageKey: page.pageKey, at, verdict, needsActs };
  let index = inferred.words.length;
  while (index > 0 && byOpening(inferred.words[index - 1] as Inferred, word) > 0) index -= 1;
  const known = inferred.words[index - 1];
  const again = known !== undefined && byOpening(known, word) === 0;
  if (again && known.at > at) return;
  const [from, gone] = again ? [index - 1, 1] : [index, 0];
  inferred.words.splice(from, gone, word);
  inferred.openedAt.splice(from, gone, word.openedAt);
  inferred.code.splice(from, gone, codeOf(word));
  if (inferred.words.length <= NEWEST_INFERRED) return;
  inferred.words.shift();
  inferred.openedAt.shift();
  inferred.code.shift();
}

function byOpening(a: Inferred, b: Inferred): number {
  return a.openedAt - b.openedAt || (a.pageKey < b.pageKey ? -1 : a.pageKey > b.pageKey ? 1 : 0);
}

export function tellLabel(past: LabelsPast, { key, page, said, weight, at }: LabelAct): void {
  const labels = signatureLabels(past, page.signature);
  const before = labels.human.get(key);
  labels.human.delete(key);
  const outcome = outcomeOf(said);
  if (outcome !== null) labels.human.set(key, { openedAt: page.openedAt, at, outcome, weight });
  if (!before && outcome === null) return;
  labels.count = countOf(labels.human.values());
  for (const level of levelKeys(page)) {
    const signatures = past.levels.get(level) ?? new Map<string, LabelCount>();
    signatures.set(page.signature, labels.count);
    past.levels.set(level, signatures);
  }
  past.priors.clear();
}

function countOf(humans: Iterable<Human>): LabelCount {
  const count = { a: 0, n: 0 };
  for (const { outcome, weight } of humans) {
    count.a += outcome * weight;
    count.n += weight;
  }
  return count;
}

/** From the narrowest level to everybody. */
function levelKeys({ service, team }: PageRef): string[] {
  const keys: string[] = [];
  if (service !== null) keys.push(`service ${service}`);
  if (team !== null) keys.push(`team ${team}`);
  return [...keys, ""];
}

export function priorBefore(past: LabelsPast, page: PageRef): Prior {
  const cacheKey = `${page.service === null ? "" : `s${page.service}`}\n${page.team ?? ""}`;
  let prior = past.priors.get(cacheKey);
  if (!prior) {
    prior = priorOf(levelKeys(page).map((key) => [...(past.levels.get(key)?.values() ?? [])]));
    past.priors.set(cacheKey, prior);
  }
  return prior;
}

/** Labels faded with the time between their pages and the one at hand. */
export type FadedLabels = { a: number; n: number };

/** People's words on the other pages of the signature, and the newest of them. */
export function humanBefore(
  past: LabelsPast,
  page: PageRef,
  halfLifeMs: number,
): FadedLabels & { words: number; last: 0 | 1 | null } {
  const found = { a: 0, n: 0, words: 0, last: null as 0 | 1 | null };
  const labels = past.signatures.get(page.signature);
  if (!labels) return found;
  const rate = -Math.LN2 / halfLifeMs;
  let newest = Number.NEGATIVE_INFINITY;
  for (const [key, { openedAt, outcome, weight }] of labels.human) {
    if (key === page.pageKey) continue;
    const faded = weight * Math.exp(rate * Math.abs(page.openedAt - openedAt));
    found.a += outcome * faded;
    found.n += faded;
    found.words += weight;
    if (openedAt < newest) continue;
    newest = openedAt;
    found.last = outcome;
  }
  return found;
}

/** Inferred verdicts of the other pages that have ended and that no person has judged. */
export function inferredBefore(past: LabelsPast, page: PageRef, halfLifeMs: number, actsAreTold: boolean): FadedLabels {
  const found = { a: 0, n: 0 };
  const labels = past.signatures.get(page.signature);
  if (!labels) return found;
  const rate = -Math.LN2 / halfLifeMs;
  const { openedAt: openedAts, code, words } = labels.inferred;
  for (let index = 0; index < code.length; index += 1) {
    const said = code[index] ?? 0;
    const openedAt = openedAts[index] ?? 0;
    if (said === 0 || (said === 2 && !actsAreTold)) continue;
    if (openedAt === page.openedAt && words[index]?.pageKey === page.pageKey) continue;
    if (labels.human.size > 0 && labels.human.has(words[index]?.pageKey ?? "")) continue;
    const faded = INFERRED_WEIGHT * Math.exp(rate * Math.abs(page.openedAt - openedAt));
    if (said === 3) found.a += faded;
    found.n += faded;
  }
  return found;
}

/** 60 days, or 20 median gaps of a rarer alert, from the openings so far, which ascend. */
export function halfLifeBefore(openings: readonly { at: Instant }[]): number {
  const count = openings.length - 1;
  if (count < 1) return MIN_HALF_LIFE_MS;
  const span = (openings[count]?.at ?? 0) - (openings[0]?.at ?? 0);
  // With a median gap of over 3 days at least half of the gaps are that long.
  if (span <= (count / 2) * (MIN_HALF_LIFE_MS / HALF_LIFE_GAPS)) return MIN_HALF_LIFE_MS;
  const gaps = new Float64Array(count);
  for (let index = 0; index < count; index += 1)
    gaps[index] = (openings[index + 1]?.at ?? 0) - (openings[index]?.at ?? 0);
  gaps.sort();
  return Math.max(MIN_HALF_LIFE_MS, HALF_LIFE_GAPS * (medianOfSorted(gaps) ?? 0));
}
