import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import { REPORT_FORMATS, type ReportFilter, type ReportFormat } from "@/lib/contract/weekly-report";
import { AppError } from "@/lib/errors";
import { isWeek } from "@/lib/time/report-week";
import { withAdminContext } from "./admin-context";

type Options = {
  week?: string;
  team?: string;
  leader?: string;
  format: ReportFormat;
  out?: string;
  now: boolean;
  names: boolean;
};

export const report = new Command("report")
  .description("print the weekly noise report: as it was published, else as it comes out today")
  .option("--week <week>", "an ISO week such as 2026-W46; the last one that is over where it is left out")
  .option("--team <name>", "of this team")
  .option("--leader <id>", "of the people under this leader, by the id in the address of the screen")
  .addOption(new Option("--format <format>", "how it is written").choices(REPORT_FORMATS).default("md"))
  .option("--out <file>", "into a file instead of the standard output")
  .option("--now", "as it comes out today, also where it was published", false)
  .option("--names", "with the names of those who decided and wrote notes", false)
  .action(({ week, team, leader, format, out, now, names }: Options) =>
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
      const { body } = weeklyFile(await reportInput(ctx, asked, filter, { names }), format);
      // The terminal stays open for what is printed after it.
      if (out === undefined) await pipeline(body, process.stdout, { end: false });
      else await pipeline(body, createWriteStream(out, { flags: "w" }));
    }),
  );
