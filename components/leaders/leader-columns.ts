import type { FigureTable } from "@/components/export/table";
import type { LeaderRow } from "@/lib/contract/leaders";
import { CARRIES_WORDS, HIDDEN_WORDS, TREND_WORDS } from "./leader-words";

/** Leaders as they go along, one a row; nobody is named whom the viewer does not see. */
export function leaderColumns(rows: readonly LeaderRow[]): FigureTable {
  return {
    head: [
      "leader",
      "carries a pager",
      "own pages, first line",
      "own pages, escalated",
      "own interruptions",
      "own disrupted nights",
      "median of the led, first line",
      "people",
      "pages",
      "noise",
      "noise share (0-1)",
      "unclear",
      "interruptions",
      "sleep interruptions",
      "disrupted nights",
      "nights a head",
      "trend of 28 days",
      "hidden",
    ],
    rows: rows.map(({ label, name, own, led, people, pages, noiseShare, load, trend, hidden }) => [
      name ?? `${label} (not named)`,
      own ? CARRIES_WORDS[own.carries] : "not shown",
      own?.pages.first ?? "",
      own?.pages.escalated ?? "",
      own?.interruptions.total ?? "",
      own?.nights ?? "",
      led?.median?.first ?? "",
      people,
      pages.total,
      pages.noise,
      noiseShare.value ?? "",
      pages.unclear,
      load?.interruptions.total ?? "",
      load?.interruptions.sleep ?? "",
      load?.nights.sum ?? "",
      load?.nights.mean ?? "",
      trend ? TREND_WORDS[trend.change] : "",
      hidden ? HIDDEN_WORDS[hidden] : "",
    ]),
  };
}
