import type { Client } from "@/db/client";
import { askModel } from "@/db/commands/ask-model";
import { BatchError, countRepeats, ingestDeliveries, settleUnreadable } from "@/db/commands/ingest-deliveries";
import { judgeDirty } from "@/db/commands/judge-dirty";
import type { WorkCtx } from "@/db/ctx";
import { isOurFault } from "@/db/our-fault";
import { workCtx } from "@/db/work-ctx";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { pause } from "./pause";

type Report = (line: string) => void;
type Reader = Pick<Client, "db" | "sql" | "keyRing">;

const IDLE_MS = 200;
/** A batch costs much the same whether it is large or small: while little comes, it gathers for this long. */
const GATHER = { ms: 400, fewerThan: 250 };
const LONGEST_BACK_OFF_MS = 5_000;
/** Under load verdicts follow after this long at the latest. */
const JUDGE_AFTER_MS = 3_000;
/** Judging stops after this long, between two portions, to let deliveries through. */
const JUDGE_FOR_MS = 1_500;
/** How often somebody looks for what a crash left unjudged. */
const LOOK_MS = 10_000;

/** Reads what webhooks and backfills brought until told to stop. Several instances may do so on one database. */
export async function drainInbox(client: Reader, signal: AbortSignal, report: Report): Promise<void> {
  const judging = new Map<number, JudgeClock>();
  let failures = 0;
  let lookAt = 0;
  while (!signal.aborted) {
    try {
      if (performance.now() >= lookAt) {
        for (const id of await unjudged(client)) clockOf(judging, id).due();
        lookAt = performance.now() + LOOK_MS;
      }
      const startedAt = performance.now();
      const settled = await drainAll(client, judging, signal, report);
      failures = 0;
      if (settled === 0) await pause(IDLE_MS, signal);
      else if (settled < GATHER.fewerThan) await pause(startedAt + GATHER.ms - performance.now(), signal);
    } catch (error) {
      failures += 1;
      report(`inbox: ${messageOf(error)}`);
      await pause(Math.min(IDLE_MS * 2 ** failures, LONGEST_BACK_OFF_MS), signal);
    }
  }
}

/**
 * One batch of every workspace where something waits, and the judging that is due. Returns how many deliveries were
 * settled: none where what waits is in the hands of another instance. A workspace that fails holds up no other one.
 */
async function drainAll(
  client: Reader,
  judging: Map<number, JudgeClock>,
  signal: AbortSignal,
  report: Report,
): Promise<number> {
  const waiting = new Set(await waitingWorkspaces(client));
  const failures: unknown[] = [];
  let all = 0;
  for (const id of new Set([...waiting, ...judging.keys()])) {
    if (signal.aborted) break;
    try {
      const ctx = await workCtx(client, id);
      const settled = waiting.has(id) ? await drainBatch(ctx, report) : 0;
      const clock = clockOf(judging, id);
      all += settled;
      if (settled > 0) clock.due();
      if (await clock.judge(ctx, settled === 0)) judging.delete(id);
    } catch (error) {
      failures.push(error);
    }
  }
  // Where another workspace goes on, that is no reason to wait for longer.
  if (failures.length > 0 && all === 0) throw failures[0];
  for (const error of failures) report(`inbox: ${messageOf(error)}`);
  return all;
}

async function waitingWorkspaces({ sql }: Reader): Promise<number[]> {
  const rows = await sql<{ workspace_id: number }[]>`
    select distinct workspace_id from inbox where settled_at is null
    union select distinct workspace_id from inbox_repeats where not counted`;
  return rows.map((row) => row.workspace_id);
}

/**
 * Left by a crash between storing and judging, or judged by another version of the classifier. What a running import
 * marks it judges itself.
 */
async function unjudged({ sql }: Reader): Promise<number[]> {
  const rows = await sql<{ workspace_id: number }[]>`
    select workspace_id from (
      select distinct workspace_id from dirty_signatures union select distinct workspace_id from dirty_people
      union select distinct workspace_id from dirty_rollups
      union select w.id from workspaces w
      where exists (select 1 from pages p where p.workspace_id = w.id) and not exists (
        select 1 from learnt_surroundings l where l.workspace_id = w.id and l.classifier_version = ${CLASSIFIER_VERSION})
    ) dirty where not exists (
      select 1 from imports m where m.workspace_id = dirty.workspace_id and m.state in ('running', 'judging', 'undoing'))`;
  return rows.map((row) => row.workspace_id);
}

/** Returns how many deliveries and repetitions were settled. */
export async function drainBatch(ctx: WorkCtx, report: Report): Promise<number> {
  const settled = await ingestSome(ctx, null, report);
  return settled + (await countRepeats(ctx));
}

/** A batch on which our own code fails is halved until the delivery at fault is alone; the others go through. */
async function ingestSome(ctx: WorkCtx, only: readonly string[] | null, report: Report): Promise<number> {
  try {
    return await ingestDeliveries(ctx, only);
  } catch (error) {
    if (!(error instanceof BatchError) || !isOurFault(error.cause))
      throw error instanceof BatchError ? error.cause : error;
    const { ids, cause } = error;
    const [first = ""] = ids;
    if (ids.length === 1) return ingestAlone(ctx, first, cause, report);
    const half = Math.ceil(ids.length / 2);
    const before = await ingestSome(ctx, ids.slice(0, half), report);
    return before + (await ingestSome(ctx, ids.slice(half), report));
  }
}

/** The second failure alone settles it as rejected: nothing behind it may wait for ever. */
async function ingestAlone(ctx: WorkCtx, id: string, first: unknown, report: Report): Promise<number> {
  try {
    return await ingestDeliveries(ctx, [id]);
  } catch (error) {
    const cause = error instanceof BatchError ? error.cause : error;
    if (!isOurFault(cause)) throw cause;
    report(`inbox: delivery ${id} could not be read twice and is rejected: ${stackOf(cause ?? first)}`);
    await settleUnreadable(ctx, id, messageOf(cause));
    return 1;
  }
}

/** When to judge: as soon as it is quiet; under load every few seconds, and never more than a third of the time. */
class JudgeClock {
  private dueSince: number | null = null;
  private notBefore = 0;

  due(): void {
    this.dueSince ??= performance.now();
  }

  /** True where nothing is left to judge. */
  async judge(ctx: WorkCtx, quiet: boolean): Promise<boolean> {
    const from = performance.now();
    if (this.dueSince === null) return true;
    if (!quiet && (from < this.notBefore || from < this.dueSince + JUDGE_AFTER_MS)) return false;
    let stopped = false;
    await judgeDirty(ctx, () => {
      stopped = performance.now() - from >= JUDGE_FOR_MS;
      return stopped;
    });
    await askModel(ctx.sql, ctx.workspaceId);
    const spent = performance.now() - from;
    this.notBefore = performance.now() + 2 * spent;
    this.dueSince = stopped ? performance.now() : null;
    return !stopped;
  }
}

function clockOf(judging: Map<number, JudgeClock>, workspaceId: number): JudgeClock {
  const known = judging.get(workspaceId) ?? new JudgeClock();
  judging.set(workspaceId, known);
  return known;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
