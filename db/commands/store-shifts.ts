import type { Sql } from "@/db/ctx";
import { idOf } from "@/db/ids";
import type { Instant } from "@/lib/model/instant";
import type { ToldShift } from "@/lib/model/on-call";
import type { Redactor } from "@/lib/privacy/redactor";
import { type Accounts, personKey } from "./ensure-people";
import { settleShifts } from "./settle-shifts";
import type { SourcedRecord } from "./store-records";

/** A record, by its origin and its place in the order of that. */
type RecordPlace = { originId: string; no: number };

type Staged = RecordPlace & ToldShift & { id: string; accountId: string; personId: string };

/**
 * Stores the shifts that records tell of, each once: who tells one that is known is noted as told it too. Returns the
 * records that told one that nobody had told before; `again`: those, too, by which it is known. In the caller's
 * transaction, under the lock of the workspace.
 */
export async function storeShifts(
  sql: Sql,
  workspaceId: number,
  records: readonly SourcedRecord[],
  accounts: Accounts,
  { isReplay, redactor }: { isReplay: boolean; redactor: Redactor | null },
): Promise<RecordPlace[]> {
  const staged = stage(workspaceId, records, accounts).map((row) => redactor?.deep(row) ?? row);
  if (staged.length === 0) return [];
  const added = await addShifts(sql, workspaceId, staged);
  const isNew = ({ id, originId }: Staged) => added.get(id) === originId;
  const known = await originsOf(sql, workspaceId, staged);
  const others = staged.filter((row) => known.get(row.id) !== row.originId);
  await noteRepeats(sql, workspaceId, others);
  await settleShifts(sql, workspaceId, staged);
  return staged.filter((row) => isNew(row) || (isReplay && known.get(row.id) === row.originId));
}

/** Each once for each origin; what it says of itself makes its id, so that the same shift told twice is one. */
function stage(workspaceId: number, records: readonly SourcedRecord[], { ids }: Accounts): Staged[] {
  const staged = new Map<string, Staged>();
  for (const { originId, no, record } of records) {
    if (record.outcome !== "accepted") continue;
    for (const shift of record.shifts ?? []) {
      const account = "key" in shift.person ? ids.get(personKey(shift.person.provider, shift.person.key)) : undefined;
      if (!account) throw new Error(`no account for a shift of ${record.where}`);
      const id = shiftIdOf(workspaceId, { ...shift, accountId: account.id });
      const name = `${id} ${originId}`;
      if (!staged.has(name))
        staged.set(name, { ...shift, id, originId, no, accountId: account.id, personId: account.personId });
    }
  }
  return [...staged.values()];
}

type Said = {
  kind: string;
  schedule: string | null;
  team: string | null;
  accountId: string;
  level: number;
  fromAt: Instant;
  toAt: Instant;
};

export function shiftIdOf(workspaceId: number, said: Said): string {
  const { kind, schedule, team, accountId, level, fromAt, toAt } = said;
  return idOf(workspaceId, "shift", JSON.stringify([kind, schedule, team, accountId, level, fromAt, toAt]));
}

/** The origin of each shift that was not known. */
async function addShifts(sql: Sql, workspaceId: number, staged: readonly Staged[]): Promise<Map<string, string>> {
  const column = <T>(of: (row: Staged) => T) => staged.map(of);
  const at = (of: (row: Staged) => number) => column((row) => new Date(of(row)).toISOString());
  const rows = await sql<{ id: string; origin_id: string }[]>`
    insert into on_call_shifts (workspace_id, id, person_id, account_id, schedule, team, level, from_at, to_at, kind,
      origin_id, record_no)
    select ${workspaceId}, * from unnest(${column(({ id }) => id)}::bigint[], ${column((it) => it.personId)}::bigint[],
      ${column((it) => it.accountId)}::bigint[], ${column((it) => it.schedule)}::text[], ${column((it) => it.team)}::text[],
      ${column((it) => it.level)}::smallint[], ${at((it) => it.fromAt)}::timestamptz[], ${at((it) => it.toAt)}::timestamptz[],
      ${column((it) => it.kind)}::text[], ${column((it) => it.originId)}::bigint[], ${column((it) => it.no)}::int[])
    on conflict do nothing returning id, origin_id`;
  return new Map(rows.map((row) => [row.id, row.origin_id]));
}

async function originsOf(sql: Sql, workspaceId: number, staged: readonly Staged[]): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; origin_id: string }[]>`
    select id, origin_id from on_call_shifts
    where workspace_id = ${workspaceId} and id = any(${staged.map(({ id }) => id)}::bigint[])`;
  return new Map(rows.map((row) => [row.id, row.origin_id]));
}

async function noteRepeats(sql: Sql, workspaceId: number, repeated: readonly Staged[]): Promise<void> {
  if (repeated.length === 0) return;
  await sql`
    insert into shift_repeats (workspace_id, shift_id, origin_id, record_no)
    select ${workspaceId}, * from unnest(${repeated.map(({ id }) => id)}::bigint[],
      ${repeated.map(({ originId }) => originId)}::bigint[], ${repeated.map(({ no }) => no)}::int[])
    on conflict do nothing`;
}
