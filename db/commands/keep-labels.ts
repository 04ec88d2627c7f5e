import type { Sql } from "@/db/ctx";
import { storable } from "@/db/staging/storable";
import { labelsIn, PROVIDERS_WITH_LABELS } from "@/lib/providers/alert-group/labels-in";

/** Bodies are read so many at a time. */
const PORTION = 100;
/** Larger sets are no labels that anybody matches by. */
const MOST_BYTES = 8 * 1024;
/** An index entry holds some 2,700 bytes. */
const MOST_KEY = 512;

/**
 * Keeps the labels that deliveries tell, by fingerprint, so that they outlive the raw bodies. Read from the bodies as they
 * are stored: whoever was erased is taken out of those already. In a transaction, under the lock of the workspace.
 */
export async function keepLabels(sql: Sql, workspaceId: number, deliveryIds: readonly string[]): Promise<void> {
  for (let from = 0; from < deliveryIds.length; from += PORTION)
    await keepPortion(sql, workspaceId, deliveryIds.slice(from, from + PORTION));
}

async function keepPortion(sql: Sql, workspaceId: number, ids: readonly string[]): Promise<void> {
  const rows = await sql<{ body: Uint8Array; receivedAt: Date }[]>`
    select d.body, d.received_at as "receivedAt" from inbox d
    join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
    where d.workspace_id = ${workspaceId} and d.id = any(${ids as string[]}::bigint[]) and d.body is not null
      and s.provider = any(${PROVIDERS_WITH_LABELS as string[]})
    order by d.received_at, d.id`;
  const told = new Map<string, { labels: string; at: string }>();
  for (const { body, receivedAt } of rows)
    for (const [fingerprint, labels] of labelsIn(body)) {
      const text = JSON.stringify(storable(labels));
      if (fingerprint.length > MOST_KEY || Buffer.byteLength(text) > MOST_BYTES) continue;
      told.set(storable(fingerprint), { labels: text, at: receivedAt.toISOString() });
    }
  if (told.size === 0) return;
  const kept = [...told.values()];
  await sql`
    insert into alert_labels as a (workspace_id, fingerprint, labels, told_at)
    select ${workspaceId}::int, fingerprint, labels::jsonb, told_at
    from unnest(${[...told.keys()]}::text[], ${kept.map(({ labels }) => labels)}::text[],
      ${kept.map(({ at }) => at)}::timestamptz[]) as t(fingerprint, labels, told_at)
    on conflict (workspace_id, fingerprint) do update set labels = excluded.labels, told_at = excluded.told_at
      where a.told_at < excluded.told_at`;
}
