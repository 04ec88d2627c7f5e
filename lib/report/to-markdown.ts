import {
  type NoiseReport,
  type NoiseTotals,
  type PeopleTotals,
  type PersonRow,
  peopleTotals,
  type Share,
  type SignatureRow,
} from "@/lib/contract/noise-report";

/** Rows of the table of alerts; the rest is told as a count. */
const MOST_ROWS = 25;

/** The noise report as Markdown: the sentence, the figures each with its n, the alerts by pain, who was woken. */
export function reportToMarkdown(report: NoiseReport): string {
  return `${[heading(report), figures(report), alerts(report), people(report), definitions()].join("\n\n")}\n`;
}

function heading({ range, lead }: NoiseReport): string {
  return `# Noise report, ${range.label} (${range.zone})\n\n${lead ? escaped(lead.text) : "No page in this range."}`;
}

function figures({ totals, previous }: NoiseReport): string {
  const before = previous && new Map(figureRows(previous));
  const rows = figureRows(totals).map(([name, value]) => [name, value, before && (before.get(name) ?? "")]);
  const head = previous ? ["", "this range", "the one before"] : ["", "this range"];
  return table(
    head,
    rows.map((row) => row.filter((cell) => cell !== null)),
  );
}

/** Every figure with its n. */
export function figureRows(totals: NoiseTotals): [string, string][] {
  const { counts } = totals;
  const people = peopleTotals(totals);
  return [
    ["Pages", `${totals.pages} (${counts.actionable} actionable, ${counts.noise} noise, ${counts.unclear} unclear)`],
    ["Noise share", `${percent(totals.noiseShare)} of ${totals.noiseShare.n} judged${interval(totals.noiseShare)}`],
    ["Unclear", `${percent(totals.unclearShare)} of ${totals.unclearShare.n}`],
    ...(people ? peopleRows(people) : []),
    ["Test pages, left out", String(counts.test)],
  ];
}

function peopleRows(totals: PeopleTotals): [string, string][] {
  const { interruptions: all, noiseInterruptions: noisy, timeToAcknowledge: tta } = totals;
  return [
    [
      "Interruptions",
      `${all.total} (${all.sleep} sleep, ${all.off} off, ${all.business} business)${estimated(totals)}`,
    ],
    ["of them noise", `${noisy.total} (${noisy.sleep} sleep, ${noisy.off} off, ${noisy.business} business)`],
    ["Disrupted nights", `${totals.disruptedNights} (${totals.peopleWoken} people woken)`],
    [
      "Time to acknowledge",
      `median ${duration(tta.medianSeconds)}, p95 ${duration(tta.p95Seconds)}, n = ${tta.acknowledged}; ` +
        `${tta.neverAcknowledged} never acknowledged, ${tta.notKnown} not known`,
    ],
  ];
}

const estimated = ({ estimatedInterruptions: n }: PeopleTotals) => (n > 0 ? `, ${n} of them estimated` : "");

const interval = ({ low, high }: Share) =>
  low === null || high === null ? "" : ` (95 % interval ${Math.round(low * 100)} to ${Math.round(high * 100)} %)`;

function percent({ value }: Share): string {
  return value === null ? "not known" : `${(value * 100).toFixed(1)} %`;
}

/** "45 s", "3 min 5 s", "2 h 10 min"; "not measured" where there is none. */
export function duration(seconds: number | null): string {
  if (seconds === null) return "not measured";
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

export const ALERT_HEAD = ["Alert", "Service", "Verdict", "Pages", "Noise", "Sleep", "Off", "Business", "Pain"];

export function alertCells(row: SignatureRow): string[] {
  const { noiseInterruptions: noisy, pain } = row;
  const told = (count: number | null | undefined) => (count === null || count === undefined ? "hidden" : String(count));
  const verdict = row.reason ? `${row.verdict}, ${row.reason}` : row.verdict;
  const noise = row.noiseShare.n === 0 ? "not known" : `${row.noiseShare.of}/${row.noiseShare.n}`;
  return [
    row.title,
    row.service ?? "",
    verdict,
    String(row.pages),
    noise,
    ...[noisy?.sleep, noisy?.off, noisy?.business, pain].map(told),
  ];
}

function alerts({ signatures }: NoiseReport): string {
  const shown = signatures.slice(0, MOST_ROWS);
  const rest = signatures.length - shown.length;
  const more = rest > 0 ? `\n\n${rest} more alerts.` : "";
  return `## Alerts by pain\n\n${table(ALERT_HEAD, shown.map(alertCells))}${more}`;
}

export const PERSON_HEAD = ["Person", "Pages", "Sleep", "Off", "Business", "Noise", "Nights", "Zone"];

export function personCells({
  name,
  pages,
  interruptions,
  noiseInterruptions,
  disruptedNights,
  zone,
}: PersonRow): string[] {
  const { sleep, off, business } = interruptions;
  return [name, ...[pages, sleep, off, business, noiseInterruptions, disruptedNights].map(String), zone ?? "not known"];
}

function people({ people: rows }: NoiseReport): string {
  if (rows.length === 0) return "## Who was interrupted\n\nNot known: no notification or assignment in this range.";
  return `## Who was interrupted\n\n${table(PERSON_HEAD, rows.map(personCells))}`;
}

/** How the numbers are meant, under every report. */
export const DEFINITIONS = [
  "Interruption: notifications by push, SMS or phone to one person, each within 60 s of the one before, counted once under its first page.",
  "Sleep is 22:00-08:00, business 08:00-18:00 on working days, off the rest, in the zone of the person.",
  "Sleep, off, business of an alert: interruptions on noise pages. Pain = 3 x sleep + 2 x off + 1 x business.",
];

const definitions = () => DEFINITIONS.map((line) => `- ${line}`).join("\n");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** Nothing of a title may become a heading, a link or a column. */
function escaped(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ").replaceAll(/[\\|`*_[\]<>#]/g, "\\$&");
}
