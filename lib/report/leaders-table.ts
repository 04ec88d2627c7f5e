import type { LeaderRow, Leaders } from "@/lib/contract/leaders";
import type { Cell } from "@/lib/export/csv";
import { MADE_HEADS, type Made, madeCells } from "@/lib/export/made";

type Column = readonly [head: string, of: (row: LeaderRow) => Cell];

const COLUMNS: readonly Column[] = [
  ["organisation", ({ label }) => label],
  ["leader", ({ name }) => name],
  ["people", ({ people }) => people],
  ["carries a pager", ({ own }) => own?.carries ?? null],
  ["last rang (UTC)", ({ own }) => own?.lastRangAt ?? null],
  ["own pages, first line", ({ own }) => own?.pages.first ?? null],
  ["own pages, escalated", ({ own }) => own?.pages.escalated ?? null],
  ["own pages, line not known", ({ own }) => own?.pages.lineNotKnown ?? null],
  ["own interruptions, sleep", ({ own }) => own?.interruptions.sleep ?? null],
  ["own interruptions, off hours", ({ own }) => own?.interruptions.off ?? null],
  ["own interruptions, business", ({ own }) => own?.interruptions.business ?? null],
  ["own disrupted nights", ({ own }) => own?.nights ?? null],
  ["own hours on call, first line", ({ own }) => own?.onCallHours?.first ?? null],
  ["own hours on call, further lines", ({ own }) => own?.onCallHours?.further ?? null],
  ["compared with people", ({ led }) => led && (led.of === "on-call" ? "on call" : "paged")],
  ["compared with n", ({ led }) => led?.n ?? null],
  ["median pages, first line", ({ led }) => led?.median?.first ?? null],
  ["worst pages, first line", ({ led }) => led?.worst?.first ?? null],
  ["median pages, escalated", ({ led }) => led?.median?.escalated ?? null],
  ["worst pages, escalated", ({ led }) => led?.worst?.escalated ?? null],
  ["median disrupted nights", ({ led }) => led?.median?.nights ?? null],
  ["worst disrupted nights", ({ led }) => led?.worst?.nights ?? null],
  ["worst, budget band", ({ led }) => led?.worstBand ?? null],
  ["pages", ({ pages }) => pages.total],
  ["noise pages", ({ pages }) => pages.noise],
  ["actionable pages", ({ pages }) => pages.actionable],
  ["unclear pages", ({ pages }) => pages.unclear],
  ["noise share", ({ noiseShare }) => noiseShare.value],
  ["noise share, low", ({ noiseShare }) => noiseShare.low],
  ["noise share, high", ({ noiseShare }) => noiseShare.high],
  ["interruptions, sleep", ({ load }) => load?.interruptions.sleep ?? null],
  ["interruptions, off hours", ({ load }) => load?.interruptions.off ?? null],
  ["interruptions, business", ({ load }) => load?.interruptions.business ?? null],
  ["interruptions, estimated", ({ load }) => load?.estimated ?? null],
  ["disrupted nights", ({ load }) => load?.nights.sum ?? null],
  ["disrupted nights a head, mean", ({ load }) => load?.nights.mean ?? null],
  ["disrupted nights a head, median", ({ load }) => load?.nights.median ?? null],
  ["disrupted nights a head, most", ({ load }) => load?.nights.max ?? null],
  ["pages, last 28 days", ({ trend }) => trend?.last ?? null],
  ["pages, 28 days before", ({ trend }) => trend?.before ?? null],
  ["trend", ({ trend }) => trend?.change ?? null],
  ["not shown because", ({ hidden }) => hidden],
];

/** Of a file: who made it, and what stands for a leader whose name is not to be seen. */
type Taken = { made: Made; pseudonymOf: (personId: string) => string };

/** The tree as a table that explains itself: range, zone and who made it stand in the last columns of each row. */
export function leadersTable({ rows, range, dates }: Leaders, taken: Taken): { header: string[]; rows: Cell[][] } {
  const asked: Cell[] = [dates?.fromDate ?? range.from, dates?.toDate ?? range.to, range.zone];
  const last = [...asked, ...madeCells(taken.made)];
  return {
    header: [...COLUMNS.map(([head]) => head), "from", "to (not included)", "zone", ...MADE_HEADS],
    rows: rows.map((row) => {
      const shown = { ...row, name: row.name ?? taken.pseudonymOf(row.id) };
      return [...COLUMNS.map(([, of]) => of(shown)), ...last];
    }),
  };
}
