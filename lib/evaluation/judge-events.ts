import { foldPage } from "@/lib/ingest/fold-page";
import { signatureOf } from "@/lib/ingest/signature-of";
import type { Change } from "@/lib/model/change";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";
import type { PageEvent, PersonFact } from "@/lib/model/page-event";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import type { Finding, Judgement, PersonVerdict } from "@/lib/model/verdict";
import { bulkCloses } from "@/lib/noise/bulk-closes";
import { judgeSignature } from "@/lib/noise/judge";
import { type LabelCount, type Prior, priorOf } from "@/lib/noise/prior";

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

/**
 * Judges a whole set in memory as the product does: priors from the labels of the service, the team, everybody. This is
 * the one place that knows how the engine is called.
 */
export function judgeEvents(
  folded: readonly FoldedPage[],
  { zone, knownUntil }: Known,
  labels: ReadonlyMap<string, PersonVerdict> = new Map(),
): Map<string, JudgedPage> {
  const bulkClosed = bulkCloses(folded.map(({ page }) => page));
  const histories = groupBy(folded, ({ signature }) => signature);
  const priorFor = priorsFrom(histories, labels);
  const judged = new Map<string, JudgedPage>();
  for (const [signature, mine] of histories) {
    const pages = mine.map(({ page }) => page);
    const history = { pages, labels, bulkClosed, zone, knownUntil };
    const { findings, judgements } = judgeSignature(history, DEFAULT_SETTINGS, priorFor(pages));
    const byKey = new Map(judgements.map((judgement) => [judgement.pageKey, judgement]));
    for (const each of mine) {
      const judgement = byKey.get(each.page.pageKey);
      if (!judgement) throw new Error(`Page ${each.page.pageKey} was not judged`);
      const own = judgement.findings.flatMap((index) => findings[index] ?? []);
      judged.set(each.page.pageKey, { ...each, signature, judgement, findings: own });
    }
  }
  return judged;
}

/** The prior of the pages of one signature: the levels are those of the last of its pages. */
function priorsFrom(
  histories: ReadonlyMap<string, readonly FoldedPage[]>,
  labels: ReadonlyMap<string, PersonVerdict>,
): (pages: readonly Page[]) => Prior {
  type Labelled = LabelCount & { service: string | undefined; team: string | undefined };
  const labelled: Labelled[] = [];
  for (const mine of histories.values()) {
    const said = mine
      .flatMap(({ page }) => labels.get(page.pageKey) ?? [])
      .filter(({ verdict }) => verdict !== "unclear");
    const { service, team } = mine[0]?.page.facts ?? {};
    if (said.length === 0) continue;
    labelled.push({ service, team, n: said.length, a: said.filter(({ verdict }) => verdict === "actionable").length });
  }
  return (pages) => {
    const { service, team } = pages.at(-1)?.facts ?? {};
    const ofService = labelled.filter((each) => service !== undefined && each.service === service);
    const ofTeam = labelled.filter((each) => team !== undefined && each.team === team);
    return priorOf([ofService, ofTeam, labelled]);
  };
}
