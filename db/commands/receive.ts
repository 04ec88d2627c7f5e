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

/**
 * Keeps a delivery: one insert that takes no lock. One with the same key is a repetition, and only counted. The same
 * receipt again changes nothing. Gives up after 1.5 s: whoever calls has a spool.
 */
export function receive(sql: Sql, delivery: Delivery): Promise<"stored" | "duplicate"> {
  return withinLimit(keepDelivery(sql, delivery));
}

/** The same however long it takes: for the worker, for whom nobody waits and who has no other place to put it. */
export async function keepDelivery(sql: Sql, delivery: Delivery): Promise<"stored" | "duplicate"> {
  const [row] = await insertOf(sql, delivery);
  return row?.fresh ? "stored" : "duplicate";
}

function insertOf(sql: Sql, delivery: Delivery) {
  const { workspaceId, sourceId, body, zone, via } = delivery;
  const id = delivery.receiptId ?? randomId();
  const key = keyOf(delivery.deliveryKey);
  const receivedAt = new Date(delivery.receivedAt);
  const day = localDateOf(delivery.receivedAt, zone);
  const contentType = delivery.contentType === null ? null : storable(delivery.contentType);
  return sql<{ fresh: boolean }[]>`
    with earlier as (
      select delivery_key from inbox
      where workspace_id = ${workspaceId} and source_id = ${sourceId} and delivery_key = ${delivery.earlierKey ?? null}
    ), fresh as (
      insert into inbox (workspace_id, id, source_id, delivery_key, received_at, day, via, content_type, headers, body, bytes)
      select ${workspaceId}::int, ${id}::bigint, ${sourceId}::bigint, ${key}, ${receivedAt}::timestamptz, ${day}::date, ${via},
        ${contentType}, ${sql.json(storable(delivery.headers))}::jsonb, ${Buffer.from(body)}::bytea, ${body.length}::int
      where not exists (select from earlier)
      on conflict do nothing
      returning id
    ), again as (
      insert into inbox_repeats (workspace_id, id, source_id, delivery_key, received_at, day)
      select ${workspaceId}, ${id}, ${sourceId}, coalesce((select delivery_key from earlier), ${key}), ${receivedAt}, ${day}
      where not exists (select from fresh)
        and not exists (select from inbox where workspace_id = ${workspaceId} and id = ${id})
      on conflict do nothing
    )
    select exists (select from fresh) as fresh`;
}

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
