import type { Sql } from "@/db/ctx";
import { mergedPages } from "@/db/rollups/incidents";
import { markLeaderDays } from "@/db/rollups/leader-days";
import { recountIncidents } from "@/db/rollups/recount-incidents";
import { markTeamWeeks } from "@/db/rollups/team-weeks";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import { type EventRecord, eventOf } from "@/db/staging/event-rows";
import { mapped } from "@/db/staging/mapped";
import {
  FOLD_COLUMNS,
  type FoldedPage,
  foldRow,
  NOTIFICATION_COLUMNS,
  notificationRows,
  PAGE_COLUMNS,
  pageRow,
} from "@/db/staging/page-rows";
import { foldPage } from "@/lib/ingest/fold-page";
import type { SignatureVersion } from "@/lib/ingest/signature-version";
import type { PageEvent } from "@/lib/model/page-event";
import { type Keying, keptVersions, keyingOf, keyPage } from "./keying";
import { storeSignatures } from "./store-signatures";

/** Known pages are read, folded and written in portions of this many: bounded memory. */
const PORTION_PAGES = 5_000;

/** Account -> person. An account that is not in it was erased and stands for itself. */
export type Owners = ReadonlyMap<string, string>;

/** Folds pages that are not known yet from the events at hand, which are all there are, and writes them. */
export async function foldFreshPages(
  sql: Sql,
  workspaceId: number,
  events: ReadonlyMap<string, readonly PageEvent[]>,
  owners: Owners,
): Promise<void> {
  const folded = fold(events, owners, await keyingOf(sql, workspaceId));
  if (folded.length === 0) return;
  // Pages of an alert are read together: so they lie beside each other, as far as they come together.
  const alertOf = ({ signature }: FoldedPage) => signature.signature;
  folded.sort((a, b) => (alertOf(a) < alertOf(b) ? -1 : alertOf(a) > alertOf(b) ? 1 : 0));
  await storeSignaturesOf(sql, workspaceId, folded);
  const toPage = (page: FoldedPage) => pageRow(workspaceId, page);
  const toFold = (page: FoldedPage) => foldRow(workspaceId, page);
  await copyIn(sql, "pages", PAGE_COLUMNS, mapped(folded, toPage));
  await copyIn(sql, "page_folds", FOLD_COLUMNS, mapped(folded, toFold));
  await copyIn(sql, "notifications", NOTIFICATION_COLUMNS, uniqueNotifications(workspaceId, folded));
  const ids = folded.map((page) => page.id);
  await markDirty(sql, workspaceId, ids);
  await markTeamWeeks(sql, workspaceId, ids);
  await recountIncidents(sql, workspaceId, await mergedPages(sql, workspaceId, ids));
}

