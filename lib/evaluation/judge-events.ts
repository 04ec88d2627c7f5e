import { foldPage } from "@/lib/ingest/fold-page";
import { signatureOf } from "@/lib/ingest/signature-of";
import type { Change } from "@/lib/model/change";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { PageEvent, PersonFact } from "@/lib/model/page-event";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import type { Finding, Judgement, PersonVerdict } from "@/lib/model/verdict";
import { judgePages } from "@/lib/noise/judge-pages";
import { type OpenedPage, openingFactsOf } from "@/lib/noise/predictor/page-facts";
import { predictHistory, wordOnPage } from "@/lib/noise/predictor/predict-history";
import type { Opened } from "@/lib/noise/predictor/predictor";

/** What the judge is given: all that is known, and nothing of the truth. */
export type Known = {
  events: readonly PageEvent[];
  changes: readonly Change[];
  people: readonly PersonFact[];
  zone: string;
  /** Until when the sources have told everything. */
  knownUntil: Instant;
};

/** With what its opening told: a folded page holds only the last priority, which is of the future. */
export type FoldedPage = { page: OpenedPage; signature: string };
export type JudgedPage = FoldedPage & { judgement: Judgement; findings: readonly Finding[] };

/** Pages in order of opening, each with its signature. */
export function foldEvents(events: readonly PageEvent[]): FoldedPage[] {
  const folded: FoldedPage[] = [];
  for (const told of groupBy(events, ({ pageKey }) => pageKey).values()) {
    const page = foldPage(told);
    if (!page) continue;
    const opening = openingFactsOf(told, page.triggeredAt);
    folded.push({ page: { ...page, opening }, signature: signatureOf(page).signature });
  }
  return folded.sort((a, b) => a.page.triggeredAt - b.page.triggeredAt || (a.page.pageKey < b.page.pageKey ? -1 : 1));
}

/** The one place that knows how the engine is called: as the product calls it, with all that is known. */
export function judgeEvents(
  folded: readonly FoldedPage[],
  { zone, knownUntil, changes, people }: Known,
  labels: ReadonlyMap<string, PersonVerdict> = new Map(),
): Map<string, JudgedPage> {
  const judged = judgePages(folded, { settings: DEFAULT_SETTINGS, zone, knownUntil, changes, people, labels });
  return new Map(judged.map((each) => [each.page.pageKey, each]));
}

/** A person's word on a page, and when it was given. */
export type GivenLabel = { pageKey: string; isActionable: boolean; givenAt: Instant };

/** What the predictor states of each page as it opens, as the product asks it. */
export function predictEvents(
  folded: readonly FoldedPage[],
  { zone, changes }: Known,
  labels: readonly GivenLabel[],
): Opened[] {
  const byKey = new Map(folded.map((each) => [each.page.pageKey, each]));
  const words = labels.flatMap(({ pageKey, isActionable, givenAt }) => {
    const labelled = byKey.get(pageKey);
    const said = { verdict: isActionable ? ("actionable" as const) : ("noise" as const), reason: null };
    return labelled ? [wordOnPage(labelled, { at: givenAt, said, weight: 1 })] : [];
  });
  return [...predictHistory({ pages: folded, labels: words, changes, zone })];
}
