import { proofsOf } from "@/db/commands/create-source";
import type { Ctx } from "@/db/ctx";
import type { Proof, SecretView, SourceHealth, SourceView } from "@/lib/contract/source";
import { AppError } from "@/lib/errors";
import { type Health, healthOf } from "@/lib/ingest/source-health";
import type { Mapping } from "@/lib/model/mapping";
import { providers } from "@/lib/providers/index";
import { localDateOf } from "@/lib/time/boundaries";

type Row = {
  id: string;
  slug: string;
  name: string;
  provider: string;
  proof: Proof | null;
  header_name: string | null;
  timestamp_header: string | null;
  mapping: Mapping | null;
  zone: string | null;
  paused: boolean;
  created_at: Date;
  secrets: SecretView[];
  last_received_at: Date | null;
  last_event_at: Date | null;
  received: number;
  stored: number;
  duplicate: number;
  ignored: number;
  rejected: number;
  waiting: number;
  refused: number;
  gaps: number;
  p99_ms: number | null;
  unproved: number;
  unproved_since: Date | null;
  unproved_detail: string | null;
  refused_in_a_row: number;
};

/** Every source with how it is doing, in the order of their names. */
export async function sourceList(ctx: Ctx): Promise<SourceView[]> {
  return (await rowsOf(ctx)).map((row) => viewOf(ctx, row));
}

export async function sourceView(ctx: Ctx, id: string): Promise<SourceView> {
  const [row] = await rowsOf(ctx, id);
  if (!row) throw new AppError("not-found", "There is no such source.");
  return viewOf(ctx, row);
}

/**
 * A body that broke off or dawdled is nothing that a sender counts as refused: it saw a timeout.
 * Gaps are those between the latest thousand deliveries; an event's time comes from the latest fifty.
 */
function rowsOf({ sql, workspaceId, zone, now }: Ctx, id?: string): Promise<Row[]> {
  const today = localDateOf(now, zone);
  return sql<Row[]>`
    select s.id, s.slug, s.name, s.provider, s.proof, s.header_name, s.timestamp_header, s.mapping, s.zone, s.paused, s.created_at,
      k.secrets, r.last_received_at, e.last_event_at, coalesce(l.received, 0) as received, coalesce(l.stored, 0) as stored,
      coalesce(l.duplicate, 0) as duplicate, coalesce(l.ignored, 0) as ignored, coalesce(l.rejected, 0) as rejected,
      w.waiting, t.refused, g.gaps, g.p99_ms, f.unproved, f.unproved_since, f.unproved_detail, f.refused_in_a_row
    from sources s
    left join ledger_days l on l.workspace_id = s.workspace_id and l.source_id = s.id and l.day = ${today}
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('id', k.id::text, 'kind', k.kind, 'hint', k.hint, 'createdAt',
          to_char(k.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by k.created_at, k.id), '[]') as secrets
      from source_secrets k where k.workspace_id = s.workspace_id and k.source_id = s.id) k
    cross join lateral (
      select greatest(
        (select i.received_at from inbox i where i.workspace_id = s.workspace_id and i.source_id = s.id
          and i.via <> 'backfill' order by i.received_at desc limit 1),
        (select max(a.received_at) from inbox_repeats a where a.workspace_id = s.workspace_id and a.source_id = s.id)
      ) as last_received_at) r
    cross join lateral (
      select greatest(
        (select max(i.last_event_at) from (
          select last_event_at from inbox where workspace_id = s.workspace_id and source_id = s.id
          order by received_at desc limit 50) i),
        (select max(m.last_page_at) from imports m where m.workspace_id = s.workspace_id and m.source_id = s.id
          and m.state not in ('undoing', 'undone'))) as last_event_at) e
    cross join lateral (
      select count(*)::int as waiting from inbox i
      where i.workspace_id = s.workspace_id and i.source_id = s.id and i.settled_at is null) w
    cross join lateral (
      select coalesce(sum(x.requests), 0)::int as refused from refusals x
      where x.workspace_id = s.workspace_id and x.source_id = s.id and x.day = ${today}) t
    cross join lateral (
      select count(y.gap)::int as gaps,
        (extract(epoch from percentile_disc(0.99) within group (order by y.gap)) * 1000)::float8 as p99_ms
      from (select i.received_at - lag(i.received_at) over (order by i.received_at) as gap
        from (select received_at from inbox where workspace_id = s.workspace_id and source_id = s.id and via <> 'backfill'
          order by received_at desc limit 1000) i) y) g
    cross join lateral (
      select coalesce(sum(x.streak) filter (where x.status = 401), 0)::int as unproved,
        greatest(min(x.first_at) filter (where x.status = 401), case when bool_or(x.status = 401) then r.last_received_at end) as unproved_since,
        (array_agg(x.detail order by x.last_at desc) filter (where x.status = 401))[1] as unproved_detail,
        coalesce(sum(x.streak) filter (where x.status < 500 and x.status not in (408, 429)), 0)::int as refused_in_a_row
      from refusals x
      where x.workspace_id = s.workspace_id and x.source_id = s.id
        and (r.last_received_at is null or x.last_at > r.last_received_at)) f
    where s.workspace_id = ${workspaceId} and s.deleted_at is null ${id === undefined ? sql`` : sql`and s.id = ${id}`}
    order by s.name, s.id`;
}

function viewOf(ctx: Ctx, row: Row): SourceView {
  const { received, stored, duplicate, ignored, rejected, waiting, refused } = row;
  const provider = providers.find(({ id }) => id === row.provider);
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    providerLabel: provider?.label ?? row.provider,
    webhook: webhookView(row),
    secrets: row.secrets,
    mapping: row.mapping,
    zone: row.zone,
    paused: row.paused,
    createdAt: row.created_at.toISOString(),
    lastReceivedAt: row.last_received_at?.toISOString() ?? null,
    lastEventAt: row.last_event_at?.toISOString() ?? null,
    today: { received, stored, duplicate, ignored, rejected, waiting, refused },
    health: healthView(healthFrom(ctx, row)),
  };
}

function webhookView(row: Row): SourceView["webhook"] {
  const webhook = providers.find(({ id }) => id === row.provider)?.webhook;
  if (row.proof === null || !webhook) return null;
  return {
    path: `/api/ingest/${row.slug}`,
    proof: row.proof,
    headerName: row.header_name,
    timestampHeader: row.timestamp_header,
    proofs: proofsOf(webhook),
    setUp: [...webhook.setUp],
  };
}

function healthFrom({ now }: Ctx, row: Row): Health {
  const provider = providers.find(({ id }) => id === row.provider);
  const since = row.unproved_since;
  return healthOf({
    now,
    paused: row.paused,
    lastReceivedAt: row.last_received_at?.getTime() ?? null,
    gaps: { count: row.gaps, p99Ms: row.p99_ms ?? 0 },
    unproved: since ? { requests: row.unproved, since: since.getTime(), detail: row.unproved_detail } : null,
    refusedInARow: row.refused_in_a_row,
    disablesAfter: provider?.webhook?.disablesAfter ?? null,
    providerLabel: provider?.label ?? row.provider,
  });
}

function healthView({ failing, quiet, probablyDisabled, words }: Health): SourceHealth {
  return {
    failing: failing && { ...failing, since: new Date(failing.since).toISOString() },
    quiet: quiet && { usualSeconds: Math.round(quiet.usualMs / 1_000), seconds: Math.round(quiet.ms / 1_000) },
    probablyDisabled,
    words,
  };
}
