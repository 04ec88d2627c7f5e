import { Command, Option } from "commander";
import { AppError } from "@/lib/errors";
import { labelLines, labelsCsv } from "@/lib/labels/write-labels";
import { groupBy } from "@/lib/model/group-by";
import { withAdminContext } from "./admin-context";
import { plain, textOf } from "./read-text";
import { lineTarget } from "./write-lines";

export const labels = new Command("labels").description("the verdicts that people gave, as a file");

const LEFT_OUT = ["conflicting", "unknown", "repeated", "silent", "unreadable"] as const;

type ExportOptions = { format: "csv" | "jsonl"; history: boolean; names: boolean; out?: string };

labels
  .command("export")
  .description("write them all as CSV or JSON lines; `labels import` reads it back")
  .addOption(new Option("--format <format>", "how to write it").choices(["csv", "jsonl"]).default("csv"))
  .option("--history", "also those that were taken back, or that another took the place of", false)
  .option("--names", "who said each by name; else a pseudonym stands for them", false)
  .option("--out <file>", "where to (default, and -: the standard output)")
  .action(async ({ format, history, names, out }: ExportOptions) => {
    const target = await lineTarget(out ?? "-");
    await withAdminContext(async (ctx) => {
      const { labels: told } = await import("@/db/queries/labels");
      const { viewNamed } = await import("@/db/queries/named/view-named");
      const read = async () => told(ctx, { history, names });
      const rows = await viewNamed(ctx, { screen: "labels", history, names }, [], read, "export");
      const text = format === "csv" ? labelsCsv(rows) : labelLines(rows);
      await target.writeText(text);
    });
  });

labels
  .command("import")
  .description("store what is new in a file of labels; prints what became of each row that was left out")
  .argument("<file>", "CSV or JSON lines, see docs/labels.md; - is the standard input")
  .option("--take-conflicts", "where people here said something else, let the file win", false)
  .option("--dry-run", "only say what it would do", false)
  .action((file: string, { takeConflicts, dryRun }: { takeConflicts: boolean; dryRun: boolean }) =>
    withAdminContext(async (ctx) => {
      const text = await textOf(file);
      const { previewLabels, importLabels } = await import("@/db/commands/import-labels");
      const { counts, rows } = await previewLabels(ctx, text);
      for (const { where, end, about, why, ours } of rows) {
        if (end === "new" || end === "same") continue;
        const instead = ours && `${ours.by} said ${[ours.verdict, ours.reason].filter(Boolean).join(", ")} here`;
        process.stderr.write(`${plain([where, end, about, why ?? instead].filter(Boolean).join(": "))}\n`);
      }
      const listed = groupBy(rows, ({ end }) => end);
      for (const end of LEFT_OUT) {
        const more = counts[end] - (listed.get(end)?.length ?? 0);
        if (more > 0) process.stderr.write(`${more} more ${end}\n`);
      }
      if (Object.entries(counts).every(([end, count]) => end === "unreadable" || count === 0))
        throw new AppError("invalid", `No row of ${file === "-" ? "the standard input" : file} could be read.`);
      const told = Object.entries(counts).map(([end, count]) => `${count} ${end}`);
      process.stderr.write(`${told.join(", ")}\n`);
      if (dryRun) return;
      const { stored } = await importLabels(ctx, { text, take: takeConflicts ? "all" : "none" });
      console.log(`${stored} labels stored.`);
    }),
  );
