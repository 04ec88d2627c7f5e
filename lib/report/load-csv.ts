import type { Load, LoadFilter, LoadSum, LoadTable, PersonLoad, TeamLoad } from "@/lib/contract/load";
import type { Cell } from "@/lib/export/csv";
import { fileName } from "@/lib/export/file-name";
import { MADE_HEADS, type Made, madeCells } from "@/lib/export/made";
import { localDateOf } from "@/lib/time/boundaries";
import { HOUR_HEAD, hourCells } from "./hour-cells";

const CARRIED = [
  ...HOUR_HEAD,
  "estimated interruptions",
  "noise share (0-1)",
  "noise share low",
  "noise share high",
  "noise share n",
  "unclear interruptions",
  "disrupted nights",
  "disrupted hours",
  "nights with under 11 hours of rest",
  "pages first line",
  "pages escalated",
  "pages line not known",
  "pages per person-week",
];
const ASKED = ["range", "from", "to", "zone", "filters", ...MADE_HEADS];

const HEADS: Record<LoadTable, readonly string[]> = {
  people: [
    "person",
    "teams",
    "person zone",
    ...CARRIED,
    "band",
    "on call",
    "on-call hours",
    "first-line hours",
    "per 24 on-call hours",
    "rate low",
    "rate high",
  ],
  teams: [
    "team",
    "people",
    "pages",
    "page noise share (0-1)",
    "page noise share low",
    "page noise share high",
    "page noise share n",
    "hidden",
    ...CARRIED,
    "nights per person",
    "band",
    "incidents per 12 h shift",
    "incidents low",
    "incidents high",
    "incidents",
    "incidents estimated",
    "shared",
    "trend",
    "interruptions in 28 days",
    "in the 28 days before",
    "median s to acknowledge",
    "p95 s to acknowledge",
    "acknowledged",
    "never acknowledged",
  ],
};

/** Rows of a table as a screen shows them, with the columns of the whole one. */
export function loadColumns(...[table, rows]: ["people", readonly PersonLoad[]] | ["teams", readonly TeamLoad[]]): {
  head: readonly string[];
  rows: (string | number)[][];
} {
  const cells = table === "people" ? rows.map(personCells) : rows.map(teamCells);
  return { head: HEADS[table], rows: cells.map((row) => row.map((cell) => cell ?? "")) };
}

type Csv = { name: string; header: readonly string[]; rows: Cell[][] };

/** What the table shows, its sums included, with what was asked for in the last columns: the file explains itself. */
export function loadCsv(load: Load, table: LoadTable, filter: LoadFilter, made: Made): Csv {
  const { from, to, zone, label } = load.range;
  const asked = [label, from, to, zone, filtersOf(filter), ...madeCells(made)];
  const rows = table === "people" ? [...load.people.map(personCells), ...sumCells(load)] : load.teams.map(teamCells);
  // First and last day.
  const days = { first: localDateOf(Date.parse(from), zone), last: localDateOf(Date.parse(to) - 1, zone) };
  return {
    name: fileName({ team: filter.team ?? null, metric: `Load of ${table}`, days, zone }, "csv"),
    header: [...HEADS[table], ...ASKED],
    rows: rows.map((row) => [...row, ...asked]),
  };
}

function filtersOf({ team, service, urgency, verdict }: LoadFilter): string {
  const given = Object.entries({ team, service, urgency, verdict }).filter(([, value]) => value !== undefined);
  return given.map(([key, value]) => `${key}=${value}`).join("; ");
}

type Carried = Omit<LoadSum, "people" | "interrupted" | "woken">;

function carriedCells({ interruptions, noiseShare, pages, ...rest }: Carried): Cell[] {
  return [
    ...hourCells(interruptions),
    rest.estimated,
    noiseShare.value,
    noiseShare.low,
    noiseShare.high,
    noiseShare.n,
    rest.unclear,
    rest.disruptedNights,
    rest.disruptedHours,
    rest.shortRests,
    pages.first,
    pages.escalated,
    pages.lineNotKnown,
    rest.pagesPerPersonWeek,
  ];
}

const NOT_SHOWN: Cell[] = CARRIED.map(() => null);

function personCells(row: PersonLoad): Cell[] {
  const { onCall, rate } = row;
  const hours = onCall.state === "hours" ? onCall : null;
  return [
    row.name,
    row.teams.join("; "),
    row.zone,
    ...carriedCells(row),
    row.band,
    onCall.state.replaceAll("-", " "),
    hours?.any ?? null,
    hours?.first ?? null,
    rate?.value ?? null,
    rate?.low ?? null,
    rate?.high ?? null,
  ];
}

function sumCells({ sum, others }: Load): Cell[][] {
  const empty: Cell[] = [null, null, null, null, null, null, null];
  const more = `and ${others.people} more, not named`;
  const rows: Cell[][] = [];
  if (others.people > 0)
    rows.push([
      others.sum ? more : `${more} (hidden: ${others.hidden})`,
      null,
      null,
      ...(others.sum ? carriedCells(others.sum) : NOT_SHOWN),
      ...empty,
    ]);
  if (sum) rows.push(["sum", null, null, ...carriedCells(sum), ...empty]);
  return rows;
}

function teamCells({ load, pages, shift, fairness, trend, timeToAcknowledge: time, ...row }: TeamLoad): Cell[] {
  return [
    row.name,
    row.people,
    pages.total,
    pages.noiseShare.value,
    pages.noiseShare.low,
    pages.noiseShare.high,
    pages.noiseShare.n,
    row.hidden,
    ...(load ? carriedCells(load) : NOT_SHOWN),
    load?.nightsPerPerson ?? null,
    load?.band ?? null,
    shift?.value ?? null,
    shift?.low ?? null,
    shift?.high ?? null,
    shift?.incidents ?? null,
    shift ? String(shift.estimated) : null,
    fairness?.word.replaceAll("-", " ") ?? null,
    trend?.word ?? null,
    trend?.now ?? null,
    trend?.before ?? null,
    time?.medianSeconds ?? null,
    time?.p95Seconds ?? null,
    time?.acknowledged ?? null,
    time?.neverAcknowledged ?? null,
  ];
}
