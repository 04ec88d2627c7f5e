import { Command } from "commander";
import { withDatabase } from "./database";

export const audit = new Command("audit").description("who did and saw what");

audit
  .command("verify")
  .description("go along the whole chain of the log; fails at the first row that was changed or taken out")
  .action(async () => {
    const { auditChain } = await import("@/db/queries/audit-chain");
    const { openClient } = await import("@/db/client");
    const { FIRST_WORKSPACE } = await import("@/db/commands/set-up-workspace");
    await withDatabase(async (url) => {
      const client = openClient(url, { max: 1 });
      try {
        const { rows, brokenAt, lastHash } = await auditChain({ sql: client.sql, workspaceId: FIRST_WORKSPACE });
        if (brokenAt === null)
          console.log(`${rows} rows, the chain is whole. The last row has ${lastHash ?? "no hash"}.`);
        else {
          console.error(`The chain is broken at row ${brokenAt}; the ${rows} rows before it are as they were written.`);
          process.exitCode = 1;
        }
      } finally {
        await client.close();
      }
    });
  });
