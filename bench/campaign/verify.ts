import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "@/db/ctx";
import { providerOf } from "@/lib/providers/detect-format";
import { parseDelivery } from "@/lib/providers/parse-delivery";
import type { Sent } from "./send";

export type Proof = {
  acknowledged: number;
  stored: number;
  /** Acknowledged by us, and in no row: must be 0. */
  lost: number;
  /** Rows that repeat a body: must be 0. */
  doubled: number;
  events: number;
  /** Events that the stored bodies tell, each once. */
  expectedEvents: number;
  /** Sums over the ledger of all days. */
  ledger: { received: number; stored: number; duplicate: number; ignored: number; rejected: number };
};

/** The sender's own list against the rows: acknowledged is a subset of stored, and nothing is doubled. */
export async function verify(sql: Sql, sent: Sent): Promise<Proof> {
  const rows = await sql<{ sha: string; n: number }[]>`
    select encode(sha256(body), 'hex') as sha, count(*)::int as n from inbox group by 1`;
  const stored = new Set(rows.map(({ sha }) => sha));
  const [events] = await sql<{ n: number }[]>`select count(*)::int as n from page_events`;
  const [ledger] = await sql<Proof["ledger"][]>`
    select coalesce(sum(received), 0)::int as received, coalesce(sum(stored), 0)::int as stored,
      coalesce(sum(duplicate), 0)::int as duplicate, coalesce(sum(ignored), 0)::int as ignored,
      coalesce(sum(rejected), 0)::int as rejected from ledger_days`;
  if (!events || !ledger) throw new Error("the database did not answer");
  return {
    acknowledged: sent.acknowledged.size,
    stored: stored.size,
    lost: [...sent.acknowledged].filter((sha) => !stored.has(sha)).length,
    doubled: rows.filter(({ n }) => n > 1).length,
    events: events.n,
    expectedEvents: await expectedEvents(sql),
    ledger,
  };
}

type Kept = { provider: string; body: Uint8Array; content_type: string | null; received_at: Date };

/** Read again from the kept bodies, apart from the database's own way. */
async function expectedEvents(sql: Sql): Promise<number> {
  const keys = new Set<string>();
  const rows = sql<Kept[]>`
    select s.provider, i.body, i.content_type, i.received_at
    from inbox i join sources s on s.workspace_id = i.workspace_id and s.id = i.source_id`;
  for await (const batch of rows.cursor(500)) {
    for (const { provider, body, content_type: contentType, received_at: receivedAt } of batch) {
      const delivery = { body, contentType, receivedAt: receivedAt.getTime(), zone: null };
      for (const record of await parseDelivery(providerOf(provider), delivery)) {
        if (record.outcome !== "accepted") continue;
        for (const { pageKey, at, kind, eventKey } of record.events)
          keys.add(JSON.stringify([provider, pageKey, at, kind, eventKey]));
      }
    }
  }
  return keys.size;
}

const DRAIN_LIMIT_MS = 300_000;

/** Seconds until nothing waits to be read. */
export async function untilDrained(sql: Sql): Promise<number> {
  const since = performance.now();
  while (performance.now() - since < DRAIN_LIMIT_MS) {
    const [row] = await sql<{ n: number }[]>`
      select (select count(*) from inbox where settled_at is null)::int
        + (select count(*) from inbox_repeats where not counted)::int as n`;
    if (row?.n === 0) return (performance.now() - since) / 1000;
    await sleep(250);
  }
  throw new Error("the backlog was not drained within 5 minutes");
}
