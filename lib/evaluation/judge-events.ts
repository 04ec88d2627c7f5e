import { foldPage } from "@/lib/ingest/fold-page";
import { signatureOf } from "@/lib/ingest/signature-of";
import type { Change } from "@/lib/model/change";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";
import type { PageEvent, PersonFact } from "@/lib/model/page-event";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import type { Finding, Judgement, PersonVerdict } from "@/lib/model/verdict";
import { judgePages } from "@/lib/noise/judge-pages";

/** What the judge is given: all that is known, and nothing of the truth. */
export type Known = {
  events: readonly PageEvent[];
  changes: readonly Change[];
  people: readonly PersonFact[];
  zone: string;
  /** Until when the sources have told everything. */
  knownUntil: Instant;
};

export type FoldedPage = { page: Page; signature: string };
export type JudgedPage = FoldedPage & { judgement: Judgement; findings: readonly Finding[] };

/** Pages in order of opening, each with its signature. */
export function foldEvents(events: readonly PageEvent[]): FoldedPage[] {
  const folded: FoldedPage[] = [];
  for (const told of groupBy(events, ({ pageKey }) => pageKey).values()) {
    const page = foldPage(told);
    if (page) folded.push({ page, signature: signatureOf(page).signature });
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
