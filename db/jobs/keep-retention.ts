import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { discardStaleUploads } from "@/db/commands/discard-import";
import { keepLabels } from "@/db/commands/keep-labels";
import { dropNamedFiles } from "@/db/commands/named-files";
import { NOTE_MOVE } from "@/db/commands/note-report";
import type { Sql } from "@/db/ctx";
import { arrivedOf } from "@/db/staging/arrived";
import type { Instant } from "@/lib/model/instant";
import { pause } from "./pause";

export type Retention = { bodiesDays: number; filesDays: number };

type Options = { sql: Sql; dataDir: string; retention: Retention; signal: AbortSignal; report: (line: string) => void };

const EVERY_MS = 60 * 60_000;
const ENDED_DAYS = 30;
const LABELS_DAYS = 180;
const MOST_LABELS = 20_000;
/** So many bodies go in one statement: others need not wait for it. */
const PORTION = 1_000;
/** The row of a file that is sent in one request follows its last byte, once it was looked at: never as late as this. */
const ORPHAN_AFTER_MS = 24 * 3_600_000;

/** Once an hour lets go of raw bodies and files whose time is over, and of what nobody goes on with. */
export async function keepRetention({ sql, dataDir, retention, signal, report }: Options): Promise<void> {
  while (!signal.aborted) {
    try {
      await dropBodies(sql, retention.bodiesDays);
      await dropLabels(sql);
      await dropFiles(sql, dataDir, retention.filesDays);
      await dropNamed(sql, dataDir);
      await dropUploads(sql, dataDir, Date.now());
      await dropEnded(sql);
      await dropOrphans(sql, dataDir, Date.now());
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

/** Files that name somebody erased, where a crash came before they went. */
async function dropNamed(sql: Sql, dataDir: string): Promise<void> {
  for (const { id } of await sql<{ id: number }[]>`select id from workspaces order by id`)
    await dropNamedFiles(sql, id, dataDir);
}

/**
 * Notes that were taken back so long ago, share links and tokens that ended so long ago that nobody asks for them any more;
 * pictures of digests as soon as they end.
 */
export async function dropEnded(sql: Sql): Promise<number> {
  let all = 0;
  for (const { id } of await sql<{ id: number }[]>`select id from workspaces order by id`)
    for (const table of ["share_links", "api_tokens"]) {
      const dropped = await sql`
        delete from ${sql(table)} where workspace_id = ${id}
          and least(expires_at, revoked_at) < now() - make_interval(days => ${ENDED_DAYS})`;
      all += dropped.count;
    }
  const notes = await sql`delete from report_notes where taken_back_at < now() - make_interval(days => ${ENDED_DAYS})`;
  // They hold the words of notes as they were: nobody undoes them any more.
  await sql`
    delete from triage_moves
    where kind = ${NOTE_MOVE} and made_at < now() - make_interval(days => ${ENDED_DAYS})`;
  const pictures = await sql`delete from digest_pictures where expires_at <= now()`;
  return all + notes.count + pictures.count;
}

/** Uploads that nobody goes on with, in every workspace. */
export async function dropUploads(sql: Sql, dataDir: string, now: Instant): Promise<void> {
  for (const { id } of await sql<{ id: number }[]>`select id from workspaces order by id`)
    await discardStaleUploads({ sql, workspaceId: id, dataDir, now });
}

/**
 * Files of which no import is known: a crash came between the file and its row. Files from before the first workspace are
 * left: then this is another database than the one whose files these are.
 */
export async function dropOrphans(sql: Sql, dataDir: string, now: Instant): Promise<number> {
  const [first] = await sql<{ created_at: Date | null }[]>`select min(created_at) as created_at from workspaces`;
  const paths = await pathsOfFiles(dataDir);
  const rows = await sql<{ path: string }[]>`select path from imports where path = any(${paths}::text[])`;
  const known = new Set(rows.map(({ path }) => path));
  let dropped = 0;
  for (const path of paths) {
    const arrived = known.has(path) ? null : await arrivedOf(join(dataDir, path));
    if (!first?.created_at || !arrived || arrived.lastAt < first.created_at) continue;
    if (arrived.lastAt.getTime() > now - ORPHAN_AFTER_MS) continue;
    await rm(join(dataDir, path), { force: true });
    dropped += 1;
  }
  return dropped;
}

async function dropBodiesOf(sql: Sql, workspaceId: number, days: number): Promise<number> {
  for (let all = 0; ; ) {
    const dropped = await sql.begin((tx) => dropPortion(tx as unknown as Sql, workspaceId, days));
    all += dropped;
    if (dropped < PORTION) return all;
  }
}

/** Their labels stay: under the lock, so that nobody is erased between reading and keeping them. */
async function dropPortion(sql: Sql, workspaceId: number, days: number): Promise<number> {
  const due = sql`
    select id from inbox
    where workspace_id = ${workspaceId} and body is not null and settled_at is not null
      and received_at < now() - make_interval(days => ${days})
    order by received_at limit ${PORTION}`;
  const [first] = await sql`${due}`;
  if (!first) return 0;
  await sql`select pg_advisory_xact_lock(${workspaceId})`;
  const old = await sql<{ id: string }[]>`${due} for update skip locked`;
  const ids = old.map(({ id }) => id);
  await keepLabels(sql, workspaceId, ids);
  await sql`update inbox set body = null where workspace_id = ${workspaceId} and id = any(${ids}::bigint[])`;
  return ids.length;
}

/** Labels of alerts that nothing has told of for long, and the oldest where there are very many. */
export async function dropLabels(sql: Sql, most = MOST_LABELS): Promise<number> {
  let all = 0;
  for (const { id } of await sql<{ id: number }[]>`select id from workspaces order by id`) {
    const dropped = await sql`
      delete from alert_labels where workspace_id = ${id} and (told_at < now() - make_interval(days => ${LABELS_DAYS})
        or fingerprint in (
          select fingerprint from alert_labels where workspace_id = ${id}
          order by told_at desc, fingerprint offset ${most}))`;
    all += dropped.count;
  }
  return all;
}

/** Files of imports that have ended, or that could not be read at all. What they told stays. */
export async function dropFiles(sql: Sql, dataDir: string, days: number): Promise<number> {
  const paths = await pathsOfFiles(dataDir);
  const rows = await sql<{ path: string }[]>`
    select path from imports where path = any(${paths}::text[]) and state in ('done', 'failed', 'undone')
      and coalesce(finished_at, created_at) < now() - make_interval(days => ${days})`;
  for (const { path } of rows) await rm(join(dataDir, path), { force: true });
  return rows.length;
}

/** Below the data folder, as the rows of imports name them. */
async function pathsOfFiles(dataDir: string): Promise<string[]> {
  try {
    const entries = await readdir(join(dataDir, "imports"), { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => join("imports", name));
  } catch (error) {
    // Nobody has imported anything yet.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
