import { groupBy } from "@/lib/model/group-by";
import type { Settings } from "@/lib/model/settings";
import { bulkCloses } from "@/lib/noise/bulk-closes";
import { judgeSignature } from "@/lib/noise/judge";
import { NEUTRAL_PRIOR } from "@/lib/noise/prior";
import { surroundingsOf } from "@/lib/noise/surroundings";
import type { CountedPage } from "./tally-report";

/** Judges all pages in memory, without any person's verdict. */
export function judgeAll(
  pages: readonly Pick<CountedPage, "page" | "signature">[],
  { settings, zone }: { settings: Settings; zone: string },
): CountedPage[] {
  const bulkClosed = bulkCloses(pages.map(({ page }) => page));
  const surroundings = surroundingsOf(pages.map(({ page, signature }) => ({ page, signature: signature.signature })));
  const histories = groupBy(pages, ({ signature }) => signature.signature);
  return [...histories.values()].flatMap((mine) => {
    const history = { pages: mine.map(({ page }) => page), labels: new Map(), bulkClosed, zone, surroundings };
    const { judgements } = judgeSignature(history, settings, NEUTRAL_PRIOR);
    const byKey = new Map(judgements.map((judgement) => [judgement.pageKey, judgement]));
    return mine.map(({ page, signature }) => {
      const judged = byKey.get(page.pageKey);
      return { page, signature, verdict: judged?.verdict ?? null, reason: judged?.reason ?? null };
    });
  });
}
