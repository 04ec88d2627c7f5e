import { createHash } from "node:crypto";
import type { Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { storable } from "@/db/staging/storable";
import type { DeliveryVia } from "@/lib/contract/source";
import type { Instant } from "@/lib/model/instant";
import { localDateOf } from "@/lib/time/boundaries";

/** One request of a webhook, or one answer of a provider's API, as it came. */
export type Delivery = {
  workspaceId: number;
  sourceId: string;
  /** What the sender signs as the identity of the delivery, else the SHA-256 of the body. */
  deliveryKey: string;
  /** Where this key is kept already, the delivery repeats that one: for bodies that carry neither identity nor time. */
  earlierKey?: string;
  receivedAt: Instant;
  /** IANA zone of the workspace: the day of the ledger. */
  zone: string;
  via: DeliveryVia;
  contentType: string | null;
  headers: Record<string, string>;
  body: Uint8Array;
  /** Names this receipt where it may be stored more than once, as from the spool; else each call is a receipt. */
  receiptId?: string;
};

/** For the server too: open the pool with it, or a statement that nobody waits for still holds its connection. */
export const RECEIVE_LIMIT_MS = 1_500;
/** The database did not answer in time. Whether it keeps the delivery yet is open: its receipt id settles that. */
export class ReceiveLimitError extends Error {
  constructor() {
    super(`the database took more than ${RECEIVE_LIMIT_MS} ms to keep a delivery`);
    this.name = "ReceiveLimitError";
  }
}

/** An index entry holds some 2,700 bytes. */
const MAX_KEY_LENGTH = 512;

export type Kept = "stored" | "duplicate";

/**
 * Keeps deliveries, all or none: one insert that takes no lock. One with the key of another, kept or beside it, is a
 * repetition, and only counted. The same receipt again changes nothing.
 */
export async function keepDeliveries(sql: Sql, deliveries: readonly Delivery[]): Promise<Kept[]> {
  // Two batches that share keys come to them in the same order: neither waits for the other in a circle.
  const sorted = deliveries.map(rowOf).sort((a, b) => compare(a.source, b.source) || compare(a.key, b.key));
  const rows = await insertOf(sql, sorted);
  const fresh = new Set(rows.map(({ no }) => sorted[no - 1]?.delivery));
  return deliveries.map((delivery) => (fresh.has(delivery) ? "stored" : "duplicate"));
}

export async function keepDelivery(sql: Sql, delivery: Delivery): Promise<Kept> {
  const [kept] = await keepDeliveries(sql, [delivery]);
  return kept ?? "duplicate";
}

function rowOf(delivery: Delivery) {
  const { body, contentType, headers } = delivery;
  return {
    delivery,
    workspace: delivery.workspaceId,
    source: delivery.sourceId,
    id: delivery.receiptId ?? randomId(),
    key: keyOf(delivery.deliveryKey),
    earlier: delivery.earlierKey ?? null,
    receivedAt: new Date(delivery.receivedAt).toISOString(),
    day: localDateOf(delivery.receivedAt, delivery.zone),
    via: delivery.via,
    contentType: contentType === null ? null : storable(contentType),
    headers: JSON.stringify(storable(headers)),
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("hex"),
    bytes: body.length,
  };
}

type Row = ReturnType<typeof rowOf>;

/** Numbers, from 1, of those that were not kept before. */
function insertOf(sql: Sql, rows: readonly Row[]) {
  const all = <K extends keyof Row>(key: K) => rows.map((row) => row[key]);
  return sql<{ no: number }[]>`
    with given as (
      select * from unnest(${all("workspace")}::int[], ${all("id")}::bigint[], ${all("source")}::bigint[],
        ${all("key")}::text[], ${all("earlier") as string[]}::text[], ${all("receivedAt")}::timestamptz[],
        ${all("day")}::date[], ${all("via")}::text[], ${all("contentType") as string[]}::text[],
        ${all("headers")}::text[], ${all("body")}::text[], ${all("bytes")}::int[])
        with ordinality as t(workspace_id, id, source_id, delivery_key, earlier_key, received_at, day, via,
          content_type, headers, body, bytes, no)
    ), repeating as (
      select g.no, d.delivery_key from given g join inbox d
        on d.workspace_id = g.workspace_id and d.source_id = g.source_id and d.delivery_key = g.earlier_key
    ), fresh as (
      insert into inbox (workspace_id, id, source_id, delivery_key, received_at, day, via, content_type, headers, body,
        bytes)
      select workspace_id, id, source_id, delivery_key, received_at, day, via, content_type, headers::jsonb,
        decode(body, 'hex'), bytes
      from given g where not exists (select from repeating r where r.no = g.no) order by no
      on conflict do nothing
      returning workspace_id, id
    ), again as (
      insert into inbox_repeats (workspace_id, id, source_id, delivery_key, received_at, day)
      select g.workspace_id, g.id, g.source_id, coalesce(r.delivery_key, g.delivery_key), g.received_at, g.day
      from given g left join repeating r on r.no = g.no
      where not exists (select from fresh f where f.workspace_id = g.workspace_id and f.id = g.id)
        and not exists (select from inbox d where d.workspace_id = g.workspace_id and d.id = g.id)
      on conflict do nothing
    )
    select g.no::int as no from given g join fresh f on f.workspace_id = g.workspace_id and f.id = g.id`;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A key that the database cannot index is its own hash. */
function keyOf(key: string): string {
  if (key.length <= MAX_KEY_LENGTH && storable(key) === key) return key;
  return `sha256:${createHash("sha256").update(key).digest("hex")}`;
}

/** Also where no connection comes about or the answer stays away, which no limit of the server's sees. */
export async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const late = () => reject(new ReceiveLimitError());
    timer = setTimeout(late, RECEIVE_LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
