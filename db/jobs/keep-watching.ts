import type { Client } from "@/db/client";
import { settleWatches } from "@/db/commands/settle-watches";
import { workCtx } from "@/db/work-ctx";
import { pause } from "./pause";

const EVERY_MS = 10_000;

/**
 * Settles watches and ends silences soon after the pages, verdicts and times that decide it. Several workers may do so:
 * each would come to the same.
 */
export async function keepWatching(
  client: Pick<Client, "db" | "sql" | "keyRing">,
  signal: AbortSignal,
  report: (line: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const workspaces = await client.sql<{ id: number }[]>`
        select id from workspaces w where exists (select from decisions d where d.workspace_id = w.id) order by id`;
      for (const { id } of workspaces) await settleWatches({ ...(await workCtx(client, id)), now: Date.now() });
    } catch (error) {
      if (!signal.aborted) report(`watches: ${error instanceof Error ? error.message : String(error)}`);
    }
    await pause(EVERY_MS, signal);
  }
}
