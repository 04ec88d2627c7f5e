import type { Sql } from "@/db/ctx";
import { mergedPages } from "@/db/rollups/incidents";
import { markLeaderDays } from "@/db/rollups/leader-days";
import { recountIncidents } from "@/db/rollups/recount-incidents";
import { markTeamWeeks } from "@/db/rollups/team-weeks";
import type { Ledger } from "@/lib/contract/sources";
import { groupReason } from "@/lib/ingest/group-reason";
import { describeAccounts, describePeople } from "./describe-people";
import { markDirty, refoldPages } from "./fold-pages";
import { changeLedger, type LedgerChange, minus, NOTHING, reasonsOf } from "./ledger-days";
import { markSweeps } from "./mark-sweeps";
import { forgetEmptyPeople, matchAccounts } from "./match-accounts";
import { lockMoves } from "./record-move";
import { takeBackChanges } from "./take-back-changes";
import { takeBackShifts } from "./take-back-shifts";

const PORTION = 5_000;

type ImportRow = Ledger & {
  id: string;
  source_id: string | null;
  day: string | null;
  ignored_reasons: Record<string, number>;
};

/**
 * Takes back what only these imports told. An event that others told as well is handed to the first of them. Pages and
 * changes are folded again or go, people of whom nobody else tells are forgotten, the days of the ledger are corrected.
 * In the caller's transaction, under the lock of the workspace; it leaves the temporary tables `vanished_pages` and
 * `vanished_signatures`. Words of people on pages that vanish stay: another import of the pages finds them again.
 */
export async function takeBack(sql: Sql, workspaceId: number, importIds: readonly string[]): Promise<void> {
  const ids = importIds as string[];
  const touched = await pagesOfImports(sql, workspaceId, ids);
  for (const portion of portions(touched)) {
    await markSweeps(sql, workspaceId, portion);
    await markDirty(sql, workspaceId, portion);
    await markLeaderDays(sql, workspaceId, portion);
    await markTeamWeeks(sql, workspaceId, portion);
  }
  const named = await accountsOfImports(sql, workspaceId, ids);
  const corrections = await ledgerOfImports(sql, workspaceId, ids);
  corrections.push(...(await handOver(sql, workspaceId, ids)));
  corrections.push(...(await raiseRecords(sql, workspaceId, await takeBackChanges(sql, workspaceId, ids))));
  corrections.push(...(await raiseRecords(sql, workspaceId, await takeBackShifts(sql, workspaceId, ids))));
  const poorer = await removeEvents(sql, workspaceId, ids);
  const left = await removeEmptyPages(sql, workspaceId, poorer);
  const gone = await sql<{ id: string }[]>`select id from vanished_pages`;
  const into = gone.map(({ id }) => id);
  await recountIncidents(sql, workspaceId, await mergedPages(sql, workspaceId, into));
  await refoldPages(sql, workspaceId, left);
  await forgetFacts(sql, workspaceId, ids, named);
  await removeEmptySignatures(sql, workspaceId);
  await changeLedger(sql, workspaceId, corrections);
  await emptyImports(sql, workspaceId, ids);
}

async function pagesOfImports(sql: Sql, workspaceId: number, ids: string[]): Promise<string[]> {
  const rows = await sql<{ page_id: string }[]>`
    select distinct page_id from page_events where workspace_id = ${workspaceId} and origin_id = any(${ids}::bigint[])`;
  return rows.map((row) => row.page_id);
}

