import type { Sql } from "@/db/ctx";
import { shiftIdOf } from "./store-shifts";

/**
 * Puts one id in the place of accounts wherever facts name them, and forgets the accounts with all that was told about
 * them. The folds of their pages still name their person. In the caller's transaction, under the lock of the workspace.
 */
export async function renameAccounts(
  sql: Sql,
  workspaceId: number,
  accountIds: readonly string[],
  toId: string,
): Promise<void> {
  const ids = accountIds as string[];
  await sql`
    update page_events set account_id = case when account_id = any(${ids}::bigint[]) then ${toId}::bigint else account_id end,
      to_account_ids = (
        select array_agg(id order by no) from (
          select case when one = any(${ids}::bigint[]) then ${toId}::bigint else one end as id, min(no) as no
          from unnest(to_account_ids) with ordinality as t(one, no) group by 1) named)
    where workspace_id = ${workspaceId}
      and (account_id = any(${ids}::bigint[]) or to_account_ids && ${ids}::bigint[])`;
  await renameShifts(sql, workspaceId, ids, toId);
  await sql`delete from account_facts where workspace_id = ${workspaceId} and account_id = any(${ids}::bigint[])`;
  await sql`delete from identities where workspace_id = ${workspaceId} and id = any(${ids}::bigint[])`;
}

type ShiftRow = {
  id: string;
  schedule: string | null;
  team: string | null;
  level: number;
  from_at: Date;
  to_at: Date;
  kind: string;
};

/** A shift is known by what it says, the account included: told again it must be found under its new id. */
async function renameShifts(sql: Sql, workspaceId: number, ids: string[], toId: string): Promise<void> {
  const rows = await sql<ShiftRow[]>`
    select id, schedule, team, level, from_at, to_at, kind from on_call_shifts
    where workspace_id = ${workspaceId} and account_id = any(${ids}::bigint[]) order by from_at, id`;
  if (rows.length === 0) return;
  const renamed = rows.map(({ id, from_at, to_at, ...shift }) => {
    const told = { ...shift, accountId: toId, fromAt: from_at.getTime(), toAt: to_at.getTime() };
    return { id, newId: shiftIdOf(workspaceId, told) };
  });
  const there = await sql<{ id: string }[]>`
    select id from on_call_shifts
    where workspace_id = ${workspaceId} and id = any(${renamed.map(({ newId }) => newId)}::bigint[])`;
  // Two accounts of one person may have been on the same shift: its hours count once in any case.
  const seen = new Set(there.map(({ id }) => id));
  const twice = renamed.filter(({ newId }) => seen.has(newId) || !seen.add(newId));
  const once = renamed.filter((row) => !twice.includes(row));
  await sql`
    delete from on_call_shifts where workspace_id = ${workspaceId} and id = any(${twice.map(({ id }) => id)}::bigint[])`;
  await sql`
    delete from shift_repeats where workspace_id = ${workspaceId} and shift_id = any(${twice.map(({ id }) => id)}::bigint[])`;
  const [before, after] = [once.map(({ id }) => id), once.map(({ newId }) => newId)];
  await sql`
    update on_call_shifts s set id = r.new_id, account_id = ${toId}, person_id = ${toId}
    from unnest(${before}::bigint[], ${after}::bigint[]) as r(id, new_id)
    where s.workspace_id = ${workspaceId} and s.id = r.id`;
  await sql`
    update shift_repeats s set shift_id = r.new_id from unnest(${before}::bigint[], ${after}::bigint[]) as r(id, new_id)
    where s.workspace_id = ${workspaceId} and s.shift_id = r.id`;
}
