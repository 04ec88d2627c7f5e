import type { Client } from "@/db/client";
import { flagSignatures } from "@/db/commands/flag-signatures";
import type { Sql } from "@/db/ctx";
import { workCtx } from "@/db/work-ctx";
import type { Instant } from "@/lib/model/instant";
import { pause } from "./pause";
import { warmReports } from "./warm-reports";

const LOOK_MS = 10_000;
/** Words and judgements gather for so long, and at most one part in so many of the time goes into it. */
const AGAIN_AFTER_MS = 30_000;
const SPARE = 30;
/** The 28 days move on also where nothing pages. */
const DAILY_MS = 24 * 3_600_000;

type Reader = Pick<Client, "db" | "sql" | "keyRing">;

/** Flags alerts for a decision: after judging, and once a day. Two workers who do so at once come to the same. */
export async function keepFlagging(client: Reader, signal: AbortSignal, report: (line: string) => void): Promise<void> {
  let pauseMs = AGAIN_AFTER_MS;
  while (!signal.aborted) {
    const startedAt = performance.now();
    const flagged = flagDue(client, Date.now(), pauseMs).then((runs) => {
      if (runs > 0) pauseMs = Math.max(AGAIN_AFTER_MS, SPARE * (performance.now() - startedAt));
      return runs > 0 ? warmReports(client, Date.now()) : 0;
    });
    await flagged.catch((error: unknown) => {
      if (!signal.aborted) report(`triage: ${error instanceof Error ? error.message : String(error)}`);
    });
    await pause(LOOK_MS, signal);
  }
}

/** Of every workspace where it is due; how many those were. */
export async function flagDue(client: Reader, now: Instant, againAfterMs = AGAIN_AFTER_MS): Promise<number> {
  const rows = await client.sql<{ id: number; asked: number }[]>`
    select w.id, coalesce(m.asked, 0) as asked from workspaces w
    left join model_runs m on m.workspace_id = w.id
    left join flag_runs f on f.workspace_id = w.id
    where f.workspace_id is null or f.ran_at < ${new Date(now - DAILY_MS)}
      or (coalesce(m.asked, 0) <> f.seen and f.ran_at < ${new Date(now - againAfterMs)})
    order by w.id`;
  for (const { id, asked } of rows) {
    await flagSignatures({ ...(await workCtx(client, id)), now });
    await noteRun(client.sql, id, now, asked);
  }
  return rows.length;
}

async function noteRun(sql: Sql, workspaceId: number, now: Instant, seen: number): Promise<void> {
  await sql`
    insert into flag_runs (workspace_id, ran_at, seen) values (${workspaceId}, ${new Date(now)}, ${seen})
    on conflict (workspace_id) do update set ran_at = excluded.ran_at, seen = excluded.seen`;
}
