import type { Sql, WorkCtx } from "@/db/ctx";
import { idOf } from "@/db/ids";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import { EVENT_COLUMNS, eventRow, type StagedEvent } from "@/db/staging/event-rows";
import { mapped } from "@/db/staging/mapped";
import type { Instant } from "@/lib/model/instant";
import type { PageEvent } from "@/lib/model/page-event";
import type { Redactor } from "@/lib/privacy/redactor";
import type { ParsedRecord } from "@/lib/providers/provider";
import { type Accounts, ensurePeople, personKey, type Telling } from "./ensure-people";
import { foldFreshPages, refoldPages } from "./fold-pages";
import { type Redaction, redactionOf } from "./redact-records";
import { storeChanges } from "./store-changes";
import { storeShifts } from "./store-shifts";

/** A record of an import or of a delivery. */
export type SourcedRecord = {
  originId: string;
  /** Place in the order of its origin. */
  no: number;
  record: ParsedRecord;
  /** When the delivery came; null in a file, of which nobody knows when it was true. */
  receivedAt: Instant | null;
  sourceId: string;
  /** When its delivery came, or its import was started. */
  arrivedAt: Instant;
};

/** What became of the accepted records. */
export type Kept = {
  /** By `recordName`: it told an event or a shift, or said of a change, what nobody had told before it. */
  stored: ReadonlySet<string>;
  /** Records of people alone that told something new. */
  tellsNews(record: ParsedRecord): boolean;
  /** Null where nobody was ever erased. */
  redaction: Redaction | null;
};

export const recordName = (originId: string, no: number) => `${originId} ${no}`;

/**
 * Stores the events of records, from whatever origin, and folds the pages that they change; so with what they tell of
 * changes. An event that another origin told before is noted as repeated. `again`: what these origins stored when they
 * were read before counts as stored. Runs in the caller's transaction, under the lock of the workspace. What must be
 * judged again is marked, not judged.
 */
export async function storeRecords(
  sql: Sql,
  ctx: Pick<WorkCtx, "workspaceId" | "keyRing">,
  records: readonly SourcedRecord[],
  { again: isReplay = false } = {},
): Promise<Kept> {
  const { workspaceId } = ctx;
  const people = await ensurePeople(sql, ctx, tellingsOf(records));
  const { graves, erased } = people;
  const redaction = graves && (await redactionOf(sql, workspaceId, graves, records, erased));
  const redactor = redaction?.redactor ?? null;
  const { staged, repeated } = stage(workspaceId, records, people, redactor);
  const known = await knownPages(sql, workspaceId, staged);
  const fresh = staged.filter((row) => !known.has(row.pageId));
  const again = [...staged, ...repeated].filter((row) => known.has(row.pageId));
  const toRow = (row: StagedEvent) => eventRow(workspaceId, row);
  await copyIn(sql, "page_events", EVENT_COLUMNS, mapped(fresh, toRow));
  await noteRepeats(
    sql,
    workspaceId,
    repeated.filter((row) => !known.has(row.pageId)),
  );
  const added = await addEvents(sql, mapped(again, toRow), again.length, isReplay);
  await foldFreshPages(sql, workspaceId, byPage(fresh), ownersOf(people));
  await refoldPages(sql, workspaceId, added.pages);
  const changes = await storeChanges(sql, workspaceId, records, { isReplay, redactor });
  const shifts = await storeShifts(sql, workspaceId, records, people, { isReplay, redactor });
  return {
    stored: new Set([
      ...fresh.map((row) => recordName(row.originId, row.recordNo)),
      ...added.records,
      ...[...changes, ...shifts].map(({ originId, no }) => recordName(originId, no)),
    ]),
    tellsNews: (record) => tellsNews(record, people.changed),
    redaction,
  };
}

function tellsNews(record: ParsedRecord, changed: ReadonlySet<string>): boolean {
  if (record.outcome !== "accepted" || record.events.length > 0) return false;
  return record.people.some((person) => changed.has(personKey(person.provider, person.key)));
}

/** Everybody the records speak of: with what is told about them, or by key alone. */
function tellingsOf(records: readonly SourcedRecord[]): Telling[] {
  const named = new Map<string, Telling>();
  const told: Telling[] = [];
  for (const { originId, record, receivedAt } of records) {
    if (record.outcome !== "accepted") continue;
    const importId = receivedAt === null ? originId : null;
    const toldAt = trueAt(record.events) ?? receivedAt;
    for (const fact of record.people) told.push({ fact, told: true, importId, toldAt });
    for (const { provider, person, to = [] } of record.events)
      for (const key of person === undefined ? to : [person, ...to])
        named.set(personKey(provider, key), { fact: { provider, key }, told: false, importId, toldAt: null });
    for (const { person } of record.shifts ?? [])
      if ("key" in person)
        named.set(personKey(person.provider, person.key), { fact: person, told: false, importId, toldAt: null });
  }
  return [...named.values(), ...told];
}

/** What a record tells of people was true when it was made: at its last event, or at the moment of its snapshot. */
function trueAt(events: readonly PageEvent[]): Instant | null {
  let last: Instant | null = null;
  for (const { at, facts } of events) last = Math.max(last ?? at, at, facts?.asOf ?? at);
  return last;
}