/** Everybody whom their events and shifts name. */
async function accountsOfImports(sql: Sql, workspaceId: number, ids: string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select account_id as id from page_events
    where workspace_id = ${workspaceId} and origin_id = any(${ids}::bigint[]) and account_id is not null
    union select unnest(to_account_ids) from page_events
    where workspace_id = ${workspaceId} and origin_id = any(${ids}::bigint[]) and to_account_ids is not null
    union select account_id from on_call_shifts
    where workspace_id = ${workspaceId} and origin_id = any(${ids}::bigint[]) and account_id is not null`;
  return rows.map((row) => row.id);
}

/** Their own numbers, to be taken from the days they were counted on. */
async function ledgerOfImports(sql: Sql, workspaceId: number, ids: string[]): Promise<LedgerChange[]> {
  const rows = await sql<ImportRow[]>`
    select id, source_id, day::text as day, received, stored, duplicate, ignored, rejected, ignored_reasons from imports
    where workspace_id = ${workspaceId} and id = any(${ids}::bigint[])`;
  const changes: LedgerChange[] = [];
  for (const { id, source_id: sourceId, day, ignored_reasons: ignored, ...row } of rows) {
    // Imports from before there were days of sources are in no day.
    if (sourceId === null || day === null) continue;
    const rejected = await reasonsOf(sql, workspaceId, id, "rejected", groupReason);
    const known = Object.entries(ignored).map(([reason, records]) => ({
      outcome: "ignored" as const,
      reason,
      records,
    }));
    const reasons = [...known, ...rejected].map((it) => ({ ...it, records: -it.records }));
    changes.push({ sourceId, day, ends: minus(row), reasons });
  }
  return changes;
}

/**
 * Gives each event to the first other origin that told it. Records that were duplicates only because of these imports
 * are stored ones now: of the import or delivery, and of its day.
 */
async function handOver(sql: Sql, workspaceId: number, ids: string[]): Promise<LedgerChange[]> {
  await sql`
    create temp table handed on commit drop as
    select distinct on (r.page_id, r.at, r.kind, r.event_key) r.*
    from event_repeats r
    join page_events e on e.workspace_id = r.workspace_id and e.page_id = r.page_id and e.at = r.at and e.kind = r.kind
      and e.event_key = r.event_key
    left join imports m on m.workspace_id = r.workspace_id and m.id = r.origin_id
    left join inbox d on d.workspace_id = r.workspace_id and d.id = r.origin_id
    where r.workspace_id = ${workspaceId} and e.origin_id = any(${ids}::bigint[]) and r.origin_id <> all(${ids}::bigint[])
    order by r.page_id, r.at, r.kind, r.event_key, coalesce(m.created_at, d.received_at), r.origin_id`;
  const risen = await sql<{ origin_id: string; records: number }[]>`
    select origin_id, count(*)::int as records from (
      select distinct h.origin_id, h.record_no from handed h where not exists (
        select 1 from page_events e where e.workspace_id = h.workspace_id and e.origin_id = h.origin_id
          and e.record_no = h.record_no)
    ) fresh group by origin_id`;
  await sql`
    update page_events e set origin_id = h.origin_id, record_no = h.record_no, place = h.place from handed h
    where e.workspace_id = h.workspace_id and e.page_id = h.page_id and e.at = h.at and e.kind = h.kind
      and e.event_key = h.event_key`;
  await sql`
    delete from event_repeats r using handed h
    where r.workspace_id = h.workspace_id and r.page_id = h.page_id and r.at = h.at and r.kind = h.kind
      and r.event_key = h.event_key and r.origin_id = h.origin_id`;
  return raiseRecords(sql, workspaceId, risen);
}

async function raiseRecords(
  sql: Sql,
  workspaceId: number,
  risen: readonly { origin_id: string; records: number }[],
): Promise<LedgerChange[]> {
  if (risen.length === 0) return [];
  const told = sql`unnest(${risen.map((it) => it.origin_id)}::bigint[], ${risen.map((it) => it.records)}::int[])
    as r(id, n)`;
  // A repeated delivery reads as one record that is duplicate in any case: never more than there are.
  const rows = await sql<{ source_id: string | null; day: string | null; n: number }[]>`
    with of_imports as (
      update imports o set stored = o.stored + least(r.n, o.duplicate), duplicate = o.duplicate - least(r.n, o.duplicate)
      from ${told}, imports b where o.workspace_id = ${workspaceId} and o.id = r.id
        and b.workspace_id = o.workspace_id and b.id = o.id
      returning o.source_id, o.day::text as day, b.duplicate - o.duplicate as n
    ), of_deliveries as (
      update inbox o set stored = o.stored + least(r.n, o.duplicate), duplicate = o.duplicate - least(r.n, o.duplicate)
      from ${told}, inbox b where o.workspace_id = ${workspaceId} and o.id = r.id
        and b.workspace_id = o.workspace_id and b.id = o.id
      returning o.source_id, o.day::text as day, b.duplicate - o.duplicate as n
    )
    select * from of_imports union all select * from of_deliveries`;
  return rows.flatMap(({ source_id: sourceId, day, n }) =>
    sourceId === null || day === null
      ? []
      : [{ sourceId, day, ends: { ...NOTHING, stored: n, duplicate: -n }, reasons: [] }],
  );
}

/** The pages that lose events. */
async function removeEvents(sql: Sql, workspaceId: number, ids: string[]): Promise<string[]> {
  await sql`delete from event_repeats where workspace_id = ${workspaceId} and origin_id = any(${ids}::bigint[])`;
  const rows = await sql<{ page_id: string }[]>`
    with gone as (
      delete from page_events where workspace_id = ${workspaceId} and origin_id = any(${ids}::bigint[]) returning page_id
    )
    select distinct page_id from gone`;
  return rows.map((row) => row.page_id);
}

/** Removes the pages of which nothing is told any more; returns the others. */
async function removeEmptyPages(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<string[]> {
  await sql`create temp table vanished_pages (id bigint primary key, signature_id bigint) on commit drop`;
  await sql`create temp table vanished_signatures (id bigint primary key) on commit drop`;
  await sql`
    insert into vanished_pages select p.id, p.signature_id from pages p
    where p.workspace_id = ${workspaceId} and p.id = any(${pageIds as string[]}::bigint[]) and not exists (
      select 1 from page_events e where e.workspace_id = p.workspace_id and e.page_id = p.id)`;
  await sql`analyze vanished_pages`;
  await sql`delete from notifications where workspace_id = ${workspaceId} and page_id in (select id from vanished_pages)`;
  await sql`delete from verdicts where workspace_id = ${workspaceId} and page_id in (select id from vanished_pages)`;
  await sql`delete from page_folds where workspace_id = ${workspaceId} and page_id in (select id from vanished_pages)`;
  await sql`
    delete from page_surroundings where workspace_id = ${workspaceId} and page_id in (select id from vanished_pages)`;
  // What was learnt from them is learnt anew without them.
  await sql`
    delete from learnt_surroundings
    where workspace_id = ${workspaceId} and exists (select 1 from vanished_pages)`;
  await sql`delete from pages where workspace_id = ${workspaceId} and id in (select id from vanished_pages)`;
  const gone = new Set((await sql<{ id: string }[]>`select id from vanished_pages`).map((row) => row.id));
  return pageIds.filter((id) => !gone.has(id));
}

/** What the imports told about people goes, and the accounts of which nobody tells any more. */
async function forgetFacts(sql: Sql, workspaceId: number, ids: string[], named: readonly string[]): Promise<void> {
  const rows = await sql<{ account_id: string }[]>`
    with gone as (
      delete from account_facts where workspace_id = ${workspaceId} and origin_id = any(${ids}::bigint[])
      returning account_id
    )
    select distinct account_id from gone`;
  const told = rows.map((row) => row.account_id);
  const concerned = [...new Set([...told, ...named])];
  const people = await sql<{ person_id: string }[]>`
    select distinct person_id from identities where workspace_id = ${workspaceId} and id = any(${concerned}::bigint[])`;
  // Before the others are placed anew: whoever is left of a person takes over what was said of them.
  const gone = await forgetAccounts(sql, workspaceId, concerned);
  const changed = await describeAccounts(sql, workspaceId, told);
  const touched = changed.filter(({ emailChanged }) => emailChanged).map(({ id }) => id);
  await matchAccounts(sql, workspaceId, {
    touched,
    emails: [...gone, ...changed.flatMap(({ emailBefore, email }) => [emailBefore, email])],
  });
  const personIds = people.map((row) => row.person_id);
  await describePeople(sql, workspaceId, personIds);
  await forgetEmptyPeople(sql, workspaceId, personIds);
}

/** Returns the addresses of those that went. */
async function forgetAccounts(sql: Sql, workspaceId: number, accountIds: string[]): Promise<(string | null)[]> {
  const rows = await sql<{ email: string | null }[]>`
    delete from identities i where i.workspace_id = ${workspaceId} and i.id = any(${accountIds}::bigint[])
      and not exists (select 1 from account_facts f where f.workspace_id = i.workspace_id and f.account_id = i.id)
      and i.id not in (
        select account_id from page_events where workspace_id = ${workspaceId} and account_id is not null
        union select unnest(to_account_ids) from page_events
        where workspace_id = ${workspaceId} and to_account_ids is not null
        union select account_id from on_call_shifts where workspace_id = ${workspaceId} and account_id is not null)
    returning i.email`;
  return rows.map((row) => row.email);
}

/** Their places on the triage queue, with the moves that are of them alone: there is nothing to undo any more. */
export async function forgetQueue(sql: Sql, workspaceId: number): Promise<void> {
  await sql`
    delete from triage_items
    where workspace_id = ${workspaceId} and signature_id in (select id from vanished_signatures)`;
  await sql`
    delete from triage_moves
    where workspace_id = ${workspaceId} and signature_ids <> '{}'
      and signature_ids <@ array(select id from vanished_signatures)`;
}

async function removeEmptySignatures(sql: Sql, workspaceId: number): Promise<void> {
  // Nobody puts an alert on the queue while it goes.
  await lockMoves(sql, { workspaceId });
  // Pages that were folded again may have left their alert as well: all that wait are looked at.
  await sql`
    insert into vanished_signatures select s.id from signatures s
    where s.workspace_id = ${workspaceId} and s.id in (
        select signature_id from dirty_signatures where workspace_id = ${workspaceId}
        union select signature_id from vanished_pages)
      and not exists (select 1 from pages p where p.workspace_id = s.workspace_id and p.signature_id = s.id)
      and not exists (
        select 1 from signature_edits e where e.workspace_id = s.workspace_id and s.id in (e.signature_id, e.into_id))
      and not exists (
        select 1 from pages p where p.workspace_id = s.workspace_id and p.via is not null and s.id = any(p.via))
      and not exists (select 1 from decisions d where d.workspace_id = s.workspace_id and d.signature_id = s.id)`;
  await forgetQueue(sql, workspaceId);
  for (const table of ["findings", "judged_alerts", "dirty_signatures"])
    await sql`
      delete from ${sql(table)} where workspace_id = ${workspaceId} and signature_id in (select id from vanished_signatures)`;
  await sql`delete from signatures where workspace_id = ${workspaceId} and id in (select id from vanished_signatures)`;
}

/** The rows stay, to show that there was something; what they counted is gone. */
async function emptyImports(sql: Sql, workspaceId: number, ids: string[]): Promise<void> {
  await sql`delete from rejections where workspace_id = ${workspaceId} and origin_id = any(${ids}::bigint[])`;
  await sql`
    update imports set state = 'undone', undone_at = now(), error = null, received = 0, stored = 0, duplicate = 0,
      ignored = 0, rejected = 0, issues = 0, ignored_reasons = '{}', pages = 0, first_page_at = null, last_page_at = null
    where workspace_id = ${workspaceId} and id = any(${ids}::bigint[])`;
}

function* portions(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += PORTION) yield ids.slice(from, from + PORTION);
}
