import type { Change } from "@/lib/model/change";
import { bulkCloses } from "@/lib/noise/bulk-closes";
import type { LabelAct } from "./labels-past";
import { type OpenedPage, ownFactsOf } from "./page-facts";
import type { Opened, Predictor } from "./predictor";
import { runPredictor } from "./run-predictor";

export type HistoryPage = { page: OpenedPage; signature: string };

export type History = {
  /** In any order; keys are unique. */
  pages: readonly HistoryPage[];
  labels: readonly LabelAct[];
  changes: readonly Change[];
  zone: string | null;
};

/** What would have been stated of each page of a history in memory as it opened, in order of opening. */
export function* predictHistory({ pages, labels, changes, zone }: History): Generator<Opened, Predictor> {
  const signatures = new Map(pages.map(({ page, signature }) => [page.pageKey, signature]));
  const own = pages.map(({ page }) => page);
  const signatureOf = ({ pageKey }: OpenedPage) => signatures.get(pageKey) ?? "";
  return yield* runPredictor({ pages: own, signatureOf, labels, changes, bulkClosed: bulkCloses(own), zone });
}

/** A person's word on one page. */
export function wordOnPage({ page, signature }: HistoryPage, word: Pick<LabelAct, "at" | "said" | "weight">): LabelAct {
  return { ...word, key: page.pageKey, page: ownFactsOf(page, signature), isPage: true };
}
