import type { Client } from "@/db/client";
import type { Sql } from "@/db/ctx";
import { outbound } from "@/db/outbound/http";
import { openKeyRing } from "@/db/secrets/key-ring";
import { workCtx } from "@/db/work-ctx";
import { AppError } from "@/lib/errors";
import { runBackfill } from "./handlers/run-backfill";
import { pause } from "./pause";
import { extendLease, finishJob, type Job, postponeJob, retryJob, takeJob } from "./queue";

/** Backfills at once: each mostly waits for somebody else's server. */
const LANES = 3;
const IDLE_MS = 1_000;
const LEASE_RENEWAL_MS = 15_000;
const MAX_ATTEMPTS = 4;

type Options = {
  client: Client;
  /** Text of the key ring that the tokens are sealed with. */
  keys: string;
  /** Private host:port pairs that may be called. */
  allow: readonly string[];
  signal: AbortSignal;
  report: (line: string) => void;
};

/** Reads providers' APIs until told to stop, several at once; each gives way to the next after a while. */
export async function keepBackfilling(options: Options): Promise<void> {
  await Promise.all(Array.from({ length: LANES }, () => keepLane(options)));
}

async function keepLane(options: Options): Promise<void> {
  const { client, signal, report } = options;
  while (!signal.aborted) {
    const job = await takeJob(client.sql, "backfill").catch((error: unknown) => {
      report(`worker: the database does not answer: ${messageOf(error)}`);
      return null;
    });
    if (job) await runJob(options, job).catch((error: unknown) => report(`worker: backfill: ${messageOf(error)}`));
    else await pause(IDLE_MS, signal);
  }
}

async function runJob({ client, keys, allow, signal, report }: Options, job: Job): Promise<void> {
  const { sql } = client;
  const renewal = setInterval(() => {
    extendLease(sql, job.id).catch((error: unknown) => report(`worker: lease of backfill: ${messageOf(error)}`));
  }, LEASE_RENEWAL_MS);
  try {
    const ctx = await workCtx(client, job.workspaceId);
    const goesOnAt = await runBackfill(ctx, job.payload.backfillId ?? "0", {
      call: outbound(allow),
      ring: () => openKeyRing(keys),
      now: () => Date.now(),
      random: () => Math.random(),
      sleep: (ms) => pause(ms, signal),
      isStopping: () => signal.aborted,
    });
    if (goesOnAt === null) await endJob(sql, job);
    else await postponeJob(sql, job.id, goesOnAt);
  } catch (error) {
    report(`worker: backfill failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    if (job.attempts < MAX_ATTEMPTS) await retryJob(sql, job, messageOf(error));
    else await giveUp(client, job, error);
  } finally {
    clearInterval(renewal);
  }
}

/**
 * Who lets a backfill go on finds its job there still and makes no other: what is to go on by now keeps its job. The
 * row is locked as resuming does, so that one of the two sees the other.
 */
export async function endJob(sql: Sql, { id, workspaceId, payload }: Pick<Job, "id" | "workspaceId" | "payload">) {
  await sql.begin(async (tx) => {
    const ours = tx as unknown as Sql;
    const [active] = await ours`
      select id from backfills
      where workspace_id = ${workspaceId} and id = ${payload.backfillId ?? "0"} and state in ('queued', 'running', 'waiting')
      for update`;
    if (active) await postponeJob(ours, id, Date.now());
    else await finishJob(ours, id);
  });
}

async function giveUp(client: Client, { workspaceId, id, attempts, payload }: Job, error: unknown): Promise<void> {
  // Words of ours are for people; of a bug they are in the log only.
  const why = error instanceof AppError ? error.message : "an error of Squelch, which its log tells in full";
  await client.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`
      update backfills set state = 'failed', finished_at = now(), waiting_until = null,
        error = ${`Given up after ${attempts} tries: ${why}`}
      where workspace_id = ${workspaceId} and id = ${payload.backfillId ?? "0"} and state in ('queued', 'running', 'waiting')`;
    await finishJob(sql, id);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