/** Each event once: where several of the records tell it, the first; of another origin the others are repeats. */
function stage(workspaceId: number, records: readonly SourcedRecord[], { ids }: Accounts, redactor: Redactor | null) {
  const firstOrigin = new Map<string, string>();
  const pageIds = new Map<string, string>();
  const staged: StagedEvent[] = [];
  const repeated: StagedEvent[] = [];
  for (const { originId, no, record } of records) {
    if (record.outcome !== "accepted") continue;
    for (const told of record.events) {
      const event = redactor ? redactEvent(told, redactor) : told;
      const pageName = `${event.provider}\u0000${event.pageKey}`;
      const pageId = pageIds.get(pageName) ?? idOf(workspaceId, event.provider, event.pageKey);
      pageIds.set(pageName, pageId);
      const name = `${pageId} ${event.at} ${event.kind} ${event.eventKey}`;
      const first = firstOrigin.get(name);
      if (first === originId) continue;
      if (first === undefined) firstOrigin.set(name, originId);
      const row = { originId, pageId, event: withAccounts(event, ids), recordNo: no, place: record.where };
      (first === undefined ? staged : repeated).push(row);
    }
  }
  return { staged, repeated };
}

/** Its page stays what it is known by, and its people have ids. */
function redactEvent(event: PageEvent, redactor: Redactor): PageEvent {
  const { eventKey, note, how, facts } = event;
  const said = {
    eventKey,
    ...(note !== undefined && { note }),
    ...(how !== undefined && { how }),
    ...(facts && { facts }),
  };
  return { ...event, ...redactor.deep(said) };
}

function withAccounts(event: PageEvent, ids: Accounts["ids"]): PageEvent {
  const ours = (key: string) => {
    const account = ids.get(personKey(event.provider, key));
    if (!account) throw new Error(`no account for ${event.provider} ${key}`);
    return account.id;
  };
  return {
    ...event,
    ...(event.person !== undefined && { person: ours(event.person) }),
    ...(event.to && { to: [...new Set(event.to.map(ours))] }),
  };
}

function ownersOf({ ids }: Accounts): Map<string, string> {
  return new Map([...ids.values()].map(({ id, personId }) => [id, personId]));
}

function byPage(staged: readonly StagedEvent[]): Map<string, PageEvent[]> {
  const events = new Map<string, PageEvent[]>();
  for (const { pageId, event } of staged) {
    const list = events.get(pageId);
    if (list) list.push(event);
    else events.set(pageId, [event]);
  }
  return events;
}

/** A page that is not known has no event stored, so its events need no look for repeats. */
async function knownPages(sql: Sql, workspaceId: number, staged: readonly StagedEvent[]): Promise<Set<string>> {
  if (staged.length === 0) return new Set();
  const rows = await sql<{ id: string }[]>`
    select id from pages
    where workspace_id = ${workspaceId} and id = any(${[...new Set(staged.map((row) => row.pageId))]}::bigint[])`;
  return new Set(rows.map((row) => row.id));
}

const REPEAT_COLUMNS = [
  "workspace_id",
  "page_id",
  "at",
  "kind",
  "event_key",
  "origin_id",
  "record_no",
  "place",
] as const;

/** Events of new pages that a second origin of the same batch tells. */
async function noteRepeats(sql: Sql, workspaceId: number, repeated: readonly StagedEvent[]): Promise<void> {
  if (repeated.length === 0) return;
  const once = new Map(repeated.map((row) => [repeatName(row), row]));
  await copyIn(
    sql,
    "event_repeats",
    REPEAT_COLUMNS,
    mapped(once.values(), (row) => [
      workspaceId,
      row.pageId,
      new Date(row.event.at),
      row.event.kind,
      row.event.eventKey,
      row.originId,
      row.recordNo,
      row.place,
    ]),
  );
}

const repeatName = ({ pageId, event, originId }: StagedEvent) =>
  `${pageId} ${event.at} ${event.kind} ${event.eventKey} ${originId}`;

/** Events of known pages: what is stored already stays as it is, and is noted as told again. */
async function addEvents(
  sql: Sql,
  rows: Iterable<CopyValue[]>,
  count: number,
  isReplay: boolean,
): Promise<{ records: string[]; pages: string[] }> {
  if (count === 0) return { records: [], pages: [] };
  await sql`create temp table staged_events (like page_events) on commit drop`;
  await copyIn(sql, "staged_events", EVENT_COLUMNS, rows);
  const [added] = await sql<{ records: string[] | null; pages: string[] | null }[]>`
    with added as (
      insert into page_events select * from staged_events on conflict do nothing returning page_id, origin_id, record_no
    )
    select array_agg(distinct origin_id || ' ' || record_no) as records, array_agg(distinct page_id) as pages from added`;
  await sql`
    insert into event_repeats (workspace_id, page_id, at, kind, event_key, origin_id, record_no, place)
    select s.workspace_id, s.page_id, s.at, s.kind, s.event_key, s.origin_id, s.record_no, s.place
    from staged_events s join page_events e
      on e.workspace_id = s.workspace_id and e.page_id = s.page_id and e.at = s.at and e.kind = s.kind and e.event_key = s.event_key
    where e.origin_id is distinct from s.origin_id
    on conflict do nothing`;
  const own = isReplay ? await ownRecords(sql) : [];
  await sql`drop table staged_events`;
  return { records: [...own, ...(added?.records ?? [])], pages: added?.pages ?? [] };
}

async function ownRecords(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select distinct s.origin_id || ' ' || s.record_no as name from staged_events s join page_events e
      on e.workspace_id = s.workspace_id and e.page_id = s.page_id and e.at = s.at and e.kind = s.kind and e.event_key = s.event_key
    where e.origin_id = s.origin_id`;
  return rows.map((row) => row.name);
}
