import type { DecisionView } from "@/lib/contract/decision";
import type { LoadSum } from "@/lib/contract/load";
import type { HourCounts, Share } from "@/lib/contract/noise-report";
import type { ReportContent, ReportSection, WeeklyReport } from "@/lib/contract/weekly-report";
import type { Cell } from "@/lib/export/csv";
import { MADE_HEADS, type Made, madeCells } from "@/lib/export/made";
import { treatmentWords } from "@/lib/what-if/treatment-words";

const HEAD = [
  "section",
  "of",
  "figure",
  "value",
  "text",
  "unit",
  "n",
  "low",
  "high",
  "previous",
  "previous n",
  "not shown because",
  "week",
  "range",
  "from",
  "to",
  "zone",
  "filters",
  "version",
  "classifier version",
  ...MADE_HEADS,
] as const;

type Line = {
  section: ReportSection | "notes" | "taken";
  /** A week, an alert, a person, a team, a leader; empty = all of it. */
  of?: string;
  figure: string;
  value?: number | null;
  text?: string | null;
  unit?: string;
  n?: number | null;
  low?: number | null;
  high?: number | null;
  previous?: number | null;
  previousN?: number | null;
  hidden?: string | null;
};

/** The weekly report as one long table: a line a figure, each with what it is over and what was asked for. */
export function weeklyToCsv(report: WeeklyReport, made: Made): { header: readonly string[]; rows: Cell[][] } {
  const { range, week, subject, published, classifierVersion } = report;
  const filters = subject.kind === "workspace" ? "" : `${subject.kind}=${subject.name}`;
  const version = published ? `published ${published.version}` : "worked out";
  const { label, from, to, zone } = range;
  const asked = [week, label, from, to, zone, filters, version, classifierVersion, ...madeCells(made)];
  const lines = [
    ...figureLines(report),
    ...trendLines(report),
    ...changedLines(report),
    ...worstLines(report),
    ...decisionLines("due", report.due),
    ...decisionLines("last-week", report.lastWeek.decisions),
    ...loadLines(report),
    ...leaderLines(report),
    ...unknownLines(report),
    ...decisionLines("taken", report.taken),
    ...report.notes.map((note): Line => ({ section: "notes", of: note.section, figure: "note", text: note.text })),
  ];
  return { header: HEAD, rows: lines.map((line) => [...lineCells(line), ...asked]) };
}

function lineCells({
  section,
  of,
  figure,
  value,
  text,
  unit,
  n,
  low,
  high,
  previous,
  previousN,
  hidden,
}: Line): Cell[] {
  const rest = [n, low, high, previous, previousN].map((cell) => cell ?? null);
  return [section, of ?? "", figure, value ?? null, text ?? "", unit ?? "", ...rest, hidden ?? ""];
}

function figureLines({ figures, lead }: WeeklyReport): Line[] {
  return [
    {
      section: "sentence",
      figure: "sentence",
      text: lead?.text ?? null,
      value: lead?.of,
      n: lead?.n,
      unit: lead?.what,
    },
    ...figures.map(
      ({ key, unit, now, previous }): Line => ({
        section: "figures",
        figure: key,
        value: now.value,
        unit: unitOf(unit),
        n: now.n,
        low: now.low,
        high: now.high,
        previous: previous?.value ?? null,
        previousN: previous?.n ?? null,
        hidden: now.hidden,
      }),
    ),
  ];
}

const unitOf = (unit: string) => (unit === "share" ? "share (0-1)" : unit);

function share(line: Pick<Line, "section" | "of" | "figure">, { value, n, low, high }: Share): Line {
  return { ...line, value, unit: "share (0-1)", n, low, high };
}

function hours(line: Pick<Line, "section" | "of" | "hidden">, counts: HourCounts | null): Line[] {
  const unit = "interruptions";
  return (["total", "sleep", "off", "business"] as const).map((part) => ({
    ...line,
    figure: part === "total" ? "interruptions" : `${part}-interruptions`,
    value: counts?.[part] ?? null,
    unit,
  }));
}

function trendLines({ trend }: WeeklyReport): Line[] {
  return trend.flatMap((one): Line[] => {
    const line = { section: "figures" as const, of: one.week };
    const { medianDays, n } = one.timeToSquash;
    return [
      { ...line, figure: "pages", value: one.pages, unit: "pages", hidden: one.whole ? null : "not known in full" },
      share({ ...line, figure: "noise-share" }, one.noiseShare),
      share({ ...line, figure: "unclear-share" }, one.unclearShare),
      ...hours({ ...line, hidden: one.hidden }, one.interruptions),
      { ...line, figure: "disrupted-nights", value: one.disruptedNights, unit: "nights", hidden: one.hidden },
      { ...line, figure: "time-to-squash", value: medianDays, unit: "days", n },
    ];
  });
}

