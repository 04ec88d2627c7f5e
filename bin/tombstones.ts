import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { TombstoneList } from "@/lib/contract/tombstones";
import { AppError } from "@/lib/errors";
import { withAdminContext } from "./admin-context";

export const tombstones = new Command("tombstones").description("who was erased, to be erased again after a restore");

tombstones
  .command("list")
  .description("print the tombstones as JSON, without names; keep it beside the backups, newer than each of them")
  .action(() =>
    withAdminContext(async (ctx) => {
      const { tombstoneList } = await import("@/db/commands/apply-tombstones");
      console.log(JSON.stringify(await tombstoneList(ctx)));
    }),
  );

tombstones
  .command("apply")
  .description("after a backup was restored and before anybody is let in: erase again who was erased since")
  .argument("<file>", "what `tombstones list` printed")
  .action((file: string) =>
    withAdminContext(async (ctx) => {
      const { applyTombstones } = await import("@/db/commands/apply-tombstones");
      const { erased, added, known } = await applyTombstones(ctx, await listIn(file));
      console.log(`Erased again: ${erased} people. Tombstones: ${added} taken over, ${known} were here.`);
    }),
  );

async function listIn(file: string): Promise<TombstoneList> {
  try {
    return TombstoneList.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    const why =
      error instanceof Error && "code" in error ? error.message : "it holds none as `tombstones list` prints them";
    throw new AppError("invalid", `The tombstones of ${file} cannot be read: ${why}.`);
  }
}
