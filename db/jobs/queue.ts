import type { Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import type { Instant } from "@/lib/model/instant";

type JobKind = "import" | "undo" | "backfill";
/** `attempts`: this one and those before it that failed; a worker that was ended has failed at nothing. */
export type Job = { id: string; workspaceId: number; kind: JobKind; payload: Record<string, string>; attempts: number };

/** How long a worker may be silent before another takes its job over. */
const LEASE = "60 seconds";

/** Enqueues in the caller's transaction. A waiting job with the same key is enough. */
export async function enqueue(
  sql: Sql,
  job: Pick<Job, "workspaceId" | "kind" | "payload">,
  dedupeKey: string,
): Promise<void> {
  await sql`
    insert into jobs (id, workspace_id, kind, payload, dedupe_key)
    values (${randomId()}, ${job.workspaceId}, ${job.kind}, ${sql.json(job.payload)}, ${dedupeKey})
    on conflict (dedupe_key) do nothing`;
}

/** Backfills mostly wait for somebody else's server: they have workers of their own. */
export type Lane = "backfill" | "other";

/** Takes the oldest job that is due and that nobody holds. */
export async function takeJob(sql: Sql, lane: Lane = "other"): Promise<Job | null> {
  const [row] = await sql<
    { id: string; workspace_id: number; kind: JobKind; payload: Record<string, string>; attempts: number }[]
  >`
    update jobs set leased_until = now() + ${LEASE}::interval
    where id = (
      select id from jobs where run_at <= now() and (leased_until is null or leased_until < now())
        and (kind = 'backfill') = ${lane === "backfill"}
      order by run_at, id limit 1 for update skip locked)
    returning id, workspace_id, kind, payload, attempts + 1 as attempts`;
  return row
    ? { id: row.id, workspaceId: row.workspace_id, kind: row.kind, payload: row.payload, attempts: row.attempts }
    : null;
}

export async function extendLease(sql: Sql, jobId: string): Promise<void> {
  await sql`update jobs set leased_until = now() + ${LEASE}::interval where id = ${jobId}`;
}

export async function finishJob(sql: Sql, jobId: string): Promise<void> {
  await sql`delete from jobs where id = ${jobId}`;
}

/** Gives the job back, to go on later: nothing has failed. */
export async function postponeJob(sql: Sql, jobId: string, runAt: Instant): Promise<void> {
  await sql`
    update jobs set leased_until = null, attempts = 0, error = null, run_at = ${new Date(runAt)} where id = ${jobId}`;
}

/** Gives the job back, to be tried again after a pause that grows. */
export async function retryJob(sql: Sql, job: Job, error: string): Promise<void> {
  await sql`
    update jobs set leased_until = null, attempts = ${job.attempts}, error = ${error},
      run_at = now() + make_interval(secs => ${5 * 2 ** job.attempts})
    where id = ${job.id}`;
}
