import type { Sql } from "@/db/ctx";
import { type EventRecord, eventOf } from "@/db/staging/event-rows";
import { storedPage } from "@/db/staging/stored-page";
import { foldPage } from "@/lib/ingest/fold-page";
import type { PageEvent } from "@/lib/model/page-event";
import { type OpenedPage, openingFactsOf } from "@/lib/noise/predictor/page-facts";

const PORTION_PAGES = 2_000;

/** A page with the facts that its opening told; its key is led by the provider's, and the same in every database. */
export type OpenedRow = { id: string; signatureId: string; signature: string; page: OpenedPage };

type Row = { id: string; signature_id: string; signature: string; triggered_at: Date; micros: string; packed: string };

/** All pages in order of opening, in portions. */
export async function* openedPages(sql: Sql, workspaceId: number): AsyncGenerator<OpenedRow[]> {
  let last: Pick<Row, "id" | "micros"> = { id: "-9223372036854775808", micros: "-infinity" };
  for (;;) {
    const rows = await sql<Row[]>`
      select p.id, p.signature_id, s.signature, p.triggered_at, p.triggered_at::text as micros, f.packed from pages p
      join page_folds f on f.workspace_id = p.workspace_id and f.page_id = p.id
      join signatures s on s.workspace_id = p.workspace_id and s.id = p.signature_id
      where p.workspace_id = ${workspaceId}
        and (p.triggered_at, p.id) > (${last.micros}::text::timestamptz, ${last.id}::bigint)
      order by p.triggered_at, p.id limit ${PORTION_PAGES}`;
    const newest = rows.at(-1);
    if (!newest) return;
    last = newest;
    const events = await openingEvents(
      sql,
      workspaceId,
      rows.map(({ id }) => id),
    );
    yield rows.map((row) => openedRow(row, events.get(row.id) ?? []));
  }
}

function openedRow({ id, signature_id: signatureId, signature, packed }: Row, events: readonly PageEvent[]): OpenedRow {
  const folded = storedPage(packed);
  const pageKey = `${folded.provider}\u0000${folded.pageKey}`;
  const asOpened = foldPage(events);
  const knownAt = events.reduce((latest, { at }) => Math.max(latest, at), folded.triggeredAt);
  const facts = asOpened?.facts ?? {};
  const openingTitle = asOpened?.openingTitle ?? null;
  const page = { ...folded, pageKey, facts, openingTitle, opening: openingFactsOf(events, knownAt) };
  return { id, signatureId, signature, page };
}

/** Those up to the opening; of a page whose trigger is not known, up to its first event. */
async function openingEvents(sql: Sql, workspaceId: number, ids: readonly string[]): Promise<Map<string, PageEvent[]>> {
  const rows = await sql<EventRecord[]>`
    with known as (
      select p.id, case when bool_or(e.kind = 'triggered') then p.triggered_at else min(e.at) end as at
      from pages p join page_events e on e.workspace_id = p.workspace_id and e.page_id = p.id
      where p.workspace_id = ${workspaceId} and p.id = any(${ids as string[]}::bigint[]) group by p.id, p.triggered_at
    )
    select e.page_id, p.provider, p.page_key, e.at, e.kind, e.event_key, e.by, e.account_id, e.to_account_ids, e.channel,
      e.level, e.note, e.state, e.how, e.at_receipt, e.merged_into, e.facts
    from known k join pages p on p.workspace_id = ${workspaceId} and p.id = k.id
    join page_events e on e.workspace_id = p.workspace_id and e.page_id = k.id and e.at <= k.at
    order by e.at, e.event_key`;
  const events = new Map<string, PageEvent[]>();
  for (const row of rows) {
    const list = events.get(row.page_id) ?? [];
    events.set(row.page_id, list);
    list.push(eventOf(row));
  }
  return events;
}
