import type { Page } from "@/lib/model/page";
import type { PageEvent } from "@/lib/model/page-event";
import { compareText } from "./distinct-acts";
import { foldPage } from "./fold-page";
import { signatureOf } from "./signature-of";

export type FoldedPage = { page: Page; signature: string };

/** Pages in order of opening, each with its signature, from the events of one page at a time. */
export function foldPages(events: Iterable<readonly PageEvent[]>): FoldedPage[] {
  const folded: FoldedPage[] = [];
  for (const told of events) {
    const page = foldPage(told);
    if (page) folded.push({ page, signature: signatureOf(page).signature });
  }
  return folded.sort(({ page: a }, { page: b }) => a.triggeredAt - b.triggeredAt || compareText(a.pageKey, b.pageKey));
}
