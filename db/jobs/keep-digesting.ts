import type { Client } from "@/db/client";
import type { DigestTools } from "@/db/commands/digest-tools";
import { sendDueDigests } from "@/db/commands/send-due-digests";
import type { Sql } from "@/db/ctx";
import { workCtx } from "@/db/work-ctx";
import type { Instant } from "@/lib/model/instant";
import { pause } from "./pause";

const EVERY_MS = 10_000;

type Options = {
  client: Pick<Client, "db" | "sql" | "keyRing">;
  dataDir: string;
  tools: DigestTools;
  signal: AbortSignal;
  report: (line: string) => void;
};

/** Sends digests and reminders at their times. Several workers may: each message leaves once. */
export async function keepDigesting({ client, dataDir, tools, signal, report }: Options): Promise<void> {
  while (!signal.aborted) {
    try {
      const workspaces = await client.sql<{ id: number }[]>`
        select id from workspaces w where exists (select from digests d where d.workspace_id = w.id) order by id`;
      const clock = workspaces.length > 0 ? await databaseClock(client.sql) : Date.now;
      for (const { id } of workspaces) await sendDueDigests({ ...(await workCtx(client, id)), dataDir }, clock, tools);
    } catch (error) {
      if (!signal.aborted) report(`digests: ${error instanceof Error ? error.message : String(error)}`);
    }
    await pause(EVERY_MS, signal);
  }
}

/** The database's time, so that machines whose clocks differ agree on what is due and which lease is over. */
async function databaseClock(sql: Sql): Promise<() => Instant> {
  const [row] = await sql<{ at: Date }[]>`select clock_timestamp() as at`;
  if (!row) throw new Error("the database told no time");
  const aheadMs = row.at.getTime() - Date.now();
  return () => Date.now() + aheadMs;
}
