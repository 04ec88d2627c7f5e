import type { Sql } from "@/db/ctx";
import type { Mapping } from "@/lib/model/mapping";
import { providers } from "@/lib/providers";
import { parseDelivery } from "@/lib/providers/parse-delivery";
import type { ParsedRecord } from "@/lib/providers/provider";

/** A kept delivery with what its source says about reading it. */
export type DeliveryRow = {
  id: string;
  source_id: string;
  day: string;
  received_at: Date;
  content_type: string | null;
  body: Uint8Array | null;
  redacted_at: Date | null;
  provider: string | null;
  zone: string | null;
  mapping: Mapping | null;
  paused: boolean | null;
};

export function deliveryRows(sql: Sql, workspaceId: number, ids: readonly string[]): Promise<DeliveryRow[]> {
  return sql<DeliveryRow[]>`
    select d.id, d.source_id, d.day::text as day, d.received_at, d.content_type, d.body, d.redacted_at, s.provider, s.zone, s.mapping,
      s.paused
    from inbox d left join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
    where d.workspace_id = ${workspaceId} and d.id = any(${ids as string[]}::bigint[])
    order by d.received_at, d.id`;
}

/** The records of a delivery, at least one. */
export async function readDelivery(row: DeliveryRow): Promise<ParsedRecord[]> {
  if (row.paused) return [oneRecord("ignored", "source paused")];
  const provider = providers.find(({ id }) => id === row.provider);
  if (!provider) return [oneRecord("rejected", "its source is gone")];
  if (row.body === null) return [oneRecord("rejected", "the body is no longer kept")];
  return parseDelivery(provider, {
    body: row.body,
    contentType: row.content_type,
    receivedAt: row.received_at.getTime(),
    zone: row.zone,
    mapping: row.mapping,
    namespace: row.source_id,
  });
}

export function oneRecord(outcome: "ignored" | "rejected", why: string): ParsedRecord {
  return { where: "body", line: null, outcome, why };
}