function changedLines({ changed }: WeeklyReport): Line[] {
  return (["new", "louder", "quieter", "gone"] as const).flatMap((kind): Line[] => [
    { section: "changed", figure: kind, value: changed.n[kind], unit: "alerts" },
    ...changed[kind].map(
      ({ title, before, after, since }): Line => ({
        section: "changed",
        of: title,
        figure: kind,
        value: after?.perDay ?? null,
        unit: "pages a day",
        n: after?.count ?? null,
        low: after?.low ?? null,
        high: after?.high ?? null,
        previous: before?.perDay ?? null,
        previousN: before?.count ?? null,
        text: `since ${since.from.slice(0, 10)} to ${since.to.slice(0, 10)}`,
      }),
    ),
  ]);
}

function worstLines({ worst }: WeeklyReport): Line[] {
  return worst.flatMap(({ row, suggestion }): Line[] => {
    const line = { section: "worst" as const, of: row.title };
    const effect = suggestion?.effect ?? null;
    return [
      { ...line, figure: "pages", value: row.pages, unit: "pages", previous: row.previousPages },
      share({ ...line, figure: "noise-share" }, row.noiseShare),
      ...hours({ ...line, hidden: row.withheld }, row.noiseInterruptions),
      { ...line, figure: "pain", value: row.pain, unit: "points", hidden: row.withheld },
      { ...line, figure: "suggestion", text: suggestionText(suggestion) },
      { ...line, figure: "pages it would remove", value: effect?.removed ?? null, unit: "pages", n: effect?.openings },
      {
        ...line,
        figure: "interruptions it would save",
        value: effect?.interruptionsSaved ?? null,
        unit: "interruptions",
      },
    ];
  });
}

function suggestionText(suggestion: ReportContent["worst"][number]["suggestion"]): string {
  if (!suggestion) return "";
  const { kind, treatment, because } = suggestion;
  return `${treatment ? `${kind}: ${treatmentWords(treatment)}` : kind}. ${because}`;
}

function decisionLines(section: "due" | "last-week" | "taken", decisions: readonly DecisionView[]): Line[] {
  return [
    { section, figure: "decisions", value: decisions.length, unit: "decisions" },
    ...decisions.flatMap(({ title, kind, state, reviewDate, reason, forecast, watch }): Line[] => {
      const line = { section, of: title };
      const fact = watch?.fact ?? null;
      return [
        { ...line, figure: kind, text: `${state}${reviewDate ? `, review ${reviewDate}` : ""}. ${reason}` },
        { ...line, figure: "forecast removed", value: forecast?.removed ?? null, unit: "pages", n: forecast?.openings },
        { ...line, figure: "fact removed", value: fact?.removed ?? null, unit: "pages", n: fact?.openings },
      ];
    }),
  ];
}

function loadLines({ load }: WeeklyReport): Line[] {
  if (!load) return [];
  const carried = (
    of: string,
    sum: Pick<LoadSum, "interruptions" | "disruptedNights"> | null,
    hidden: string | null,
  ) => [
    ...hours({ section: "load" as const, of, hidden }, sum?.interruptions ?? null),
    {
      section: "load" as const,
      of,
      figure: "disrupted-nights",
      value: sum?.disruptedNights ?? null,
      unit: "nights",
      hidden,
    },
  ];
  return [
    { section: "load", figure: "people", value: load.sum?.people ?? null, unit: "people", hidden: load.others.hidden },
    ...carried("", load.sum, load.others.hidden),
    ...load.people.flatMap((person) => carried(person.name, person, null)),
    ...load.teams.flatMap((team) => carried(team.name, team.load, team.hidden)),
  ];
}

function leaderLines({ leaders }: WeeklyReport): Line[] {
  return (leaders?.rows ?? []).flatMap((row): Line[] => {
    const line = { section: "leaders" as const, of: row.label };
    return [
      { ...line, figure: "people", value: row.people, unit: "people" },
      { ...line, figure: "pages", value: row.pages.total, unit: "pages" },
      share({ ...line, figure: "noise-share" }, row.noiseShare),
      ...hours({ ...line, hidden: row.hidden }, row.load?.interruptions ?? null),
      { ...line, figure: "disrupted-nights", value: row.load?.nights.sum ?? null, unit: "nights", hidden: row.hidden },
    ];
  });
}

function unknownLines({ unknown }: WeeklyReport): Line[] {
  const line = { section: "unknown" as const };
  return [
    share({ ...line, figure: "unclear-share" }, unknown.unclear),
    { ...line, figure: "not judged", value: unknown.unclassified, unit: "pages" },
    { ...line, figure: "tests", value: unknown.tests, unit: "pages" },
    { ...line, figure: "rejected", value: unknown.rejected, unit: "records" },
    { ...line, figure: "people without zone", value: unknown.peopleWithoutZone, unit: "people" },
    {
      ...line,
      figure: "estimated",
      value: unknown.estimated?.of ?? null,
      unit: "interruptions",
      n: unknown.estimated?.n,
    },
    ...unknown.gaps.map(
      (gap): Line => ({
        ...line,
        of: gap.source,
        figure: "gap",
        text: `${gap.from} to ${gap.to}: ${gap.message}`,
      }),
    ),
  ];
}
