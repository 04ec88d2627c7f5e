import type { VerdictCounts } from "@/lib/contract/noise-report";
import type { SignatureIdentity } from "@/lib/ingest/signature-of";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Interruption } from "@/lib/model/interruption";
import type { Page } from "@/lib/model/page";
import type { Reason, Verdict } from "@/lib/model/verdict";
import {
  type AcknowledgeTally,
  type InterruptionTally,
  type PersonTally,
  type ReportFacts,
  type SignatureTally,
  TREND_SLICES,
} from "./report-facts";

/** A page with the verdict in force; null = not judged. */
export type CountedPage = {
  page: Page;
  signature: SignatureIdentity;
  verdict: Verdict | null;
  reason: Reason | null;
};

export type CountedPerson = { key: string; name: string; zone: string | null };

export type TallyInput = {
  pages: readonly CountedPage[];
  interruptions: readonly Interruption[];
  people: ReadonlyMap<string, CountedPerson>;
  range: { from: Instant; to: Instant };
  /** Local dates of the range, half-open; null where it cuts a day. */
  dates: { fromDate: string; toDate: string } | null;
};

/** Boundaries of `count` equal slices, `count + 1` of them. */
export function equalSlices({ from, to }: { from: Instant; to: Instant }, count: number): Instant[] {
  return Array.from({ length: count + 1 }, (_, i) => Math.round(from + ((to - from) * i) / count));
}

/** Counts in memory exactly what `db/queries/report-facts.ts` counts in SQL; a test holds the two together. */
export function tallyReport(input: TallyInput): ReportFacts {
  const { range, dates } = input;
  const byKey = new Map(input.pages.map((counted) => [counted.page.pageKey, counted]));
  const pages = input.pages.filter(({ page }) => page.triggeredAt >= range.from && page.triggeredAt < range.to);
  const inRange = ({ at, localDate }: Interruption) =>
    dates ? localDate >= dates.fromDate && localDate < dates.toDate : at >= range.from && at < range.to;
  const nightBegan = ({ at, night }: Interruption) => {
    if (night === null) return false;
    return dates ? night >= dates.fromDate && night < dates.toDate : at >= range.from && at < range.to;
  };
  const priced = input.interruptions
    .filter((interruption) => inRange(interruption) || nightBegan(interruption))
    .map((interruption) => ({ interruption, verdict: interruptionVerdict(interruption, byKey) }))
    .filter((row): row is Priced => row.verdict !== "test");
  const counted = priced.filter(({ interruption }) => inRange(interruption));
  const woken = priced.filter(({ interruption }) => nightBegan(interruption));
  const nights = woken.map(({ interruption }) => interruption);
  return {
    signatures: signatureTallies(pages, range),
    interruptions: interruptionTallies(counted, byKey),
    disruptedNights: new Set(nights.map(({ person, night }) => `${person} ${night}`)).size,
    peopleWoken: new Set(nights.map(({ person }) => person)).size,
    acknowledge: acknowledgeTally(pages.filter(({ reason }) => reason !== "test").map(({ page }) => page)),
    people: personTallies(counted, woken, input.people),
  };
}

type Priced = { interruption: Interruption; verdict: Verdict | null };

/** Actionable if any page is, noise if all are, `test` if all are tests, unclear otherwise; null while one is unjudged. */
export function interruptionVerdict(
  { pageKeys }: Pick<Interruption, "pageKeys">,
  pages: ReadonlyMap<string, Pick<CountedPage, "verdict" | "reason">>,
): Verdict | "test" | null {
  const judged = pageKeys.map((key) => pages.get(key) ?? { verdict: null, reason: null });
  if (judged.some(({ verdict }) => verdict === "actionable")) return "actionable";
  if (judged.some(({ verdict }) => verdict === null)) return null;
  if (judged.every(({ reason }) => reason === "test")) return "test";
  return judged.every(({ verdict }) => verdict === "noise") ? "noise" : "unclear";
}

