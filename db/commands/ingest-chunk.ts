import type { Sql, WorkCtx } from "@/db/ctx";
import { idOf } from "@/db/ids";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import { EVENT_COLUMNS, type EventRecord, eventOf, eventRow, type StagedEvent } from "@/db/staging/event-rows";
import {
  FOLD_COLUMNS,
  type FoldedPage,
  foldRow,
  NOTIFICATION_COLUMNS,
  notificationRows,
  PAGE_COLUMNS,
  pageRow,
  signatureId,
} from "@/db/staging/page-rows";
import { storable } from "@/db/staging/storable";
import { foldPage } from "@/lib/ingest/fold-page";
import { signatureOf } from "@/lib/ingest/signature-of";
import type { PageEvent, PersonFact } from "@/lib/model/page-event";
import type { ParsedRecord } from "@/lib/providers/provider";
import { ensurePeople, type PersonIds, personKey } from "./ensure-people";

/** Consecutive records of one import. */
export type Chunk = {
  importId: string;
  /** How many records of the import came before. */
  after: number;
  records: readonly ParsedRecord[];
  bytesRead: number;
};

/**
 * Stores a chunk: events, the pages they change, its part of the ledger and the cursor, in one transaction. Safe to
 * repeat: a chunk behind the cursor changes nothing. What must be judged again is marked, not judged.
 */
export async function ingestChunk(ctx: WorkCtx, chunk: Chunk): Promise<void> {
  const records = chunk.records.map(storable);
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    if (!(await isNext(sql, ctx.workspaceId, chunk))) return;
    const people = await ensurePeople(sql, ctx.workspaceId, peopleIn(records));
    const staged = stage(ctx.workspaceId, chunk.after, records, people.ids);
    const { storedRecords, pageIds, known } = await storeEvents(sql, ctx.workspaceId, chunk.importId, staged);
    await refold(sql, ctx.workspaceId, staged, pageIds, known);
    const isStored = (record: ParsedRecord, no: number) => storedRecords.has(no) || tellsNews(record, people.changed);
    await settle(sql, ctx.workspaceId, chunk, records, isStored);
  });
}

/** A record of people alone is stored when it told something new about one of them. */
function tellsNews(record: ParsedRecord, changed: ReadonlySet<string>): boolean {
  if (record.outcome !== "accepted" || record.events.length > 0) return false;
  return record.people.some((person) => changed.has(personKey(person.provider, person.key)));
}

/** Everybody the records speak of: with what is told about them, or by key alone. */
function peopleIn(records: readonly ParsedRecord[]): PersonFact[] {
  const named = new Map<string, PersonFact>();
  const told: PersonFact[] = [];
  for (const record of records) {
    if (record.outcome !== "accepted") continue;
    told.push(...record.people);
    for (const { provider, person, to } of record.events)
      for (const key of person === undefined ? (to ?? []) : [person, ...(to ?? [])])
        named.set(personKey(provider, key), { provider, key });
  }
  return [...named.values(), ...told];
}

function stage(workspaceId: number, after: number, records: readonly ParsedRecord[], ids: PersonIds): StagedEvent[] {
  const seen = new Set<string>();
  const pageIds = new Map<string, string>();
  const staged: StagedEvent[] = [];
  records.forEach((record, index) => {
    if (record.outcome !== "accepted") return;
    for (const event of record.events) {
      const pageName = `${event.provider}\u0000${event.pageKey}`;
      const pageId = pageIds.get(pageName) ?? idOf(workspaceId, event.provider, event.pageKey);
      pageIds.set(pageName, pageId);
      const name = `${pageId} ${event.at} ${event.kind} ${event.eventKey}`;
      if (seen.has(name)) continue;
      seen.add(name);
      staged.push({ pageId, event: withOurPeople(event, ids), recordNo: after + index, place: record.where });
    }
  });
  return staged;
}

