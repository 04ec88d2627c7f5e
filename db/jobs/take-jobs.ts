import type { Client } from "@/db/client";
import { runUndo } from "@/db/commands/undo-import";
import type { Sql, WorkCtx } from "@/db/ctx";
import { workCtx } from "@/db/work-ctx";
import { runImport } from "./handlers/run-import";
import { pause } from "./pause";
import { extendLease, finishJob, type Job, retryJob, takeJob } from "./queue";

const IDLE_MS = 300;
const LEASE_RENEWAL_MS = 15_000;
const MAX_ATTEMPTS = 4;

type Report = (line: string) => void;

/** Takes one job after the other until told to stop. */
export async function takeJobs(client: Client, dataDir: string, signal: AbortSignal, report: Report): Promise<void> {
  while (!signal.aborted) {
    const job = await takeJob(client.sql).catch((error: unknown) => {
      report(`worker: the database does not answer: ${messageOf(error)}`);
      return null;
    });
    if (job) await runJob(client, job, dataDir, report);
    else await pause(IDLE_MS, signal);
  }
}

async function runJob(client: Client, job: Job, dataDir: string, report: Report): Promise<void> {
  const renewal = setInterval(() => {
    extendLease(client.sql, job.id).catch((error: unknown) =>
      report(`worker: lease of ${job.kind}: ${messageOf(error)}`),
    );
  }, LEASE_RENEWAL_MS);
  try {
    await handle(await workCtx(client, job.workspaceId), job, dataDir);
    await finishJob(client.sql, job.id);
  } catch (error) {
    report(`worker: ${job.kind} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    await tryAgain(client.sql, job, messageOf(error)).catch((failure: unknown) =>
      // Its lease runs out, and somebody takes it anew.
      report(`worker: ${job.kind} could not be given back: ${messageOf(failure)}`),
    );
  } finally {
    clearInterval(renewal);
  }
}

function handle(ctx: WorkCtx, { kind, payload }: Job, dataDir: string): Promise<void> {
  const importId = payload.importId ?? "";
  return kind === "undo" ? runUndo(ctx, importId) : runImport(ctx, importId, { dataDir });
}

async function tryAgain(sql: Sql, job: Job, error: string): Promise<void> {
  if (job.attempts < MAX_ATTEMPTS) await retryJob(sql, job, error);
  else await giveUp(sql, job, error);
}

/**
 * An import whose undoing failed stands as it stood: undoing it can be asked for again. Together with the end of the
 * job: who asked in between would find the old one, make no other, and wait for ever.
 */
async function giveUp(sql: Sql, job: Job, error: string): Promise<void> {
  const what = job.kind === "undo" ? "Undoing was given up" : "Given up";
  await sql.begin(async (tx) => {
    await tx`
      update imports set state = 'failed', finished_at = coalesce(finished_at, now()),
        error = ${`${what} after ${job.attempts} tries: ${error}`}
      where workspace_id = ${job.workspaceId} and id = ${job.payload.importId ?? "0"} and state <> 'undone'`;
    await finishJob(tx as unknown as Sql, job.id);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