function signatureTallies(pages: readonly CountedPage[], range: { from: Instant; to: Instant }): SignatureTally[] {
  const bounds = equalSlices(range, TREND_SLICES);
  return [...groupBy(pages, ({ signature }) => signature.signature)].map(([signature, mine]) => {
    const identity = mine[0]?.signature;
    const last = mine.reduce((a, b) => (isLater(b.page, a.page) ? b : a)).page;
    const counts: VerdictCounts = { actionable: 0, noise: 0, unclear: 0, unclassified: 0, test: 0 };
    const reasons: Partial<Record<Reason, number>> = {};
    const trend = new Array<number>(TREND_SLICES).fill(0);
    for (const { page, verdict, reason } of mine) {
      counts[reason === "test" ? "test" : (verdict ?? "unclassified")] += 1;
      if (reason !== null) reasons[reason] = (reasons[reason] ?? 0) + 1;
      const slice = bounds.findLastIndex((at) => at <= page.triggeredAt);
      if (reason !== "test" && slice >= 0 && slice < TREND_SLICES) trend[slice] = (trend[slice] ?? 0) + 1;
    }
    return {
      id: signature,
      signature,
      title: identity?.kind === "title" ? identity.key : (last.facts.title ?? null),
      provider: last.provider,
      service: last.facts.service ?? null,
      team: last.facts.team ?? null,
      counts,
      reasons,
      lastPagedAt: last.triggeredAt,
      trend,
      personVerdict: null,
    };
  });
}

const isLater = (a: Page, b: Page) =>
  a.triggeredAt > b.triggeredAt || (a.triggeredAt === b.triggeredAt && a.pageKey < b.pageKey);

function interruptionTallies(priced: readonly Priced[], pages: ReadonlyMap<string, CountedPage>): InterruptionTally[] {
  const cells = groupBy(priced, ({ interruption, verdict }) => {
    const signature = pages.get(interruption.pageKeys[0] ?? "")?.signature.signature ?? "";
    return JSON.stringify([signature, interruption.hourClass, verdict]);
  });
  return [...cells].map(([cell, rows]) => {
    const [signatureId, hourClass, verdict] = JSON.parse(cell) as [string, Interruption["hourClass"], Verdict | null];
    const estimated = rows.filter(({ interruption }) => interruption.estimated).length;
    return { signatureId, hourClass, verdict, interruptions: rows.length, estimated };
  });
}

function acknowledgeTally(pages: readonly Page[]): AcknowledgeTally {
  const seconds = pages
    .flatMap(({ acknowledgedAt, triggeredAt }) =>
      acknowledgedAt === null ? [] : [Math.round((acknowledgedAt - triggeredAt) / 1000)],
    )
    .sort((a, b) => a - b);
  const without = pages.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  return {
    medianSeconds: quantile(seconds, 0.5),
    p95Seconds: quantile(seconds, 0.95),
    meanSeconds: seconds.length === 0 ? null : seconds.reduce((sum, s) => sum + s, 0) / seconds.length,
    acknowledged: seconds.length,
    neverAcknowledged: without.filter(({ knowsAcknowledgements }) => knowsAcknowledgements).length,
    notKnown: without.filter(({ knowsAcknowledgements }) => !knowsAcknowledgements).length,
  };
}

/** Linear between the two neighbours, as `percentile_cont`. */
function quantile(sorted: readonly number[], q: number): number | null {
  const place = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) return null;
  return low + (high - low) * (place - Math.floor(place));
}

function personTallies(
  counted: readonly Priced[],
  woken: readonly Priced[],
  people: ReadonlyMap<string, CountedPerson>,
): PersonTally[] {
  const byPerson = (rows: readonly Priced[]) => groupBy(rows, ({ interruption }) => interruption.person);
  const [countedOf, wokenOf] = [byPerson(counted), byPerson(woken)];
  return [...new Set([...countedOf.keys(), ...wokenOf.keys()])].map((key) => {
    const rows = countedOf.get(key) ?? [];
    const person = people.get(key) ?? { key, name: key, zone: null };
    const inClass = (hourClass: Interruption["hourClass"]) =>
      rows.filter(({ interruption }) => interruption.hourClass === hourClass).length;
    return {
      id: key,
      name: person.name,
      zone: person.zone,
      pages: new Set(rows.flatMap(({ interruption }) => interruption.pageKeys)).size,
      sleep: inClass("sleep"),
      off: inClass("off"),
      business: inClass("business"),
      noise: rows.filter(({ verdict }) => verdict === "noise").length,
      nights: new Set(wokenOf.get(key)?.map(({ interruption }) => interruption.night)).size,
      estimated: rows.filter(({ interruption }) => interruption.estimated).length,
    };
  });
}
