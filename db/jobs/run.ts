import { openClient } from "@/db/client";
import type { Sql } from "@/db/ctx";
import { workCtx } from "@/db/work-ctx";
import { keepDraining } from "./drain-spool";
import { runImport } from "./handlers/run-import";
import { keepBackfilling } from "./keep-backfilling";
import { extendLease, finishJob, type Job, retryJob, takeJob } from "./queue";

const IDLE_MS = 300;
const LEASE_RENEWAL_MS = 15_000;
const MAX_ATTEMPTS = 4;

export type WorkerOptions = {
  url: string;
  dataDir: string;
  /** Text of the key ring. Without it nothing is spooled and no token of an API is kept. */
  keys?: string | null;
  /** Private host:port pairs that may be called. */
  allow?: readonly string[];
  signal: AbortSignal;
  report?: (line: string) => void;
};

/** Works until told to stop. Several workers may run on one database; the job at hand is finished by its lease. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { url, dataDir, keys, allow = [], signal, report = () => {} } = options;
  const client = openClient(url, { max: 8 });
  const loops = [takeJobs(client, dataDir, signal, report)];
  if (keys) loops.push(keepDraining({ sql: client.sql, dataDir, keys, signal, report }));
  if (keys) loops.push(keepBackfilling({ client, keys, allow, signal, report }));
  try {
    await Promise.all(loops);
  } finally {
    await client.close();
  }
}

async function takeJobs(
  client: ReturnType<typeof openClient>,
  dataDir: string,
  signal: AbortSignal,
  report: (line: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    const job = await takeJob(client.sql).catch((error: unknown) => {
      report(`worker: the database does not answer: ${messageOf(error)}`);
      return null;
    });
    if (job) await runJob(client, job, dataDir, report);
    else await pause(IDLE_MS, signal);
  }
}

async function runJob(
  client: ReturnType<typeof openClient>,
  job: Job,
  dataDir: string,
  report: (line: string) => void,
) {
  const renewal = setInterval(() => {
    extendLease(client.sql, job.id).catch((error: unknown) =>
      report(`worker: lease of ${job.kind}: ${messageOf(error)}`),
    );
  }, LEASE_RENEWAL_MS);
  try {
    const ctx = await workCtx(client, job.workspaceId);
    await runImport(ctx, job.payload.importId ?? "", { dataDir });
    await finishJob(client.sql, job.id);
  } catch (error) {
    report(`worker: ${job.kind} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    if (job.attempts < MAX_ATTEMPTS) await retryJob(client.sql, job, messageOf(error));
    else await giveUp(client.sql, job, messageOf(error));
  } finally {
    clearInterval(renewal);
  }
}

async function giveUp(sql: Sql, job: Job, error: string): Promise<void> {
  await sql`
    update imports set state = 'failed', finished_at = now(), error = ${`Given up after ${job.attempts} tries: ${error}`}
    where workspace_id = ${job.workspaceId} and id = ${job.payload.importId ?? "0"}`;
  await finishJob(sql, job.id);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
