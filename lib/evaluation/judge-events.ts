import { type FoldedPage, foldPages } from "@/lib/ingest/fold-pages";
import type { Change } from "@/lib/model/change";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { PageEvent, PersonFact } from "@/lib/model/page-event";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import type { PersonVerdict } from "@/lib/model/verdict";
import { type JudgedPage as AnyJudgedPage, judgePages } from "@/lib/noise/judge-pages";

export type { FoldedPage };
export type JudgedPage = AnyJudgedPage<FoldedPage>;

/** What the judge is given: all that is known, and nothing of the truth. */
export type Known = {
  events: readonly PageEvent[];
  changes: readonly Change[];
  people: readonly PersonFact[];
  zone: string;
  /** Until when the sources have told everything. */
  knownUntil: Instant;
};

/** Pages in order of opening, each with its signature. */
export function foldEvents(events: readonly PageEvent[]): FoldedPage[] {
  return foldPages(groupBy(events, ({ pageKey }) => pageKey).values());
}

/** Judges a whole set as the product does, with its defaults. */
export function judgeEvents(
  folded: readonly FoldedPage[],
  { zone, knownUntil, changes }: Known,
  labels: ReadonlyMap<string, PersonVerdict> = new Map(),
): Map<string, JudgedPage> {
  const judged = judgePages(folded, { settings: DEFAULT_SETTINGS, zone, knownUntil, changes, labels });
  return new Map(judged.map((each) => [each.page.pageKey, each]));
}
