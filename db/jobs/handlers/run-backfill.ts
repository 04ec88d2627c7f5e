import { createHash } from "node:crypto";
import { keepDelivery } from "@/db/commands/receive";
import { tokenPlace } from "@/db/commands/start-backfill";
import type { Sql, WorkCtx } from "@/db/ctx";
import { type Outbound, type OutboundAnswer, OutboundError } from "@/db/outbound/http";
import { type KeyRing, unseal } from "@/db/secrets/key-ring";
import { storable } from "@/db/staging/storable";
import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";
import {
  type AnswerRead,
  type ApiRequest,
  type BackfillApi,
  describeTask,
  isOptional,
  keptBody,
  nextRequest,
  type Plan,
  progressPpm,
  readAnswer,
  skipTask,
  type Task,
} from "@/lib/providers/backfill";
import { backfillApiOf } from "@/lib/providers/backfill-apis";
import { again, type Judgement, judgeAnswer, pauseAfter } from "@/lib/providers/backfill-pace";

/** A hundred incidents with everything in them are some megabytes, and take the provider some seconds. */
const ANSWER_LIMITS = { maxBytes: 32 * 1024 * 1024, timeoutMs: 30_000 };
/** After so long the worker turns to other jobs, among them other backfills. */
const SLICE_MS = 10_000;
/** Longer pauses give the worker free. */
const SHORT_PAUSE_MS = 1_000;

export type BackfillTools = {
  call: Outbound;
  ring: () => KeyRing;
  now: () => Instant;
  random: () => number;
  sleep: (ms: number) => Promise<void>;
  sliceMs?: number;
  /** The worker is told to end: the request at hand is the last. */
  isStopping?: () => boolean;
};

/** `tries` of the next request that came to nothing; `workedMs` is what the rate is measured by. */
type Cursor = { plan: Plan; tries: number; workedMs: number };

type Run = {
  source_id: string;
  provider: string;
  base_url: string;
  since: Date;
  until: Date;
  cursor: Cursor;
  requests: number;
  waiting_until: Date | null;
};

type Setback = Exclude<Judgement, { go: "on" }>;

type Step = { ctx: WorkCtx; id: string; run: Run; api: BackfillApi; tools: BackfillTools; beganAt: Instant };

/**
 * Fetches from where the cursor stands, for a while. Each answer is kept together with the cursor behind it, so that an
 * end at any moment costs one request. Returns when to go on, or null where there is nothing more to do.
 */
export async function runBackfill(ctx: WorkCtx, id: string, tools: BackfillTools): Promise<Instant | null> {
  const endsAt = tools.now() + (tools.sliceMs ?? SLICE_MS);
  for (;;) {
    const beganAt = tools.now();
    const run = await begin(ctx, id, beganAt);
    if (!run) return null;
    if (run.waiting_until && run.waiting_until.getTime() > beganAt) return run.waiting_until.getTime();
    const pauseMs = await takeStep(ctx, id, run, tools, beganAt);
    if (pauseMs === null) return null;
    const goesOnAt = tools.now() + pauseMs;
    if (pauseMs > SHORT_PAUSE_MS || goesOnAt >= endsAt || tools.isStopping?.()) return goesOnAt;
    await tools.sleep(pauseMs);
  }
}

async function begin({ sql, workspaceId }: WorkCtx, id: string, now: Instant): Promise<Run | null> {
  const [run] = await sql<Run[]>`
    update backfills b set started_at = coalesce(b.started_at, now()),
      state = case when b.waiting_until > ${new Date(now)} then 'waiting' else 'running' end
    from sources s
    where b.workspace_id = ${workspaceId} and b.id = ${id} and b.state in ('queued', 'running', 'waiting')
      and s.workspace_id = b.workspace_id and s.id = b.source_id and s.deleted_at is null
    returning b.source_id, s.provider, b.base_url, b.since, b.until, b.cursor, b.requests, b.waiting_until`;
  if (!run) await stopWithoutSource(sql, workspaceId, id);
  return run ?? null;
}

async function stopWithoutSource(sql: Sql, workspaceId: number, id: string): Promise<void> {
  await sql`
    update backfills set state = 'stopped', waiting_until = null, finished_at = now(), error = 'Its source was removed.'
    where workspace_id = ${workspaceId} and id = ${id} and state in ('queued', 'running', 'waiting')`;
}

/** One request. Returns the pause before the next, or null at the end. */
async function takeStep(
  ctx: WorkCtx,
  id: string,
  run: Run,
  tools: BackfillTools,
  beganAt: Instant,
): Promise<number | null> {
  const api = backfillApiOf(run.provider);
  if (!api) throw new Error(`no API of ${run.provider}`);
  const step: Step = { ctx, id, run, api, tools, beganAt };
  const next = nextRequest(api, run.cursor.plan);
  if (!next) {
    await end(step, "done", null);
    return null;
  }
  try {
    const token = await readToken(ctx, run.source_id, tools.ring());
    const answer = await ask(step, next.request, token);
    if ("go" in answer) return await act(step, answer);
    const judgement = judgeAnswer(api, { ...answer, json: errorJson(answer) }, askedOf(step, next.task));
    if (judgement.go !== "on") return await act(step, judgement);
    const read = readAnswer(api, run.cursor.plan, jsonOf(answer));
    const pauseMs = pauseAfter(api, answer);
    return (await keep(step, next, answer, { ...read, pauseMs })) ? pauseMs : null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await end(step, "failed", error.message);
    return null;
  }
}

