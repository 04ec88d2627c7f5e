import type { Client } from "@/db/client";
import { keepPredictionRecord, keepVerdictRecord } from "@/db/commands/keep-record";
import { type Pace, predictPages } from "@/db/commands/predict-pages";
import type { Sql } from "@/db/ctx";
import { workCtx } from "@/db/work-ctx";
import { pause } from "./pause";

const IDLE_MS = 500;
const LEASE = "60 seconds";
const LEASE_RENEWAL_MS = 15_000;
/** After a failure: a fault of one workspace must not be tried in a ring. */
const AGAIN_AFTER = "5 minutes";
/** Work goes on for so long at a stretch, then others have the machine for as long. */
const STRETCH_MS = 20;
const DAY_MS = 86_400_000;

type Reader = Pick<Client, "db" | "sql" | "keyRing">;
type Report = (line: string) => void;

/**
 * Keeps models, predictions and records up with what people say and with the pages that come. Several workers may do so:
 * one of them has a workspace at a time, and each would come to the same. It gives way to the judge: at most half of a
 * core while it works, and a pause of the same time afterwards, in which words gather. The record of verdicts takes no
 * predictions, and follows words at once.
 */
export async function keepPredicting(client: Reader, signal: AbortSignal, report: Report): Promise<void> {
  await Promise.all([followPages(client, signal, report), followWords(client, signal, report)]);
}

async function followPages(client: Reader, signal: AbortSignal, report: Report): Promise<void> {
  while (!signal.aborted) {
    const startedAt = performance.now();
    const worked = await predictNext(client, signal, report).catch((error: unknown) => {
      if (!signal.aborted) report(`predictions: ${messageOf(error)}`);
      return false;
    });
    await pause(worked ? Math.max(IDLE_MS, performance.now() - startedAt) : IDLE_MS, signal);
  }
}

async function followWords(client: Reader, signal: AbortSignal, report: Report): Promise<void> {
  const recorded: Recorded = new Map();
  while (!signal.aborted) {
    await recordVerdicts(client, recorded, signal).catch((error: unknown) => {
      if (!signal.aborted) report(`record: ${messageOf(error)}`);
    });
    await pause(IDLE_MS, signal);
  }
}

/** The `asked` of each workspace that this worker's record of verdicts has seen. */
type Recorded = Map<number, number>;

/** Where somebody has spoken since the last time; two workers who do so at once write the same. */
async function recordVerdicts(client: Reader, recorded: Recorded, signal: AbortSignal): Promise<void> {
  const waiting = await client.sql<Run[]>`
    select workspace_id as "workspaceId", asked from model_runs where asked > done`;
  for (const { workspaceId, asked } of waiting) {
    if (recorded.get(workspaceId) === asked) continue;
    await keepVerdictRecord(await workCtx(client, workspaceId), Date.now(), paceOf(signal));
    recorded.set(workspaceId, asked);
  }
}

/** Works out the model of one workspace where that is due; false where none is. */
export async function predictNext(
  client: Reader,
  signal: AbortSignal = new AbortController().signal,
  report: Report = () => {},
): Promise<boolean> {
  const run = await takeRun(client.sql);
  if (!run) return false;
  const { workspaceId, asked } = run;
  const { sql } = client;
  const renewal = setInterval(() => {
    sql`update model_runs set leased_until = now() + ${LEASE}::interval where workspace_id = ${workspaceId}`.catch(
      (error: unknown) => report(`predictions: lease: ${messageOf(error)}`),
    );
  }, LEASE_RENEWAL_MS);
  try {
    const pace = paceOf(signal);
    const now = Date.now();
    const ctx = await workCtx(client, workspaceId);
    await keepVerdictRecord(ctx, now, pace);
    await keepPredictionRecord(ctx, await predictPages(ctx, now, pace), now, pace);
    await finishRun(sql, workspaceId, asked, now);
  } catch (error) {
    await giveBack(sql, workspaceId, signal.aborted ? null : messageOf(error));
    throw error;
  } finally {
    clearInterval(renewal);
  }
  return true;
}

type Run = { workspaceId: number; asked: number };

async function takeRun(sql: Sql): Promise<Run | null> {
  const [run] = await sql<Run[]>`
    update model_runs set leased_until = now() + ${LEASE}::interval
    where workspace_id = (
      select workspace_id from model_runs
      where (leased_until is null or leased_until < now()) and (run_at <= now() or (asked > done and error is null))
      order by run_at, workspace_id limit 1 for update skip locked)
    returning workspace_id as "workspaceId", asked`;
  return run ?? null;
}

/** The next midnight of UTC fits what too few verdicts left open. */
async function finishRun(sql: Sql, workspaceId: number, asked: number, now: number): Promise<void> {
  const midnight = new Date((Math.floor(now / DAY_MS) + 1) * DAY_MS);
  await sql`
    update model_runs set done = ${asked}, leased_until = null, error = null, run_at = ${midnight}
    where workspace_id = ${workspaceId}`;
}

/** Who was told to stop has failed at nothing. */
async function giveBack(sql: Sql, workspaceId: number, error: string | null): Promise<void> {
  await sql`
    update model_runs set leased_until = null, error = ${error},
      run_at = case when ${error}::text is null then run_at else now() + ${AGAIN_AFTER}::interval end
    where workspace_id = ${workspaceId}`;
}

function paceOf(signal: AbortSignal): Pace {
  let from = performance.now();
  return async () => {
    if (performance.now() - from < STRETCH_MS) return;
    signal.throwIfAborted();
    await pause(STRETCH_MS, signal);
    from = performance.now();
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
