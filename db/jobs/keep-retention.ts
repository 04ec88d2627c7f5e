import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Sql } from "@/db/ctx";
import { pause } from "./pause";

export type Retention = { bodiesDays: number; filesDays: number };

type Options = { sql: Sql; dataDir: string; retention: Retention; signal: AbortSignal; report: (line: string) => void };

const EVERY_MS = 60 * 60_000;
/** So many bodies go in one statement: others need not wait for it. */
const PORTION = 1_000;

/** Once an hour lets go of raw bodies and files whose time is over. */
export async function keepRetention({ sql, dataDir, retention, signal, report }: Options): Promise<void> {
  while (!signal.aborted) {
    try {
      await dropBodies(sql, retention.bodiesDays);
      await dropFiles(sql, dataDir, retention.filesDays);
    } catch (error) {
      report(`retention: ${error instanceof Error ? error.message : String(error)}`);
    }
    await pause(EVERY_MS, signal);
  }
}

/** Raw bodies of settled deliveries. Their rows stay, so that the key of a late repetition is still known. */
export async function dropBodies(sql: Sql, days: number): Promise<number> {
  let all = 0;
  for (const { id } of await sql<{ id: number }[]>`select id from workspaces order by id`)
    all += await dropBodiesOf(sql, id, days);
  return all;
}

async function dropBodiesOf(sql: Sql, workspaceId: number, days: number): Promise<number> {
  for (let all = 0; ; ) {
    const dropped = await sql`
      update inbox d set body = null from (
        select workspace_id, id from inbox
        where workspace_id = ${workspaceId} and body is not null and settled_at is not null
          and received_at < now() - make_interval(days => ${days})
        order by received_at limit ${PORTION} for update skip locked
      ) old where d.workspace_id = old.workspace_id and d.id = old.id`;
    all += dropped.count;
    if (dropped.count < PORTION) return all;
  }
}

/** Files of imports that have ended, or that could not be read at all. What they told stays. */
export async function dropFiles(sql: Sql, dataDir: string, days: number): Promise<number> {
  const names = await filesIn(join(dataDir, "imports"));
  const paths = names.map((name) => join("imports", name));
  const rows = await sql<{ path: string }[]>`
    select path from imports where path = any(${paths}::text[]) and state in ('done', 'failed', 'undone')
      and coalesce(finished_at, created_at) < now() - make_interval(days => ${days})`;
  for (const { path } of rows) await rm(join(dataDir, path), { force: true });
  return rows.length;
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // Nobody has imported anything yet.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
