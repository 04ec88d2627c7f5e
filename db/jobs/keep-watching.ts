import type { Client } from "@/db/client";
import { settleWatches } from "@/db/commands/settle-watches";
import type { Sql } from "@/db/ctx";
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
  const told = (error: unknown) => {
    if (!signal.aborted) report(`watches: ${error instanceof Error ? error.message : String(error)}`);
  };
  while (!signal.aborted) {
    for (const id of await decidingWorkspaces(client.sql).catch((error: unknown) => {
      told(error);
      return [];
    }))
      await settleOf(client, id).catch(told);
    await pause(EVERY_MS, signal);
  }
}

async function decidingWorkspaces(sql: Sql): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select id from workspaces w where exists (select from decisions d where d.workspace_id = w.id) order by id`;
  return rows.map(({ id }) => id);
}

const settleOf = async (client: Pick<Client, "db" | "sql" | "keyRing">, id: number): Promise<number> =>
  settleWatches({ ...(await workCtx(client, id)), now: Date.now() });