function askedOf({ api, run, tools }: Step, task: Task) {
  const what = { what: describeTask(api, task), isOptional: isOptional(api, task) };
  return { ...what, now: tools.now(), tries: run.cursor.tries, random: tools.random };
}

async function readToken({ sql, workspaceId }: WorkCtx, sourceId: string, ring: KeyRing): Promise<string> {
  const [row] = await sql<{ id: string; sealed: string }[]>`
    select id, sealed from source_secrets
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and kind = 'api' order by created_at desc limit 1`;
  if (!row) throw new AppError("invalid", "No API token is kept for this source any more.");
  return unseal(ring, row.sealed, tokenPlace(row.id));
}

async function ask({ api, run, tools }: Step, request: ApiRequest, token: string): Promise<OutboundAnswer | Setback> {
  const url = new URL(run.base_url + request.path);
  for (const [name, value] of request.query) url.searchParams.append(name, value);
  try {
    return await tools.call({ url: url.href, headers: api.headers(token), ...ANSWER_LIMITS });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    if (error.kind === "refused") return { go: "stop", why: error.message };
    return again(error.message.replace(/\.$/, ""), { tries: run.cursor.tries, random: tools.random });
  }
}

function jsonOf({ body }: OutboundAnswer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new AppError("invalid", "The answer is not JSON: something else than the provider's API answered.");
  }
}

/** Of an error the words are wanted, if there are any. */
function errorJson(answer: OutboundAnswer): unknown {
  if (answer.status < 400) return null;
  try {
    return JSON.parse(answer.body.toString("utf8"));
  } catch {
    return null; // such as a page of a proxy; the status says enough
  }
}

/** Keeps the answer and moves the cursor behind it, both or neither. False where the run was stopped meanwhile. */
async function keep(
  step: Step,
  { task, request }: { task: Task; request: ApiRequest },
  answer: OutboundAnswer,
  { plan, records, pauseMs }: AnswerRead & { pauseMs: number },
): Promise<boolean> {
  const { ctx, run, api, tools } = step;
  return await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const waitMs = pauseMs > SHORT_PAUSE_MS ? pauseMs : undefined;
    if (!(await move(sql, step, { plan, records, tries: 0, waitMs }))) return false;
    if (records === 0) return true;
    const body = keptBody(api, task, answer.body);
    const { workspaceId, zone } = ctx;
    await keepDelivery(sql, {
      workspaceId,
      sourceId: run.source_id,
      // The same answer again is a repetition: a backfill may be run any number of times.
      deliveryKey: `api:${task.list}:${createHash("sha256").update(body).digest("hex")}`,
      receivedAt: tools.now(),
      zone,
      via: "backfill",
      contentType: "application/json",
      headers: { "x-squelch-request": pathOf(request) },
      body,
    });
    return true;
  });
}

function pathOf({ path, query }: ApiRequest): string {
  return query.length === 0 ? path : `${path}?${query.map(([name, value]) => `${name}=${value}`).join("&")}`;
}

type Moved = { plan: Plan; tries: number; records: number; waitMs?: number; why?: string };

/** False where somebody stopped the run, or another worker was quicker: each request is counted once. */
async function move(sql: Sql, step: Step, { plan, tries, records, waitMs, why }: Moved): Promise<boolean> {
  const { ctx, id, run, api, tools, beganAt } = step;
  const now = tools.now();
  const cursor = { plan, tries, workedMs: run.cursor.workedMs + (now - beganAt) + (waitMs ?? 0) };
  const [row] = await sql`
    update backfills set cursor = ${sql.json(JSON.parse(JSON.stringify(cursor)))}, requests = requests + 1,
      retries = retries + ${tries > 0 ? 1 : 0}, records = records + ${records},
      progress_ppm = ${progressPpm(api, plan, run.since.getTime(), run.until.getTime())},
      state = ${waitMs === undefined ? "running" : "waiting"}, error = ${why === undefined ? null : storable(why)},
      waiting_until = ${waitMs === undefined ? null : new Date(now + waitMs)}
    where workspace_id = ${ctx.workspaceId} and id = ${id} and requests = ${run.requests}
      and state in ('queued', 'running', 'waiting')
    returning id`;
  return row !== undefined;
}

async function act(step: Step, judgement: Setback): Promise<number | null> {
  const { ctx, run, api } = step;
  const { plan, tries } = run.cursor;
  if (judgement.go === "stop") {
    await end(step, "failed", judgement.why);
    return null;
  }
  if (judgement.go === "skip") {
    const moved = await move(ctx.sql, step, { plan: skipTask(api, plan, judgement.why), tries: 0, records: 0 });
    return moved ? api.pauseMs : null;
  }
  const { ms: waitMs, why } = judgement;
  return (await move(ctx.sql, step, { plan, tries: tries + 1, records: 0, waitMs, why })) ? waitMs : null;
}

async function end({ ctx, id, run }: Step, state: "done" | "failed", error: string | null): Promise<void> {
  await ctx.sql`
    update backfills set state = ${state}, error = ${error === null ? null : storable(error)}, waiting_until = null,
      finished_at = now(), progress_ppm = case when ${state} = 'done' then 1000000 else progress_ppm end
    where workspace_id = ${ctx.workspaceId} and id = ${id} and requests = ${run.requests}
      and state in ('queued', 'running', 'waiting')`;
}
