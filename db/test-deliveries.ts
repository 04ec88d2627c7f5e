import { createHash, randomBytes } from "node:crypto";
import { keepDelivery } from "./commands/receive";
import type { Ctx } from "./ctx";
import { randomId } from "./ids";

/** A source with a webhook. */
export async function makeSource({ sql, workspaceId }: Ctx, provider: string, name = provider): Promise<string> {
  const id = randomId();
  await sql`
    insert into sources (workspace_id, id, slug, name, provider, proof)
    values (${workspaceId}, ${id}, ${randomBytes(16).toString("hex")}, ${name}, ${provider}, 'header')`;
  return id;
}

/** Keeps a body as the webhook does; returns the id of its row. */
export async function deliver(
  { sql, workspaceId, zone }: Ctx,
  sourceId: string,
  body: string | Uint8Array,
  receivedAt: number,
): Promise<string> {
  const bytes = Buffer.from(body);
  const deliveryKey = createHash("sha256").update(bytes).digest("hex");
  await keepDelivery(sql, {
    workspaceId,
    sourceId,
    deliveryKey,
    receivedAt,
    zone,
    via: "webhook",
    contentType: "application/json",
    headers: { "content-type": "application/json" },
    body: bytes,
  });
  const [row] = await sql<{ id: string }[]>`
    select id from inbox where workspace_id = ${workspaceId} and source_id = ${sourceId} and delivery_key = ${deliveryKey}`;
  if (!row) throw new Error("the delivery was not kept");
  return row.id;
}

/** Every place where received is not what its four ends add up to, and every day that is not the sum of what came on it. */
export async function ledgerFaults({ sql }: Pick<Ctx, "sql">): Promise<unknown[]> {
  return sql<object[]>`
    with told as (
      select source_id, day, received, stored, duplicate, ignored, rejected from inbox where settled_at is not null
      union all select source_id, day, received, stored, duplicate, ignored, rejected from imports where received > 0
      union all
      select r.source_id, r.day, d.received, 0, d.received, 0, 0 from inbox_repeats r
      join inbox d on d.workspace_id = r.workspace_id and d.source_id = r.source_id and d.delivery_key = r.delivery_key
      where r.counted
    ), summed as (
      select source_id, day, sum(received) as received, sum(stored) as stored, sum(duplicate) as duplicate,
        sum(ignored) as ignored, sum(rejected) as rejected
      from told group by source_id, day
    ), reasons as (
      select source_id, day, coalesce(sum(records) filter (where outcome = 'ignored'), 0) as ignored,
        coalesce(sum(records) filter (where outcome = 'rejected'), 0) as rejected
      from ledger_reasons group by source_id, day
    )
    select 'day' as fault, coalesce(s.source_id, l.source_id) as source_id, coalesce(s.day, l.day)::text as day,
      row_to_json(s) as told, row_to_json(l) as ledger
    from summed s full join ledger_days l on l.source_id = s.source_id and l.day = s.day
    where (s.received, s.stored, s.duplicate, s.ignored, s.rejected)
      is distinct from (l.received::bigint, l.stored::bigint, l.duplicate::bigint, l.ignored::bigint, l.rejected::bigint)
    union all
    select 'reasons', l.source_id, l.day::text, row_to_json(r), row_to_json(l) from ledger_days l
    left join reasons r on r.source_id = l.source_id and r.day = l.day
    where (coalesce(r.ignored, 0), coalesce(r.rejected, 0)) is distinct from (l.ignored::bigint, l.rejected::bigint)`;
}
