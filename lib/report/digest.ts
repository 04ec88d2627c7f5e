import type { DigestAlert, DigestFigure, DigestMessage } from "@/lib/contract/digest-message";
import type { FigureHidden, ReportContent, ReportFigure, ReportFigureKey } from "@/lib/contract/weekly-report";
import type { Redactor } from "@/lib/privacy/redactor";

/** What of the weekly report a digest is made of. */
export type DigestReport = Pick<ReportContent, "week" | "range" | "lead" | "figures" | "worst"> & {
  subject: Pick<ReportContent["subject"], "kind" | "name">;
  lastWeek: Pick<ReportContent["lastWeek"], "forgotten">;
};

type Options = {
  /** Takes everybody out: a digest is read by who knows whom. */
  redactor: Redactor;
  /** Origin that people type; null = links are left out. */
  publicUrl: string | null;
};

/** The first three that are told. */
const FIGURES: readonly ReportFigureKey[] = [
  "pages",
  "noise-share",
  "interruptions",
  "disrupted-nights",
  "time-to-squash",
  "unclear-share",
];
const SHOWN = 3;
/** A name of a team may be as long as somebody likes. */
const LONGEST_LINK = 1_000;

/** Three figures with their change, the three noisiest alerts, and one thing to decide. */
export function digestOf(told: DigestReport, { redactor, publicUrl }: Options): DigestMessage {
  const report = withoutNames(told, redactor);
  const { figures, leftOut } = figuresOf(report.figures);
  const name = report.subject.kind === "workspace" ? "All teams" : report.subject.name;
  const link = linker(publicUrl);
  const team = teamOf(told, report);
  const toReport = team === null ? null : link(`/reports/${report.week}`, team);
  return {
    kind: "weekly",
    subject: `${cut(name, 60)}, ${report.range.label}: ${headline(report)}`,
    heading: `The week of ${name}`,
    period: `${report.range.label}, ${report.range.zone}`,
    lead: report.lead?.text ?? "Nobody was paged.",
    figures,
    leftOut,
    alerts: noisiest(report).map(({ row }) => alertOf(row, report, link)),
    decide: decisionOf(report, link),
    forgotten: forgottenOf(report.lastWeek.forgotten, team === null ? null : link("/decisions", team)),
    more: toReport === null ? null : { text: "Open the report", link: toReport },
    footer: "Digests name no person. What is said of alerts comes from your own pager history.",
  };
}

/** What others wrote, before anything of it is cut or put together: half of a name would not be found. */
function withoutNames(report: DigestReport, redactor: Redactor): DigestReport {
  const text = (told: string) => redactor.text(told);
  return {
    ...report,
    subject: { ...report.subject, name: text(report.subject.name) },
    lead: report.lead && { ...report.lead, text: text(report.lead.text) },
    worst: report.worst.map(({ row, suggestion }) => ({
      row: { ...row, title: text(row.title), service: row.service && text(row.service) },
      suggestion: suggestion && { ...suggestion, because: text(suggestion.because) },
    })),
  };
}

/** Everything in a report that somebody else wrote. */
export function textsIn({ subject, lead, worst }: DigestReport): string[] {
  const ofWorst = worst.flatMap(({ row, suggestion }) => [row.title, row.service, suggestion?.because]);
  return [subject.name, lead?.text, ...ofWorst].filter((text) => typeof text === "string");
}

type Row = ReportContent["worst"][number]["row"];
type Link = (path: string, query?: Readonly<Record<string, string>>) => string | null;

export function linker(publicUrl: string | null): Link {
  return (path, query = {}) => {
    if (publicUrl === null) return null;
    const url = new URL(path, publicUrl);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    return url.href.length <= LONGEST_LINK ? url.href : null;
  };
}

/** What narrows a screen to the team; null where that address would name somebody. */
function teamOf({ subject: told }: DigestReport, { subject }: DigestReport): Record<string, string> | null {
  if (told.kind !== "team") return {};
  return told.name === subject.name ? { team: told.name } : null;
}

function headline({ figures }: DigestReport): string {
  const pages = figures.find(({ key }) => key === "pages")?.now.value ?? null;
  const noise = figures.find(({ key }) => key === "noise-share")?.now.value ?? null;
  if (pages === null) return "the week's pages";
  return noise === null ? counted(pages, "page") : `${counted(pages, "page")}, ${percent(noise)} noise`;
}

