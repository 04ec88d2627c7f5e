import type { PendingQuery, Row } from "postgres";
import type { Ctx } from "@/db/ctx";
import type { Deliveries, DeliveriesFilter, DeliveryRow, LedgerOutcome } from "@/lib/contract/ledger";
import { AppError } from "@/lib/errors";
import { groupReason } from "@/lib/ingest/group-reason";

const PORTION = 50;
/** A reason is compared here, not in the database: so many rows are looked at for one portion. */
const LOOKED_AT = 5_000;

type Listed = Omit<DeliveryRow, "receivedAt" | "sourceName"> & {
  received_at: Date;
  /** The instant as the database holds it: finer than a millisecond. */
  at_text: string;
  no: string;
  source_name: string | null;
  whys: string[] | null;
};

type Key = { at: string; id: string; no: string };

/** The deliveries, files and records of files behind a number of the ledger, newest first. */
export async function deliveries(ctx: Ctx, filter: DeliveriesFilter): Promise<Deliveries> {
  const { reason } = filter;
  const rows = await records(ctx, filter, reason === undefined ? PORTION + 1 : LOOKED_AT);
  const fitting = reason === undefined ? rows : rows.filter((row) => hasReason(row, reason));
  const shown = fitting.slice(0, PORTION);
  const lookedOn = fitting.length > PORTION ? shown.at(-1) : rows.length === LOOKED_AT ? rows.at(-1) : undefined;
  return { rows: shown.map(rowOf), next: lookedOn ? keyText(lookedOn) : null };
}

export async function deliveryRow(ctx: Ctx, id: string): Promise<DeliveryRow> {
  const { sql } = ctx;
  const [row] = await sql<Listed[]>`${deliveriesOf(ctx, sql`and d.id = ${id}`)}`;
  if (!row) throw new AppError("not-found", "There is no such delivery.");
  return rowOf(row);
}

function records(ctx: Ctx, filter: DeliveriesFilter, limit: number): Promise<Listed[]> {
  const { sql } = ctx;
  const { source, day, from, to, outcome, after } = filter;
  const where = sql`${source === undefined ? sql`` : sql`and d.source_id = ${source}`}
    ${day === undefined ? sql`` : sql`and d.day = ${day}`}
    ${from === undefined ? sql`` : sql`and d.day >= ${from}`} ${to === undefined ? sql`` : sql`and d.day <= ${to}`}`;
  const key = after === undefined ? null : keyFrom(after);
  const behind = key
    ? sql`where (received_at, id, no) < (${key.at}::text::timestamptz, ${key.id}::bigint, ${key.no}::bigint)`
    : sql``;
  let union: Fragment = deliveriesOf(ctx, sql`${where} ${endsAs(ctx, outcome)}`);
  const add = (part: Fragment) => {
    union = sql`${union} union all ${part}`;
  };
  if (outcome === undefined || outcome === "duplicate") add(repeatsOf(ctx, where));
  if (outcome === "ignored" || outcome === "rejected") add(fileRecordsOf(ctx, where, outcome));
  else if (outcome !== "waiting") add(importsOf(ctx, sql`${where} ${endsAs(ctx, outcome)}`));
  return sql<Listed[]>`
    select *, received_at::text as at_text from (${union}) listed ${behind}
    order by received_at desc, id desc, no desc limit ${limit}`;
}

function endsAs({ sql }: Ctx, outcome: LedgerOutcome | undefined) {
  if (outcome === undefined) return sql``;
  return outcome === "waiting" ? sql`and d.settled_at is null` : sql`and d.${sql(outcome)} > 0`;
}

type Fragment = PendingQuery<Row[]>;

function deliveriesOf({ sql, workspaceId }: Ctx, where: Fragment): Fragment {
  return sql`
    select 'delivery' as kind, d.id, d.source_id as "sourceId", s.name as source_name, d.received_at, 0::bigint as no, d.via,
      null::text as "fileName", d.bytes::float8 as bytes, d.settled_at is null as waiting, null::text as place, d.why,
      d.body is not null and d.settled_at is not null and d.redacted_at is null as "canReplay", d.received, d.stored, d.duplicate, d.ignored, d.rejected,
      (select array_agg(distinct r.why) from rejections r where r.workspace_id = d.workspace_id and r.origin_id = d.id
        and r.kind <> 'part') as whys
    from inbox d left join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
    where d.workspace_id = ${workspaceId} ${where}`;
}

/** Only those that are counted: until then they wait with what they repeat. */
function repeatsOf({ sql, workspaceId }: Ctx, where: Fragment): Fragment {
  return sql`
    select 'repeat', o.id, d.source_id, s.name, d.received_at, d.id, o.via, null, o.bytes, false, null, null, false,
      o.received, 0, o.received, 0, 0, null
    from inbox_repeats d
    join inbox o on o.workspace_id = d.workspace_id and o.source_id = d.source_id and o.delivery_key = d.delivery_key
    left join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
    where d.workspace_id = ${workspaceId} and d.counted ${where}`;
}

function importsOf({ sql, workspaceId }: Ctx, where: Fragment): Fragment {
  return sql`
    select 'import', d.id, d.source_id, s.name, d.started_at, 0, 'file', d.file_name, d.bytes, false, null, d.error, false,
      d.received, d.stored, d.duplicate, d.ignored, d.rejected, null
    from imports d join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
    where d.workspace_id = ${workspaceId} and d.received > 0 ${where}`;
}

function fileRecordsOf({ sql, workspaceId }: Ctx, where: Fragment, outcome: "ignored" | "rejected"): Fragment {
  const [ignored, rejected] = outcome === "ignored" ? [1, 0] : [0, 1];
  return sql`
    select 'record', d.id, d.source_id, s.name, d.started_at, r.no, 'file', d.file_name, d.bytes, false, r.place, r.why, false,
      1, 0, 0, ${ignored}::int, ${rejected}::int, array[r.why]
    from imports d join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
    join rejections r on r.workspace_id = d.workspace_id and r.origin_id = d.id and r.kind = ${outcome}
    where d.workspace_id = ${workspaceId} ${where}`;
}

function hasReason({ whys }: Listed, reason: string): boolean {
  return (whys ?? []).some((why) => groupReason(why) === reason);
}

function rowOf(record: Listed): DeliveryRow {
  const { received_at: at, source_name: name, no: _no, whys: _whys, at_text: _text, ...row } = record;
  return { ...row, sourceName: name ?? "(source removed)", receivedAt: at.toISOString() };
}

const keyText = ({ at_text: at, id, no }: Listed) => [at.replaceAll(" ", "T"), id, no].join("_");

function keyFrom(text: string): Key {
  const [at, id, no] = text.split("_");
  const readable = at !== undefined && /^\d{4}-\d{2}-\d{2}T[\d:.]+[+-]\d{2}(?::\d{2})?$/.test(at);
  if (!readable || !/^\d{1,19}$/.test(id ?? "") || !/^\d{1,19}$/.test(no ?? ""))
    throw new AppError("invalid", "The place to go on from is not one of ours.");
  return { at, id: id ?? "", no: no ?? "" };
}
