import { foldPages } from "@/lib/ingest/fold-pages";
import { signatureOf } from "@/lib/ingest/signature-of";
import type { Page } from "@/lib/model/page";
import type { PageEvent, PersonFact } from "@/lib/model/page-event";
import type { Scope } from "@/lib/model/scope";
import type { Settings } from "@/lib/model/settings";
import type { Treatment } from "@/lib/model/treatment";
import { judgePages } from "@/lib/noise/judge-pages";
import { byOpening } from "@/lib/noise/sight";
import { clockOf } from "@/lib/time/clock-of";
import { placeInstant } from "@/lib/time/hour-rules";
import { nextBusinessStart } from "@/lib/time/next-business-start";
import { fitAndShow } from "@/lib/what-if/fit-and-show";
import type { History } from "@/lib/what-if/history";
import { type Clocks, type Simulation, simulate } from "@/lib/what-if/simulate";
import { MIN_OPENINGS, type Suggestion, suggest } from "@/lib/what-if/suggest";
import { historyOf, type VerdictPage } from "./history-of";
import { qualifyPage } from "./qualify-page";

type Rules = { settings: Settings; zone: string };

/** Pages of some exports, judged without a word of anybody. */
export function judgedForTrial(
  events: Iterable<readonly PageEvent[]>,
  people: readonly PersonFact[],
  { settings, zone }: Rules,
): VerdictPage[] {
  const pages = foldPages(events)
    .map(({ page, signature }) => ({ page: qualifyPage(page), signature }))
    .sort((a, b) => byOpening(a.page, b.page));
  return judgePages(pages, { settings, zone, people }).map(({ page, signature, judgement }) => {
    const { verdict, reason, probability } = judgement;
    return {
      page,
      signature,
      severity: signatureOf(page).severity ?? null,
      verdict,
      reason,
      probability,
      origin: "inferred",
    };
  });
}

export type Trial = {
  history: History;
  suggestion: Suggestion;
  /** Over the later part, over everything where there is too little to leave some out. */
  tried: readonly { treatment: Treatment; simulation: Simulation }[];
  titles: ReadonlyMap<string, string>;
};

/** Treatments of a scope, tried on pages in memory. Everybody lives in the zone. */
export function tryTreatments(
  pages: readonly VerdictPage[],
  scope: Scope,
  treatments: readonly Treatment[],
  rules: Rules,
): Trial {
  const history = historyOf(pages, scope, rules.settings);
  const clocks = clocksIn(rules);
  const { fit, shown } = fitAndShow(history);
  const within = ({ from, to }: { from: number; to: number }) =>
    history.openings.filter(({ openedAt }) => openedAt >= from && openedAt < to).length;
  const over = within(fit) >= MIN_OPENINGS && within(shown) >= MIN_OPENINGS ? shown : history;
  return {
    history,
    suggestion: suggest(history, { clocks, ...rules }),
    tried: treatments.map((treatment) => ({
      treatment,
      simulation: simulate(history, treatment, { from: over.from, to: over.to }, clocks),
    })),
    titles: new Map(pages.map(({ page }) => [page.pageKey, titleOf(page)])),
  };
}

const titleOf = ({ facts, openingTitle }: Page) => facts.title ?? openingTitle ?? "(no title)";

export function clocksIn({ settings, zone }: Rules): Clocks {
  const clock = clockOf({
    person: { hours: null, timeZone: null, country: null, region: null, zones: [] },
    team: null,
    workspace: { zone, hours: settings.hours, holidays: settings.holidays ?? null },
  });
  return {
    placeOf: () => (at) => placeInstant(at, clock),
    nextBusinessStart: (at) => nextBusinessStart(at, clock),
  };
}
