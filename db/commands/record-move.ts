import type { Ctx, Sql } from "@/db/ctx";
import { AppError } from "@/lib/errors";

/** Tables whose rows moves change, with their keys beside the workspace. */
const MOVED_TABLES = {
  triage_items: ["signature_id", "flagged_at"],
  triage_comments: ["id"],
  decisions: ["id"],
  watch_windows: ["decision_id"],
  applications: ["id"],
  report_notes: ["id"],
} as const;
export type MovedTable = keyof typeof MOVED_TABLES;

/** Ids and ISO instants as text: 64-bit numbers do not survive JavaScript. */
export type MovedRow = {
  [T in MovedTable]: { table: T; key: Record<(typeof MOVED_TABLES)[T][number], string> };
}[MovedTable];

type Move = { kind: string; signatureIds: readonly string[]; rows: readonly MovedRow[] };

/** A space of its own beside the locks of workspaces: "tria". */
const TRIAGE_LOCK = 0x74726961;

/**
 * Changes the named rows and keeps them as they were before and after, so that undoing gives back the very same. A row
 * may be there only before or only after. Its number, or null where the change changed nothing. One move at a time in a
 * workspace: the change sees what the last one left, its own reading included.
 */
export async function recordMove(
  tx: Sql,
  ctx: Ctx,
  { kind, signatureIds, rows }: Move,
  change: () => Promise<unknown>,
): Promise<number | null> {
  assertMayMove(ctx);
  await lockMoves(tx, ctx);
  const before = await rowsAsText(tx, ctx, rows);
  await change();
  const after = await rowsAsText(tx, ctx, rows);
  if (before === after) return null;
  const [made] = await tx<{ no: number }[]>`
    insert into triage_moves (workspace_id, no, kind, user_id, made_at, signature_ids, before, after)
    select ${ctx.workspaceId}, coalesce(max(no), 0) + 1, ${kind}, ${ctx.viewer.userId}, ${new Date(ctx.now)},
      ${[...new Set(signatureIds)]}::bigint[], ${before}::text::jsonb, ${after}::text::jsonb
    from triage_moves where workspace_id = ${ctx.workspaceId} returning no::float8 as no`;
  if (!made) throw new Error("the move was not kept");
  return made.no;
}

/**
 * Held to the end of the transaction. Taken before reading what a move or the flagging goes by. Until then instants are
 * written in UTC: rows that are kept as text compare as text, whatever the server's zone is by then.
 */
export async function lockMoves(tx: Sql, { workspaceId }: Pick<Ctx, "workspaceId">): Promise<void> {
  await tx`select pg_advisory_xact_lock(${TRIAGE_LOCK}, ${workspaceId}), set_config('TimeZone', 'UTC', true)`;
}

export function assertMayMove({ viewer }: Pick<Ctx, "viewer">): void {
  if (viewer.role === "auditor")
    throw new AppError("forbidden", "An auditor reads; deciding is for those who carry the pager.");
}

/** A JSON array, an entry a row in their order: its table, its key, and the row or null. */
async function rowsAsText(tx: Sql, { workspaceId }: Ctx, rows: readonly MovedRow[]): Promise<string> {
  const entries: string[] = [];
  for (const { table, key } of rows) {
    const [found] = await tx<{ key: string; row: string | null }[]>`
      select ${keyText(tx, table)} as key, to_jsonb(t)::text as row
      from ${keyRecord(tx, table, JSON.stringify(key))} k left join ${tx(table)} t on ${atKey(tx, table, workspaceId)}`;
    if (!found) throw new Error("a key is one row");
    entries.push(`{"table":${JSON.stringify(table)},"key":${found.key},"row":${found.row ?? "null"}}`);
  }
  return `[${entries.join(",")}]`;
}

/** As the database writes it: two callers may write the same instant differently. */
function keyText(tx: Sql, table: MovedTable) {
  const columns = MOVED_TABLES[table].map((column) => `'${column}', k.${column}`).join(", ");
  return tx`jsonb_build_object(${tx.unsafe(columns)})::text`;
}

/** The key as a record of the table, so that each part is read by its own type. */
export function keyRecord(tx: Sql, table: MovedTable, key: string) {
  return tx`jsonb_populate_record(null::${tx(table)}, ${key}::text::jsonb)`;
}

/** The row `t` has the key `k`. */
export function atKey(tx: Sql, table: MovedTable, workspaceId: number) {
  return MOVED_TABLES[table].reduce(
    (all, column) => tx`${all} and t.${tx(column)} = k.${tx(column)}`,
    tx`t.workspace_id = ${workspaceId}`,
  );
}
