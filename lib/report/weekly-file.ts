import { Readable } from "node:stream";
import type { ReportDifference, ReportFormat, WeeklyReport } from "@/lib/contract/weekly-report";
import { type Cell, csvStream } from "@/lib/export/csv";
import { fileName } from "@/lib/export/file-name";
import type { Made } from "@/lib/export/made";
import { localDateOf } from "@/lib/time/boundaries";
import { weeklyToCsv } from "./weekly-to-csv";
import { weeklyToHtml } from "./weekly-to-html";
import { weeklyToMarkdown } from "./weekly-to-markdown";

/** What a file is written of: the report as its reader may see it, and what of it comes out otherwise today. */
export type WeeklyInput = { report: WeeklyReport; differences: readonly ReportDifference[]; made: Made };

type Format = { type: string; write: (input: WeeklyInput) => Readable };

/** A format that needs a browser or an archive is added by whoever calls this: db/drawing has both. */
const FORMATS: Record<ReportFormat, Format> = {
  json: {
    type: "application/json",
    write: ({ report }) => Readable.from([`${JSON.stringify(report, null, 2)}\n`]),
  },
  md: {
    type: "text/markdown; charset=utf-8",
    write: ({ report, differences }) => Readable.from([weeklyToMarkdown(report, differences)]),
  },
  html: {
    type: "text/html; charset=utf-8",
    write: ({ report, differences }) => Readable.from([weeklyToHtml(report, differences)]),
  },
  csv: {
    type: "text/csv; charset=utf-8",
    write: ({ report, made }) => {
      const { header, rows } = weeklyToCsv(report, made);
      return csvStream(header, each(rows));
    },
  },
};

export type WeeklyFile = { name: string; type: string; body: Readable };

export function weeklyFile(input: WeeklyInput, format: ReportFormat): WeeklyFile {
  const { type, write } = FORMATS[format];
  return { name: weeklyFileName(input.report, format), type, body: write(input) };
}

/** `payments_weekly-noise-report_2026-11-09_2026-11-15_Europe-London.pdf` */
export function weeklyFileName({ subject, range }: WeeklyReport, ending: string): string {
  const [first, last] = [Date.parse(range.from), Date.parse(range.to) - 1].map((at) => localDateOf(at, range.zone));
  const team = subject.kind === "workspace" ? null : subject.name;
  const days = first && last ? { first, last } : null;
  return fileName({ team, metric: "Weekly noise report", days, zone: range.zone }, ending);
}

async function* each(rows: readonly Cell[][]): AsyncGenerator<Cell[]> {
  yield* rows;
}
