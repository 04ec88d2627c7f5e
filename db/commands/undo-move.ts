import type { Ctx, Sql } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { NOTE_MOVE } from "./note-report";
import { assertMayMove, atKey, keyRecord, lockMoves, type MovedTable } from "./record-move";
import { noteUndone } from "./undo-note";

type Undone = { no: number; kind: string; signatureIds: string[] };
type Move = Undone & { undoneAt: Date | null };

/** `before` and `after` as JSON text, null where there was no row. */
type Entry = { table: MovedTable; key: string; before: string | null; after: string | null; changed: string[] };

/** Takes back a move: every row as it was, byte for byte. Without a number, the viewer's own last one. */
export async function undoMove(ctx: Ctx, no?: number): Promise<Undone> {
  assertMayMove(ctx);
  const undone = ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const asked = await findMove(sql, ctx, no);
    // Publishing holds the same, and whoever holds both takes it first.
    if (asked.kind === NOTE_MOVE) await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    await lockMoves(sql, ctx);
    const move = await findMove(sql, ctx, asked.no);
    await assertLast(sql, ctx, move.no);
    const entries = await entriesOf(sql, ctx, move.no);
    if (move.kind === NOTE_MOVE) for (const entry of entries) await noteUndone(sql, ctx, entry);
    await putBack(sql, ctx, entries);
    await sql`
      update triage_moves set undone_at = ${new Date(ctx.now)}, undone_by_user_id = ${ctx.viewer.userId}
      where workspace_id = ${ctx.workspaceId} and no = ${move.no}`;
    return { no: move.no, kind: move.kind, signatureIds: move.signatureIds };
  });
  return undone.catch((error: unknown) => {
    if (isTaken(error)) throw changedSince();
    throw error;
  });
}

async function findMove(sql: Sql, { workspaceId, viewer }: Ctx, no: number | undefined): Promise<Move> {
  const [move] = await sql<Move[]>`
    select no::float8 as no, kind, signature_ids::text[] as "signatureIds", undone_at as "undoneAt" from triage_moves
    where workspace_id = ${workspaceId}
      and ${no === undefined ? sql`user_id = ${viewer.userId} and undone_at is null` : sql`no = ${no}`}
    order by no desc limit 1`;
  if (!move) throw new AppError("not-found", "There is nothing to undo.");
  if (move.undoneAt) throw new AppError("conflict", "It was undone already.");
  return move;
}

/** Nobody moved the same rows since. */
async function assertLast(sql: Sql, { workspaceId }: Ctx, no: number): Promise<void> {
  const [later] = await sql<{ kind: string; by: string }[]>`
    select l.kind, u.name as by from triage_moves m
    join triage_moves l on l.workspace_id = m.workspace_id and l.no > m.no and l.undone_at is null
      and (l.signature_ids && m.signature_ids or l.kind = m.kind and m.signature_ids = '{}')
    join users u on u.workspace_id = l.workspace_id and u.id = l.user_id
    where m.workspace_id = ${workspaceId} and m.no = ${no} and exists (
      select from jsonb_array_elements(m.after) one join jsonb_array_elements(l.after) other
        on other -> 'table' = one -> 'table' and other -> 'key' = one -> 'key')
    order by l.no desc limit 1`;
  if (later)
    throw new AppError("conflict", `${later.by} changed it since (${later.kind}). That has to be undone first.`);
}

async function entriesOf(sql: Sql, { workspaceId }: Ctx, no: number): Promise<Entry[]> {
  return sql<Entry[]>`
    select b.entry ->> 'table' as table, (b.entry -> 'key')::text as key,
      nullif(b.entry -> 'row', 'null')::text as before, nullif(a.entry -> 'row', 'null')::text as after,
      array(select one.key from jsonb_each(case when b.entry -> 'row' = 'null' or a.entry -> 'row' = 'null' then '{}' else b.entry -> 'row' end) one
        where one.value is distinct from a.entry -> 'row' -> one.key order by one.key) as changed
    from triage_moves m, jsonb_array_elements(m.before) with ordinality b (entry, place),
      jsonb_array_elements(m.after) with ordinality a (entry, place)
    where m.workspace_id = ${workspaceId} and m.no = ${no} and a.place = b.place
    order by b.place`;
}

/** First what the move brought, the last of it first; then what it changed; then what it took. */
async function putBack(sql: Sql, ctx: Ctx, entries: readonly Entry[]): Promise<void> {
  for (const entry of [...entries].reverse())
    if (entry.before === null && entry.after !== null) await takeAway(sql, ctx, entry);
  for (const entry of entries) if (entry.changed.length > 0) await changeBack(sql, ctx, entry);
  for (const entry of entries) {
    if (entry.before === null || entry.after !== null) continue;
    await sql`insert into ${sql(entry.table)} select * from ${keyRecord(sql, entry.table, entry.before)}`;
  }
}

async function takeAway(sql: Sql, ctx: Ctx, { table, key }: Entry): Promise<void> {
  if (table === "decisions") await assertNotApplied(sql, ctx, key);
  const { count } = await sql`
    delete from ${sql(table)} t using ${keyRecord(sql, table, key)} k where ${atKey(sql, table, ctx.workspaceId)}`;
  if (count === 0) throw changedSince();
}

/** Deleting the decision would forget what stands elsewhere because of it. */
async function assertNotApplied(sql: Sql, { workspaceId }: Ctx, key: string): Promise<void> {
  const [row] = await sql<{ standing: boolean | null }[]>`
    select bool_or(a.state = 'standing') as standing from applications a, ${keyRecord(sql, "decisions", key)} k
    where a.workspace_id = ${workspaceId} and a.decision_id = k.id`;
  if (row?.standing) throw new AppError("conflict", "It was applied meanwhile. Take that back first.");
  if (row?.standing === false)
    throw new AppError("conflict", "It was applied once, and that stays on record. End the decision instead.");
}

/** Only the columns that the move changed: what the worker counted since stays. */
async function changeBack(sql: Sql, ctx: Ctx, { table, key, before, after, changed }: Entry): Promise<void> {
  if (before === null || after === null) return;
  const columns = sql(changed);
  const parts = (row: ReturnType<Sql>) =>
    sql`(select jsonb_object_agg(name, ${row} -> name) from unnest(${changed}::text[]) name)`;
  const { count } = await sql`
    update ${sql(table)} t set (${columns}) = (select ${columns} from ${keyRecord(sql, table, before)})
    from ${keyRecord(sql, table, key)} k
    where ${atKey(sql, table, ctx.workspaceId)} and ${parts(sql`to_jsonb(t)`)} = ${parts(sql`${after}::text::jsonb`)}`;
  if (count === 0) throw changedSince();
}

function changedSince(): AppError {
  return new AppError("conflict", "It changed since, so it cannot be undone any more.");
}

/** Its place was taken meanwhile: the alert was flagged or decided anew. */
function isTaken(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "23505";
}