function withOurPeople(event: PageEvent, ids: PersonIds): PageEvent {
  const ours = (key: string) => {
    const id = ids.get(personKey(event.provider, key));
    if (id === undefined) throw new Error(`no person for ${event.provider} ${key}`);
    return id;
  };
  return {
    ...event,
    ...(event.person !== undefined && { person: ours(event.person) }),
    ...(event.to && { to: event.to.map(ours) }),
  };
}

/** Locks the import's row. False where this chunk was settled before, as after a crash. */
async function isNext(sql: Sql, workspaceId: number, chunk: Chunk): Promise<boolean> {
  const [row] = await sql<{ received: number }[]>`
    select received from imports where workspace_id = ${workspaceId} and id = ${chunk.importId} for update`;
  if (!row) throw new Error(`import ${chunk.importId} is gone`);
  if (row.received < chunk.after)
    throw new Error(`import ${chunk.importId}: records ${row.received} to ${chunk.after} are missing`);
  return row.received === chunk.after;
}

/**
 * Stores the events that are new. A page that is not known has none stored, so its events need no look for repeats;
 * those of known pages go through a staging table.
 */
async function storeEvents(sql: Sql, workspaceId: number, importId: string, staged: readonly StagedEvent[]) {
  const rows = await sql<{ id: string }[]>`
    select id from pages
    where workspace_id = ${workspaceId} and id = any(${[...new Set(staged.map((row) => row.pageId))]}::bigint[])`;
  const known = new Set(rows.map((row) => row.id));
  const toRow = (row: StagedEvent) => eventRow(workspaceId, importId, row);
  const fresh = staged.filter((row) => !known.has(row.pageId));
  const again = staged.filter((row) => known.has(row.pageId));
  await copyIn(sql, "page_events", EVENT_COLUMNS, mapped(fresh, toRow));
  const added = await addEvents(sql, mapped(again, toRow), again.length);
  return {
    storedRecords: new Set([...fresh.map((row) => row.recordNo), ...added.records]),
    pageIds: [...new Set([...fresh.map((row) => row.pageId), ...added.pages])],
    known,
  };
}

/** Events of known pages: what is stored already stays as it is. */
async function addEvents(
  sql: Sql,
  rows: Iterable<CopyValue[]>,
  count: number,
): Promise<{ records: number[]; pages: string[] }> {
  if (count === 0) return { records: [], pages: [] };
  await sql`create temp table staged_events (like page_events) on commit drop`;
  await copyIn(sql, "staged_events", EVENT_COLUMNS, rows);
  const [added] = await sql<{ records: number[] | null; pages: string[] | null }[]>`
    with added as (
      insert into page_events select * from staged_events on conflict do nothing returning page_id, record_no
    )
    select array_agg(distinct record_no) as records, array_agg(distinct page_id) as pages from added`;
  await sql`drop table staged_events`;
  return { records: added?.records ?? [], pages: added?.pages ?? [] };
}

/** Folds the touched pages from all their events: those of a new page are all in the chunk. */
async function refold(
  sql: Sql,
  workspaceId: number,
  staged: readonly StagedEvent[],
  pageIds: readonly string[],
  known: ReadonlySet<string>,
): Promise<void> {
  const events = new Map<string, PageEvent[]>(pageIds.map((id) => [id, []]));
  for (const { pageId, event } of staged) if (!known.has(pageId)) events.get(pageId)?.push(event);
  const knownIds = pageIds.filter((id) => known.has(id));
  for (const [id, stored] of await storedEvents(sql, workspaceId, knownIds)) events.set(id, stored);
  await storePages(sql, workspaceId, fold(events), known);
}

