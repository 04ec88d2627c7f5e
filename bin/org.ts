import { Command, Option } from "commander";
import { type ChangeRow, ORGANISATION_FILES, type OrganisationFile } from "@/lib/contract/organisation";
import { AppError } from "@/lib/errors";
import { isDate } from "@/lib/people/read-table";
import { withAdminContext } from "./admin-context";
import { plain, textOf } from "./read-text";

export const org = new Command("org").description("who leads whom, who is in which team, who owns which service");

type Options = { from?: string; dryRun: boolean; kind: OrganisationFile };

org
  .command("import")
  .description("bring in a CSV file; prints what it changes and which lines were left out")
  .argument("<file>", "CSV, see docs/organisation.md; - is the standard input")
  .option("--from <date>", "from which day on rows hold that name none, as 2026-11-03")
  .option("--dry-run", "only say what it would change", false)
  .addOption(new Option("--kind <kind>", "what the rows are").choices(ORGANISATION_FILES).default("people"))
  .action((file: string, { from, dryRun, kind }: Options) => {
    if (from !== undefined && !isDate(from)) throw new AppError("invalid", `--from ${from} is no date as 2026-11-03.`);
    return withAdminContext(async (ctx) => {
      const body = { kind, text: await textOf(file), fromDate: from ?? null };
      const { importOrganisation, previewOrganisation } = await import("@/db/commands/import-organisation");
      const done = await (dryRun ? previewOrganisation(ctx, body) : importOrganisation(ctx, body));
      for (const { line, why } of [...done.errors, ...done.notes])
        process.stderr.write(`${plain(`line ${line}: ${why}`)}\n`);
      for (const row of done.kept)
        process.stderr.write(
          `${plain(`line ${row.line}: ${row.who} stays with ${row.before ?? "nobody"}: said by hand`)}\n`,
        );
      for (const row of done.changes) console.log(plain(sentenceOf(row)));
      if (done.rows === 0) throw new AppError("invalid", "No row of the file could be read.");
      const counts = Object.entries(done.counts).filter(([, count]) => count > 0);
      const told = counts.map(([what, count]) => `${what} ${count}`).join(", ") || "nothing";
      console.log(`${done.rows} rows read; ${dryRun ? "would change" : "changed"}: ${told}.`);
    });
  });

org
  .command("teams")
  .description(
    "list the teams that providers name and the organisation does not have, with who was paged for them or is in them",
  )
  .option("--take <name...>", "take these over with their people")
  .action(({ take }: { take?: string[] }) =>
    withAdminContext(async (ctx) => {
      const [{ teamProposals }, { takeTeams }] = await Promise.all([
        import("@/db/queries/team-proposals"),
        import("@/db/commands/take-teams"),
      ]);
      if (take) {
        await takeTeams(ctx, take);
        console.log(`taken over: ${plain(take.join(", "))}`);
        return;
      }
      for (const { name, people, pages, lastAt } of await teamProposals(ctx))
        console.log(
          plain(`${name}: ${people.length} people, ${pages} pages, last ${lastAt?.slice(0, 10) ?? "not known"}`),
        );
    }),
  );

function sentenceOf({ line, who, what, before, after, since }: ChangeRow): string {
  if (what === "person") return `line ${line}: ${who} is new`;
  return `line ${line}: ${who}, ${what}: ${before ?? "none"} -> ${after ?? "none"}, ${since ? `from ${since}` : "from ever"}`;
}
