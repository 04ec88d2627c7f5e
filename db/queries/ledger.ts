import type { Ctx } from "@/db/ctx";
import type { LedgerDay, LedgerFilter, LedgerSource, LedgerView } from "@/lib/contract/ledger";
import type { Ledger } from "@/lib/contract/sources";
import { providers } from "@/lib/providers";
import { DAY_MS, localDateOf } from "@/lib/time/boundaries";

const DEFAULT_DAYS = 14;

type Range = { from: string; to: string; source: string | null };

type Reason = { outcome: "ignored" | "rejected"; reason: string; records: number };
type Refusal = { reason: string; status: number; requests: number; lastAt: string };

type DayRecord = Ledger & {
  source_id: string;
  day: string;
  waiting: number;
  reasons: Reason[];
  refusals: Refusal[];
};

/** What each source received, day by day, and what became of it. */
export async function ledger(ctx: Ctx, filter: LedgerFilter): Promise<LedgerView> {
  const today = localDateOf(ctx.now, ctx.zone);
  const range: Range = {
    from: filter.from ?? localDateOf(ctx.now - (DEFAULT_DAYS - 1) * DAY_MS, ctx.zone),
    to: filter.to ?? today,
    source: filter.source ?? null,
  };
  const days = (await dayRecords(ctx, range)).map(dayOf);
  const sources = await sourceRows(ctx, range, days);
  const total = sumOf(days);
  return { from: range.from, to: range.to, zone: ctx.zone, total, sources, days };
}

function dayRecords({ sql, workspaceId }: Ctx, { from, to, source }: Range): Promise<DayRecord[]> {
  const chosen = source === null ? sql`` : sql`and source_id = ${source}`;
  return sql<DayRecord[]>`
    with waits as (
      select source_id, day, count(*)::int as waiting from inbox
      where workspace_id = ${workspaceId} and settled_at is null and day between ${from} and ${to} ${chosen}
      group by source_id, day
    ), why as (
      select source_id, day, jsonb_agg(jsonb_build_object('outcome', outcome, 'reason', reason, 'records', records)
        order by records desc, reason) as reasons
      from ledger_reasons where workspace_id = ${workspaceId} and day between ${from} and ${to} ${chosen}
      group by source_id, day
    ), refused as (
      select source_id, day, jsonb_agg(jsonb_build_object('reason', reason, 'status', status, 'requests', requests,
        'lastAt', to_char(last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by requests desc, reason) as refusals
      from refusals where workspace_id = ${workspaceId} and day between ${from} and ${to} ${chosen}
      group by source_id, day
    ), settled as (
      select source_id, day, received, stored, duplicate, ignored, rejected from ledger_days
      where workspace_id = ${workspaceId} and day between ${from} and ${to} ${chosen}
    )
    select source_id, day::text as day, coalesce(received, 0) as received, coalesce(stored, 0) as stored,
      coalesce(duplicate, 0) as duplicate, coalesce(ignored, 0) as ignored, coalesce(rejected, 0) as rejected,
      coalesce(waiting, 0) as waiting, coalesce(reasons, '[]') as reasons, coalesce(refusals, '[]') as refusals
    from settled full join waits using (source_id, day) full join why using (source_id, day)
      full join refused using (source_id, day)
    order by day desc, source_id`;
}

function dayOf({ source_id: sourceId, reasons, refusals, ...row }: DayRecord): LedgerDay {
  const of = (wanted: Reason["outcome"]) =>
    reasons.filter(({ outcome }) => outcome === wanted).map(({ reason, records }) => ({ reason, records }));
  return {
    ...row,
    sourceId,
    ignoredReasons: of("ignored"),
    rejectedReasons: of("rejected"),
    refused: refusals.reduce((sum, { requests }) => sum + requests, 0),
    refusedReasons: refusals,
  };
}

type SourceRecord = {
  id: string;
  name: string;
  provider: string;
  paused: boolean;
  deleted: boolean;
  last: Date | null;
};

async function sourceRows(ctx: Ctx, { source }: Range, days: readonly LedgerDay[]): Promise<LedgerSource[]> {
  const { sql, workspaceId } = ctx;
  const rows = await sql<SourceRecord[]>`
    select s.id, s.name, s.provider, s.paused, s.deleted_at is not null as deleted,
      greatest(
        (select max(received_at) from inbox d where d.workspace_id = s.workspace_id and d.source_id = s.id),
        (select max(received_at) from inbox_repeats r where r.workspace_id = s.workspace_id and r.source_id = s.id),
        (select max(started_at) from imports m where m.workspace_id = s.workspace_id and m.source_id = s.id
          and m.state <> 'undone')) as last
    from sources s where s.workspace_id = ${workspaceId} ${source === null ? sql`` : sql`and s.id = ${source}`}
    order by s.name, s.id`;
  return rows
    .map(({ last, provider, ...row }) => {
      const mine = days.filter(({ sourceId }) => sourceId === row.id);
      return {
        ...row,
        providerLabel: providers.find(({ id }) => id === provider)?.label ?? provider,
        ...sumOf(mine),
        waiting: mine.reduce((sum, { waiting }) => sum + waiting, 0),
        refused: mine.reduce((sum, { refused }) => sum + refused, 0),
        lastReceivedAt: last?.toISOString() ?? null,
        secondsSinceLast: last === null ? null : Math.max(0, Math.round((ctx.now - last.getTime()) / 1000)),
      };
    })
    .filter(({ deleted, received, waiting, refused }) => !deleted || received + waiting + refused > 0);
}

function sumOf(rows: readonly Ledger[]): Ledger {
  const sum = { received: 0, stored: 0, duplicate: 0, ignored: 0, rejected: 0 };
  for (const row of rows) for (const end of Object.keys(sum) as (keyof Ledger)[]) sum[end] += row[end];
  return sum;
}