/** All events of pages that were there before, by page. */
async function storedEvents(
  sql: Sql,
  workspaceId: number,
  pageIds: readonly string[],
): Promise<Map<string, PageEvent[]>> {
  const events = new Map<string, PageEvent[]>();
  if (pageIds.length === 0) return events;
  const rows = await sql<EventRecord[]>`
    select e.page_id, p.provider, p.page_key, e.at, e.kind, e.event_key, e.by, e.account_id, e.to_account_ids, e.channel, e.level,
      e.note, e.state, e.how, e.at_receipt, e.merged_into, e.facts
    from page_events e join pages p on p.workspace_id = e.workspace_id and p.id = e.page_id
    where e.workspace_id = ${workspaceId} and e.page_id = any(${pageIds as string[]}::bigint[])`;
  for (const row of rows) {
    const list = events.get(row.page_id);
    if (list) list.push(eventOf(row));
    else events.set(row.page_id, [eventOf(row)]);
  }
  return events;
}

function fold(events: ReadonlyMap<string, readonly PageEvent[]>): FoldedPage[] {
  const folded: FoldedPage[] = [];
  for (const [id, list] of events) {
    const page = foldPage(list);
    if (page) folded.push({ id, page, signature: signatureOf(page) });
  }
  return folded;
}

/** Writes pages, their signatures and notifications, and marks what must be judged and folded again. */
async function storePages(sql: Sql, workspaceId: number, folded: readonly FoldedPage[], known: ReadonlySet<string>) {
  if (folded.length === 0) return;
  const fresh = folded.filter((page) => !known.has(page.id));
  const again = folded.filter((page) => known.has(page.id));
  const againIds = again.map((page) => page.id);
  await storeSignatures(sql, workspaceId, folded);
  await copyIn(
    sql,
    "pages",
    PAGE_COLUMNS,
    mapped(fresh, (page) => pageRow(workspaceId, page)),
  );
  await copyIn(
    sql,
    "page_folds",
    FOLD_COLUMNS,
    mapped(fresh, (page) => foldRow(workspaceId, page)),
  );
  await markDirty(sql, workspaceId, againIds);
  await updatePages(sql, workspaceId, again);
  await sql`delete from notifications where workspace_id = ${workspaceId} and page_id = any(${againIds}::bigint[])`;
  await copyIn(sql, "notifications", NOTIFICATION_COLUMNS, uniqueNotifications(workspaceId, folded));
  await markDirty(
    sql,
    workspaceId,
    folded.map((page) => page.id),
  );
}

/** Pages that were there before; unchanged ones are not written. */
async function updatePages(sql: Sql, workspaceId: number, pages: readonly FoldedPage[]): Promise<void> {
  if (pages.length === 0) return;
  await sql`create temp table staged_pages (like pages) on commit drop`;
  await sql`create temp table staged_folds (like page_folds) on commit drop`;
  await copyIn(
    sql,
    "staged_pages",
    PAGE_COLUMNS,
    mapped(pages, (page) => pageRow(workspaceId, page)),
  );
  await copyIn(
    sql,
    "staged_folds",
    FOLD_COLUMNS,
    mapped(pages, (page) => foldRow(workspaceId, page)),
  );
  const changing = PAGE_COLUMNS.slice(4);
  await sql.unsafe(`update pages p set ${changing.map((name) => `${name} = s.${name}`).join(", ")} from staged_pages s
    where p.workspace_id = s.workspace_id and p.id = s.id
      and (${changing.map((name) => `p.${name}`).join(", ")}) is distinct from (${changing.map((name) => `s.${name}`).join(", ")})`);
  await sql`
    update page_folds f set folded = s.folded from staged_folds s
    where f.workspace_id = s.workspace_id and f.page_id = s.page_id and f.folded is distinct from s.folded`;
  await sql`drop table staged_pages, staged_folds`;
}

/** Two messages of one instant on one channel are one row. */
function* uniqueNotifications(workspaceId: number, folded: readonly FoldedPage[]): Generator<CopyValue[]> {
  for (const page of folded) {
    const seen = new Set<string>();
    for (const row of notificationRows(workspaceId, [page])) {
      const name = JSON.stringify([row[1], row[2], row[4]]);
      if (!seen.has(name)) yield row;
      seen.add(name);
    }
  }
}