function figuresOf(all: readonly ReportFigure[]): { figures: DigestFigure[]; leftOut: string | null } {
  const wanted = FIGURES.flatMap((key) => all.find((figure) => figure.key === key) ?? []);
  const told = wanted.filter(({ now }) => now.value !== null).slice(0, SHOWN);
  // "Nothing to count" of a figure further down the list is no news.
  const hidden = wanted.slice(0, SHOWN).filter(({ now }) => now.value === null);
  return {
    figures: told.map(figureOf),
    leftOut:
      hidden.length === 0
        ? null
        : `Not shown: ${hidden.map(({ label, now }) => `${label.toLowerCase()} (${HIDDEN_WORDS[now.hidden ?? "nothing"]})`).join(", ")}.`,
  };
}

const HIDDEN_WORDS: Record<FigureHidden, string> = {
  small: "it would tell of fewer than five people",
  remainder: "with other figures it would tell of fewer than five people",
  weeks: "only told of whole calendar weeks",
  nothing: "there is nothing to count",
};

function figureOf({ label, unit, now, previous }: ReportFigure): DigestFigure {
  const value = now.value ?? 0;
  const share = unit === "share";
  const shown = share ? percent(value) : unit === "days" ? `${decimal(value)} days` : whole(value);
  const over = share && now.of !== null && now.n !== null ? ` (${whole(now.of)} of ${whole(now.n)})` : "";
  return { label, value: `${shown}${over}`, change: changeOf(unit, value, previous?.value ?? null) };
}

function changeOf(unit: ReportFigure["unit"], now: number, before: number | null): string {
  if (before === null) return "the week before is not known";
  if (unit === "share") return signed(Math.round(now * 100) - Math.round(before * 100), "point", whole);
  return signed(now - before, unit === "days" ? "day" : null, unit === "days" ? decimal : whole);
}

function signed(change: number, unit: string | null, write: (value: number) => string): string {
  const size = write(Math.abs(change));
  if (Number(size.replaceAll(",", "")) === 0) return "as the week before";
  const words = unit === null ? "" : size === "1" ? ` ${unit}` : ` ${unit}s`;
  return `${change > 0 ? "+" : "−"}${size}${words} on the week before`;
}

const noisiest = ({ worst }: DigestReport) => worst.filter(({ row }) => row.counts.noise > 0).slice(0, SHOWN);

function alertOf(row: Row, report: DigestReport, link: Link): DigestAlert {
  const { of, n } = row.noiseShare;
  const facts = [
    counted(row.pages, "page"),
    ...(n > 0 ? [`${whole(of)} of ${whole(n)} noise`] : []),
    ...(row.interruptions === null ? [] : [counted(row.interruptions.total, "interruption")]),
    ...(row.interruptions && row.interruptions.sleep > 0 ? [`${whole(row.interruptions.sleep)} in sleep hours`] : []),
  ];
  return { title: titleOf(row), facts: facts.join(", "), link: toAlert(row, report, link) };
}

function titleOf({ title, service }: Row): string {
  const name = title.trim() || "(no title)";
  return service === null ? name : `${name} · ${service}`;
}

const toAlert = ({ id }: Row, { range }: DigestReport, link: Link) =>
  link(`/signatures/${id}`, { from: range.from, to: range.to, tz: range.zone });

/** One thing: the alert with most pain for which there is something to do. */
function decisionOf(report: DigestReport, link: Link): DigestMessage["decide"] {
  const found = report.worst.find(({ suggestion }) => suggestion !== null && suggestion.kind !== "keep");
  if (!found?.suggestion) return null;
  return { title: titleOf(found.row), because: found.suggestion.because, link: toAlert(found.row, report, link) };
}

function forgottenOf(forgotten: number, link: string | null): DigestMessage["forgotten"] {
  if (forgotten === 0) return null;
  const text =
    forgotten === 1
      ? "1 silence is forgotten: its review is past, or its alert has long been quiet."
      : `${whole(forgotten)} silences are forgotten: their review is past, or their alerts have long been quiet.`;
  return { text, link };
}

const whole = (value: number) => Math.round(value).toLocaleString("en-GB");
const decimal = (value: number) => value.toLocaleString("en-GB", { maximumFractionDigits: 1 });

/** 0 and 100 are said only where they are exact, as on the screens. */
function percent(value: number): string {
  const rounded = Math.round(value * 100);
  if (rounded === 0 && value > 0) return "<1 %";
  return rounded === 100 && value < 1 ? ">99 %" : `${rounded} %`;
}

const counted = (count: number, one: string) => `${whole(count)} ${count === 1 ? one : `${one}s`}`;

/** Nobody reads one that is made of more than so many marks. */
const LONGEST_LETTER = 100;

/** By what a reader takes for one letter. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const letters = [
    ...new Intl.Segmenter("en-GB", { granularity: "grapheme" }).segment(text.slice(0, most + LONGEST_LETTER)),
  ];
  let kept = "";
  for (const { segment } of letters) {
    if (kept.length + segment.length > most - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
