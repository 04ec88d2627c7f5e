import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { enqueue } from "@/db/jobs/queue";
import { hostAndPort } from "@/db/outbound/http";
import { type KeyRing, seal } from "@/db/secrets/key-ring";
import type { StartBackfillBody } from "@/lib/contract/backfill";
import { AppError } from "@/lib/errors";
import { type BackfillApi, planBackfill } from "@/lib/providers/backfill";
import { backfillApiOf } from "@/lib/providers/backfill-apis";
import { hintOf } from "./add-secret";
import { assertAdmin } from "./assert-admin";

export type StartOptions = { ring: () => KeyRing; allow: readonly string[] };

/** The token lies with this place as its associated data. */
export const tokenPlace = (id: string) => ({ table: "source_secrets", column: "sealed", id });

/** Hands a backfill to the worker. A token that is given replaces the one before. */
export async function startBackfill(
  ctx: Ctx,
  sourceId: string,
  body: StartBackfillBody,
  options: StartOptions,
): Promise<string> {
  assertAdmin(ctx);
  const { workspaceId, now } = ctx;
  const since = Date.parse(body.since);
  const until = body.until === null ? now : Math.min(now, Date.parse(body.until));
  return await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const api = await apiOf(sql, workspaceId, sourceId);
    const baseUrl = baseUrlOf(api, body.baseUrl, options.allow);
    const plan = planBackfill(api, since, until);
    const [busy] = await sql`
      select id from backfills where workspace_id = ${workspaceId} and source_id = ${sourceId}
        and state in ('queued', 'running', 'waiting')`;
    if (busy) throw new AppError("conflict", "A backfill of this source is running already. Stop it first.");
    if (body.token !== null) await keepToken(sql, workspaceId, sourceId, body.token, options.ring());
    else await requireToken(sql, workspaceId, sourceId);
    const id = randomId();
    await sql`
      insert into backfills (workspace_id, id, source_id, base_url, state, since, until, cursor, progress_ppm)
      values (${workspaceId}, ${id}, ${sourceId}, ${baseUrl}, 'queued', ${new Date(since)}, ${new Date(until)},
        ${sql.json({ plan: { todo: [...plan.todo], issues: [] }, tries: 0, workedMs: 0 })}, 0)`;
    await enqueueBackfill(sql, workspaceId, id);
    return id;
  });
}

export async function enqueueBackfill(sql: Sql, workspaceId: number, backfillId: string): Promise<void> {
  await enqueue(sql, { workspaceId, kind: "backfill", payload: { backfillId } }, `backfill ${backfillId}`);
}

/** Locks the source, so that two starts at once are one after the other. */
async function apiOf(sql: Sql, workspaceId: number, sourceId: string): Promise<BackfillApi> {
  const [source] = await sql<{ provider: string; paused: boolean }[]>`
    select provider, paused from sources
    where workspace_id = ${workspaceId} and id = ${sourceId} and deleted_at is null for update`;
  if (!source) throw new AppError("not-found", "There is no such source.");
  // What comes for a paused source is ignored.
  if (source.paused) throw new AppError("conflict", "This source is paused. Let it go on first.");
  const api = backfillApiOf(source.provider);
  if (!api) throw new AppError("invalid", `No API of ${source.provider} is read. Import its export as a file.`);
  return api;
}

/** One of the provider's regions, or a proxy that whoever runs Squelch has allowed. */
function baseUrlOf({ regions }: BackfillApi, text: string, allow: readonly string[]): string {
  const given = text.replace(/\/+$/, "");
  if (regions.some(({ baseUrl }) => baseUrl === given)) return given;
  const url = URL.canParse(given) ? new URL(given) : null;
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.origin === given;
  if (isPlain && allow.some((pair) => pair.toLowerCase() === hostAndPort(url))) return given;
  const known = regions.map(({ baseUrl }) => baseUrl).join(" or ");
  throw new AppError("invalid", `The address of the API must be ${known}.`);
}

async function keepToken(sql: Sql, workspaceId: number, sourceId: string, token: string, ring: KeyRing): Promise<void> {
  await sql`
    delete from source_secrets where workspace_id = ${workspaceId} and source_id = ${sourceId} and kind = 'api'`;
  const id = randomId();
  await sql`
    insert into source_secrets (workspace_id, id, source_id, kind, sealed, hint)
    values (${workspaceId}, ${id}, ${sourceId}, 'api', ${seal(ring, token, tokenPlace(id))}, ${hintOf(token)})`;
}

async function requireToken(sql: Sql, workspaceId: number, sourceId: string): Promise<void> {
  const [row] = await sql`
    select id from source_secrets
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and kind = 'api' limit 1`;
  if (!row) throw new AppError("invalid", "An API token is needed: none is kept for this source.");
}