async function storeSignatures(sql: Sql, workspaceId: number, folded: readonly FoldedPage[]) {
  const distinct = [...new Map(folded.map((page) => [page.signature.signature, page.signature])).values()];
  await sql`
    insert into signatures (workspace_id, id, signature, provider, service, environment, kind, key)
    select ${workspaceId}, * from unnest(
      ${distinct.map((s) => signatureId(workspaceId, s.signature))}::bigint[], ${distinct.map((s) => s.signature)}::text[],
      ${distinct.map((s) => s.provider)}::text[], ${distinct.map((s) => s.service)}::text[],
      ${distinct.map((s) => s.environment)}::text[], ${distinct.map((s) => s.kind)}::text[],
      ${distinct.map((s) => s.key)}::text[])
    on conflict do nothing`;
}

/** Marks signatures and people of these pages, as they stand now. Called before and after pages change. */
async function markDirty(sql: Sql, workspaceId: number, pageIds: readonly string[]) {
  if (pageIds.length === 0) return;
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select distinct workspace_id, signature_id from pages
    where workspace_id = ${workspaceId} and id = any(${pageIds as string[]}::bigint[]) on conflict do nothing`;
  await sql`
    insert into dirty_people (workspace_id, person_id)
    select distinct workspace_id, person_id from notifications
    where workspace_id = ${workspaceId} and page_id = any(${pageIds as string[]}::bigint[]) on conflict do nothing`;
}

/** The chunk's part of the ledger, its rejected records and left-out parts, and the cursor. */
async function settle(
  sql: Sql,
  workspaceId: number,
  chunk: Chunk,
  records: readonly ParsedRecord[],
  isStored: (record: ParsedRecord, no: number) => boolean,
) {
  const ledger = { stored: 0, duplicate: 0, ignored: 0, rejected: 0 };
  const why = new Map<string, number>();
  const rejections: CopyValue[][] = [];
  let issues = 0;
  records.forEach((record, index) => {
    const no = (part: number) => (chunk.after + index) * 100 + part;
    if (record.outcome === "accepted") {
      ledger[isStored(record, chunk.after + index) ? "stored" : "duplicate"] += 1;
      issues += record.issues.length;
      record.issues.slice(0, 99).forEach((issue, part) => {
        rejections.push([workspaceId, chunk.importId, no(part + 1), "part", record.where, record.line, issue]);
      });
    } else if (record.outcome === "ignored") {
      ledger.ignored += 1;
      why.set(record.why, (why.get(record.why) ?? 0) + 1);
    } else {
      ledger.rejected += 1;
      rejections.push([workspaceId, chunk.importId, no(0), "rejected", record.where, record.line, record.why]);
    }
  });
  await copyIn(sql, "rejections", ["workspace_id", "origin_id", "no", "kind", "place", "line", "why"], rejections);
  await sql`
    update imports set received = received + ${records.length}, stored = stored + ${ledger.stored},
      duplicate = duplicate + ${ledger.duplicate}, ignored = ignored + ${ledger.ignored},
      rejected = rejected + ${ledger.rejected}, issues = issues + ${issues}, bytes_read = ${chunk.bytesRead},
      ignored_reasons = (
        select coalesce(jsonb_object_agg(key, n), '{}'::jsonb) from (
          select key, sum(value::int) as n from (
            select key, value from jsonb_each_text(ignored_reasons)
            union all select key, value from jsonb_each_text(${sql.json(Object.fromEntries(why))}::jsonb)
          ) both_sides group by key
        ) summed)
    where workspace_id = ${workspaceId} and id = ${chunk.importId}`;
}

function* mapped<T, U>(items: Iterable<T>, map: (item: T) => U): Generator<U> {
  for (const item of items) yield map(item);
}