/** Folds known pages again from all their events, as the people of their accounts are now. */
export async function refoldPages(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<void> {
  if (pageIds.length === 0) return;
  for (let from = 0; from < pageIds.length; from += PORTION_PAGES) {
    const portion = pageIds.slice(from, from + PORTION_PAGES);
    await rewritePages(sql, workspaceId, await foldStored(sql, workspaceId, portion));
  }
}

/** Known pages from all their events, as the people of their accounts are now. */
export async function foldStored(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<FoldedPage[]> {
  const events = await storedEvents(sql, workspaceId, pageIds);
  const accounts = new Set<string>();
  for (const list of events.values()) for (const event of list) for (const id of accountsOf(event)) accounts.add(id);
  const keying = await keyingOf(sql, workspaceId);
  const kept = await keptVersions(sql, workspaceId, pageIds, keying);
  return fold(events, await ownersOf(sql, workspaceId, [...accounts]), keying, kept);
}

async function rewritePages(sql: Sql, workspaceId: number, folded: readonly FoldedPage[]): Promise<void> {
  if (folded.length === 0) return;
  const ids = folded.map((page) => page.id);
  await storeSignaturesOf(sql, workspaceId, folded);
  await markDirty(sql, workspaceId, ids);
  await markLeaderDays(sql, workspaceId, ids);
  await markTeamWeeks(sql, workspaceId, ids);
  const remerged = await updatePages(sql, workspaceId, folded);
  await sql`delete from notifications where workspace_id = ${workspaceId} and page_id = any(${ids}::bigint[])`;
  await copyIn(sql, "notifications", NOTIFICATION_COLUMNS, uniqueNotifications(workspaceId, folded));
  await markDirty(sql, workspaceId, ids);
  await markLeaderDays(sql, workspaceId, ids);
  await markTeamWeeks(sql, workspaceId, ids);
  await recountIncidents(sql, workspaceId, [...remerged, ...(await mergedPages(sql, workspaceId, ids))]);
}

async function ownersOf(sql: Sql, workspaceId: number, accountIds: readonly string[]): Promise<Owners> {
  if (accountIds.length === 0) return new Map();
  const rows = await sql<{ id: string; person_id: string }[]>`
    select id, person_id from identities
    where workspace_id = ${workspaceId} and id = any(${accountIds as string[]}::bigint[])`;
  return new Map(rows.map((row) => [row.id, row.person_id]));
}

function* accountsOf({ person, to }: PageEvent): Generator<string> {
  if (person !== undefined) yield person;
  if (to) yield* to;
}

/** Nearly every account is the only one of its person and gave it its id: then nothing is copied. */
function withPeople(event: PageEvent, owners: Owners): PageEvent {
  const ours = (id: string) => owners.get(id) ?? id;
  const { person, to } = event;
  if ((person === undefined || ours(person) === person) && (!to || to.every((id) => ours(id) === id))) return event;
  return {
    ...event,
    ...(person !== undefined && { person: ours(person) }),
    ...(to && { to: [...new Set(to.map(ours))] }),
  };
}

/** All events of pages that were there before, by page; people as accounts. */
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

function fold(
  events: ReadonlyMap<string, readonly PageEvent[]>,
  owners: Owners,
  keying: Keying,
  kept?: ReadonlyMap<string, SignatureVersion>,
): FoldedPage[] {
  const folded: FoldedPage[] = [];
  for (const [id, list] of events) {
    const page = foldPage(list.map((event) => withPeople(event, owners)));
    if (!page) continue;
    const { identity, via } = keyPage(page, keying, kept?.get(id));
    folded.push({ id, page, signature: identity, via });
  }
  return folded;
}

/** Pages that were there before; unchanged ones are not written. Returns those that became part of another page or no longer are. */
async function updatePages(sql: Sql, workspaceId: number, pages: readonly FoldedPage[]): Promise<string[]> {
  await sql`create temp table staged_pages (like pages) on commit drop`;
  await sql`create temp table staged_folds (like page_folds) on commit drop`;
  const toPage = (page: FoldedPage) => pageRow(workspaceId, page);
  const toFold = (page: FoldedPage) => foldRow(workspaceId, page);
  await copyIn(sql, "staged_pages", PAGE_COLUMNS, mapped(pages, toPage));
  await copyIn(sql, "staged_folds", FOLD_COLUMNS, mapped(pages, toFold));
  const remerged = await sql<{ id: string }[]>`
    select p.id from staged_pages s join pages p on p.workspace_id = s.workspace_id and p.id = s.id
    where p.merged_into is distinct from s.merged_into`;
  const changing = PAGE_COLUMNS.slice(4);
  await sql.unsafe(`update pages p set ${changing.map((name) => `${name} = s.${name}`).join(", ")} from staged_pages s
    where p.workspace_id = s.workspace_id and p.id = s.id
      and (${changing.map((name) => `p.${name}`).join(", ")}) is distinct from (${changing.map((name) => `s.${name}`).join(", ")})`);
  await sql`
    update page_folds f set packed = s.packed from staged_folds s
    where f.workspace_id = s.workspace_id and f.page_id = s.page_id and f.packed <> s.packed`;
  await sql`drop table staged_pages, staged_folds`;
  return remerged.map(({ id }) => id);
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

async function storeSignaturesOf(sql: Sql, workspaceId: number, folded: readonly FoldedPage[]): Promise<void> {
  await storeSignatures(
    sql,
    workspaceId,
    folded.flatMap(({ signature, via }) => [...via, signature]),
  );
}

/** Marks signatures and people of these pages, as they stand now. Called before and after pages change. */
export async function markDirty(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<void> {
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
