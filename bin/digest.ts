import { Command } from "commander";
import type { Ctx } from "@/db/ctx";
import { withAdminContext } from "./admin-context";
import { configured } from "./environment";
import { configuredKeys } from "./key-ring";
import { plain } from "./read-text";

export const digest = new Command("digest").description("what is sent by itself: see docs/digests.md");

digest
  .command("due")
  .description("list the shared digests, when each goes out next and what became of the last")
  .action(() =>
    withAdminContext(async (ctx) => {
      const { digestsView } = await import("@/db/queries/digests");
      const { mail, publicUrl } = configured();
      const { digests } = await digestsView(ctx, { mail: mail !== null, publicUrl, pictures: false });
      for (const { id, kind, team, channel, shown, enabled, nextAt, sends } of digests) {
        const next = enabled ? (nextAt ?? "after a shift") : "paused";
        const last = sends[0] ? `last ${sends[0].state} (due ${sends[0].dueAt})` : "never sent";
        console.log(plain(`${id}  ${kind} of ${team ?? "all teams"} by ${channel} to ${shown}: next ${next}, ${last}`));
      }
    }),
  );

digest
  .command("test")
  .description("send one now, marked as a test")
  .argument("<id>", "as `digest due` lists it")
  .action((id: string) => withAdminContext((ctx) => test(ctx, id)));

async function test(ctx: Ctx, id: string): Promise<void> {
  const { testDigest } = await import("@/db/commands/test-digest");
  const { openDigestTools } = await import("@/db/commands/open-digest-tools");
  const { idFrom } = await import("@/db/queries/pages");
  const { mail, publicUrl, outboundAllow: allow } = configured();
  const keys = await configuredKeys(console.error);
  // The screens need not run beside it, so it goes without pictures.
  const tools = openDigestTools({ keys, allow, mail, publicUrl, browsing: null });
  const { ok, said } = await testDigest(ctx, idFrom(id, "digest"), tools);
  console.log(plain(said));
  if (!ok) process.exitCode = 1;
}
