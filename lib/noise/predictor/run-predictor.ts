import type { Change } from "@/lib/model/change";
import type { LabelAct } from "./labels-past";
import { type OpenedPage, ownFactsOf } from "./page-facts";
import { newPredictor, type Opened, type Predictor, predictOpening, tell, tellChanges, tellLabels } from "./predictor";
import { toldOf } from "./told";

export type PredictorInput = {
  /** In any order. */
  pages: readonly OpenedPage[];
  signatureOf: (page: OpenedPage) => string;
  labels: readonly LabelAct[];
  changes: readonly Change[];
  /** Keys of pages closed in one sweep with many others. */
  bulkClosed: ReadonlySet<string>;
  zone: string | null;
};

/**
 * What would have been stated of each page as it opened, in order of opening. Yields as it goes: a million pages need not
 * lie in memory. Returns the predictor, which has all that is still to come waiting.
 */
export function* runPredictor(input: PredictorInput): Generator<Opened, Predictor> {
  // Only judged pages are kept; which ones they are changes no prediction.
  const judged = new Set(input.labels.filter(({ isPage }) => isPage).map(({ key }) => key));
  const kept = new Map<string, Opened>();
  const predictor = newPredictor({ zone: input.zone, recall: (pageKey) => kept.get(pageKey) ?? null });
  tellLabels(predictor, input.labels);
  tellChanges(predictor, input.changes);
  for (const page of [...input.pages].sort(byOpening)) {
    const own = ownFactsOf(page, input.signatureOf(page));
    const opened = predictOpening(predictor, own);
    if (opened) {
      if (judged.has(own.pageKey)) kept.set(own.pageKey, opened);
      yield opened;
    }
    tell(predictor, toldOf(page, own, input.bulkClosed.has(page.pageKey)));
  }
  return predictor;
}

function byOpening(a: OpenedPage, b: OpenedPage): number {
  return a.triggeredAt - b.triggeredAt || (a.pageKey < b.pageKey ? -1 : a.pageKey > b.pageKey ? 1 : 0);
}
