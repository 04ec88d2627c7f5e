import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import type { Ctx } from "@/db/ctx";
import type { Paper } from "@/db/drawing/draw-pdf";
import { DRAWN_FORMATS, REPORT_FORMATS, type ReportFilter, type ReportFormat } from "@/lib/contract/weekly-report";
import { AppError } from "@/lib/errors";
import type { WeeklyInput } from "@/lib/report/weekly-file";
import { isWeek } from "@/lib/time/report-week";
import { withAdminContext } from "./admin-context";
import { configured } from "./environment";

type Options = {
  week?: string;
  team?: string;
  leader?: string;
  format: ReportFormat | (typeof DRAWN_FORMATS)[number];
  paper: Paper;
  url?: string;
  out?: string;
  now: boolean;
  names: boolean;
};

export const report = new Command("report")
  .description("print the weekly noise report: as it was published, else as it comes out today")
  .option("--week <week>", "an ISO week such as 2026-W46; the last one that is over where it is left out")
  .option("--team <name>", "of this team")
  .option("--leader <id>", "of the people under this leader, by the id in the address of the screen")
  .addOption(
    new Option("--format <format>", "how it is written").choices([...REPORT_FORMATS, ...DRAWN_FORMATS]).default("md"),
  )
  .option("--out <file>", "into a file instead of the standard output")
  .option("--now", "as it comes out today, also where it was published", false)
  .addOption(new Option("--paper <paper>", "of a PDF").choices(["A4", "Letter"]).default("A4"))
  .option("--url <address>", "where the product runs, for pdf and zip (http://127.0.0.1 and its port)")
  .option("--names", "with the names of those who decided and wrote notes", false)
  .action(({ week, team, leader, format, paper, url, out, now, names }: Options) =>
    withAdminContext(async (ctx) => {
      const [{ reportInput }, { subjectOf }, { weeklyFile }, { lastWeek }] = await Promise.all([
        import("@/db/queries/report-input"),
        import("@/db/queries/report-subject"),
        import("@/lib/report/weekly-file"),
        import("@/lib/time/report-week"),
      ]);
      if (week !== undefined && !isWeek(week)) throw new AppError("invalid", `--week ${week} is no week as 2026-W46.`);
      const filter: ReportFilter = { ...(team && { team }), ...(leader && { leader }), as: now ? "now" : "published" };
      const asked = week ?? lastWeek(ctx.now, ctx.zone, (await subjectOf(ctx, filter)).handOver);
      const input = await reportInput(ctx, asked, filter, { names });
      const body =
        format === "pdf" || format === "zip"
          ? Readable.from([await drawn(ctx, format, { input, filter, paper }, url, names)])
          : weeklyFile(input, format).body;
      // The terminal stays open for what is printed after it.
      if (out === undefined) await pipeline(body, process.stdout, { end: false });
      else await pipeline(body, createWriteStream(out, { flags: "w" }));
    }),
  );

type Asked = { input: WeeklyInput; filter: ReportFilter; paper: Paper };

/** By the screens of the product that runs: only they draw. */
async function drawn(
  { db, workspaceId, viewer }: Ctx,
  format: (typeof DRAWN_FORMATS)[number],
  asked: Asked,
  url: string | undefined,
  names: boolean,
): Promise<Uint8Array> {
  const [{ findBrowsing }, { drawReportPdf, drawReportZip }] = await Promise.all([
    import("@/db/drawing/browser"),
    import("@/db/drawing/draw-report"),
  ]);
  const { chromium, host, port } = configured();
  const here = findBrowsing(chromium, host, port ?? USUAL_PORT);
  const browsing = url === undefined ? here : { ...here, origin: originOf(url) };
  await assertRuns(browsing.origin);
  const whom = { db, workspaceId, userId: names ? viewer.userId : null };
  return format === "pdf" ? drawReportPdf(browsing, whom, asked) : drawReportZip(browsing, whom, asked);
}

const USUAL_PORT = 3000;

function originOf(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url).origin;
  throw new AppError("invalid", `--url ${url} is no address as http://127.0.0.1:3000.`);
}

async function assertRuns(origin: string): Promise<void> {
  const answer = await fetch(`${origin}/api/livez`).catch(() => null);
  if (answer?.ok) return;
  throw new AppError(
    "invalid",
    `PDF and zip are drawn by the screens of the running product, and nothing answers at ${origin}. Start \`squelch serve\`, or say with --url where it runs.`,
  );
}
