import { buffer } from "node:stream/consumers";
import { strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { REPORT_FORMATS, type ReportFilter } from "@/lib/contract/weekly-report";
import { type WeeklyInput, weeklyFile, weeklyFileName } from "@/lib/report/weekly-file";
import type { Browsing } from "./browser";
import { drawPack } from "./draw-pack";
import { drawPdf, type Paper } from "./draw-pdf";
import type { DrawnFor } from "./with-drawing-session";

type Asked = { input: WeeklyInput; filter: ReportFilter; paper: Paper };

/** The report of a week as it is printed. */
export function drawReportPdf(
  browsing: Browsing,
  whom: DrawnFor,
  { input, filter, paper }: Asked,
): Promise<Uint8Array> {
  const { team, leader, as, version } = filter;
  return drawPdf(browsing, whom, `/reports/${input.report.week}?${searchText({ team, leader, as, version })}`, paper);
}

/** The report in every format and as it is printed, with the charts and tables of its range. */
export async function drawReportZip(browsing: Browsing, whom: DrawnFor, asked: Asked): Promise<Uint8Array> {
  const { report } = asked.input;
  const { from, to, zone: tz } = report.range;
  const files: Zippable = {};
  for (const format of REPORT_FORMATS) {
    const { name, body } = weeklyFile(asked.input, format);
    files[name] = new Uint8Array(await buffer(body));
  }
  files[weeklyFileName(report, "pdf")] = await drawReportPdf(browsing, whom, asked);
  // Nothing narrows the charts to the people under a leader.
  if (report.subject.kind !== "leader") {
    const team = report.subject.kind === "team" ? report.subject.name : undefined;
    const pack = unzipSync(await drawPack(browsing, whom, `/retro?${searchText({ from, to, tz, team })}`));
    for (const [name, content] of Object.entries(pack))
      files[name] = name.endsWith(".png") ? [content, { level: 0 }] : content;
    if (report.published) files["ABOUT-CHARTS.md"] = strToU8(TODAY);
  }
  return zipSync(files, { level: 6 });
}

const TODAY =
  "The report holds the figures of the moment at which it was published. Charts and tables are worked out today, and may differ where verdicts were given since.\n";

function searchText(given: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value) query.set(name, value);
  return query.toString();
}
