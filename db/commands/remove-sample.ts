import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Sql, WorkCtx } from "@/db/ctx";
import { askModel } from "./ask-model";
import { touchChanged } from "./change-organisation";
import { judgeDirty } from "./judge-dirty";
import { NOTE_MOVE } from "./note-report";
import { forgetQueue, takeBack } from "./take-back";

/** Takes the sample's imports back and forgets them, with the words of people on what was the sample's alone. */
export async function removeSample(ctx: WorkCtx & { dataDir: string }): Promise<void> {
  const paths = await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const ws = ctx.workspaceId;
    await sql`select pg_advisory_xact_lock(${ws})`;
    const rows = await sql<{ id: string; path: string; source_id: string | null }[]>`
      select id, path, source_id from imports
      where workspace_id = ${ws} and sample and state not in ('queued', 'running', 'judging', 'undoing') for update`;
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return [];
    const decided = await decidedAlerts(sql, ws);
    await takeBack(sql, ws, ids);
    await forgetDecisions(sql, ws, decided);
    await removeSampleOrganisation(sql, ws);
    await forgetReports(sql, ws);
    await forgetEmptyEdits(sql, ws);
    await forgetEmptyLoops(sql, ws);
    await sql`
      delete from person_verdicts where workspace_id = ${ws} and (
        (subject = 'page' and subject_id in (select id from vanished_pages))
        or (subject = 'signature' and subject_id in (select id from vanished_signatures)))`;
    await sql`delete from imports where workspace_id = ${ws} and id = any(${ids}::bigint[])`;
    await removeEmptySources(
      sql,
      ws,
      rows.flatMap((row) => row.source_id ?? []),
    );
    return rows.map(({ path }) => path);
  });
  for (const path of paths) await rm(join(ctx.dataDir, path), { force: true });
  await judgeDirty(ctx);
  await askModel(ctx.sql, ctx.workspaceId);
}

/** Published reports of which an alert is gone told of the sample, and so do their notes, with the moves on them. What is kept is counted anew. */
async function forgetReports(sql: Sql, workspaceId: number): Promise<void> {
  await sql`
    with gone as (
      delete from reports r where r.workspace_id = ${workspaceId} and exists (
        select from jsonb_array_elements(r.content -> 'worst') w where not exists (
          select from signatures s where s.workspace_id = ${workspaceId} and s.id = (w -> 'row' ->> 'id')::bigint))
      returning r.subject, r.week
    ), notes as (
      delete from report_notes n using gone
      where n.workspace_id = ${workspaceId} and n.subject = gone.subject and n.week = gone.week
      returning n.id
    )
    delete from triage_moves m using notes
    where m.workspace_id = ${workspaceId} and m.kind = ${NOTE_MOVE}
      and m.after -> 0 -> 'key' ->> 'id' = notes.id::text`;
  await sql`delete from kept_parts where workspace_id = ${workspaceId}`;
  await sql`delete from kept_suggestions where workspace_id = ${workspaceId}`;
}

/** Alerts with pages about which something was decided. */
async function decidedAlerts(sql: Sql, workspaceId: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct d.signature_id as id from decisions d where d.workspace_id = ${workspaceId} and exists (
      select 1 from pages p where p.workspace_id = d.workspace_id and p.signature_id = d.signature_id)`;
  return rows.map(({ id }) => id);
}

/** Of alerts that were the sample's alone; what was carried out elsewhere keeps its decision, to be taken back there. */
async function forgetDecisions(sql: Sql, workspaceId: number, ids: string[]): Promise<void> {
  const gone = await sql<{ id: string }[]>`
    select s.id from signatures s where s.workspace_id = ${workspaceId} and s.id = any(${ids}::bigint[])
      and not exists (select 1 from pages p where p.workspace_id = s.workspace_id
        and (p.signature_id = s.id or (p.via is not null and s.id = any(p.via))))
      and not exists (select 1 from signature_edits e where e.workspace_id = s.workspace_id and s.id in (e.signature_id, e.into_id))
      and not exists (
        select 1 from decisions d join applications a on a.workspace_id = d.workspace_id and a.decision_id = d.id
        where d.workspace_id = s.workspace_id and d.signature_id = s.id)`;
  const alerts = gone.map(({ id }) => id);
  // Watches go with their decisions.
  for (const table of ["decisions", "triage_items", "triage_comments"])
    await sql`delete from ${sql(table)} where workspace_id = ${workspaceId} and signature_id = any(${alerts}::bigint[])`;
  await sql`
    delete from triage_moves
    where workspace_id = ${workspaceId} and signature_ids <@ ${alerts}::bigint[] and signature_ids <> '{}'`;
  await sql`delete from signatures where workspace_id = ${workspaceId} and id = any(${alerts}::bigint[])`;
  await sql`insert into vanished_signatures select unnest(${alerts}::bigint[]) on conflict do nothing`;
}

/** What is left of it, about people of whom somebody else tells as well, and the teams of whom nobody is told any more. */
async function removeSampleOrganisation(sql: Sql, workspaceId: number): Promise<void> {
  const rows = await sql<{ id: string }[]>`
    delete from reporting_lines where workspace_id = ${workspaceId} and origin = 'sample' returning person_id as id`;
  const moved = await sql<{ id: string }[]>`
    delete from person_zones where workspace_id = ${workspaceId} and origin = 'sample' returning person_id as id`;
  const teams: string[] = [];
  for (const table of ["memberships", "service_owners"]) {
    const removed = await sql<{ id: string }[]>`
      delete from ${sql(table)} where workspace_id = ${workspaceId} and origin = 'sample' returning team_id as id`;
    teams.push(...removed.map(({ id }) => id));
  }
  const left = sql`
    select t.id from teams t where t.workspace_id = ${workspaceId} and t.hours is null
      and not exists (select 1 from memberships m where m.workspace_id = t.workspace_id and m.team_id = t.id)
      and not exists (select 1 from service_owners o where o.workspace_id = t.workspace_id and o.team_id = t.id)`;
  await sql`delete from heat_weeks where workspace_id = ${workspaceId} and team_id in (${left})`;
  await sql`delete from teams where workspace_id = ${workspaceId} and id in (${left})`;
  await touchChanged(sql, workspaceId, {
    details: null,
    leaders: rows.map(({ id }) => id),
    clocks: moved.map(({ id }) => id),
    members: { personIds: rows.map(({ id }) => id), teamIds: [...new Set(teams)] },
  });
}

/** Merges and splits of alerts that were the sample's alone, and those alerts. */
async function forgetEmptyEdits(sql: Sql, workspaceId: number): Promise<void> {
  const paged = (id: string) => sql`exists (
    select 1 from pages p where p.workspace_id = e.workspace_id
      and (p.signature_id = ${sql(id)} or (p.via is not null and ${sql(id)} = any(p.via))))`;
  const rows = await sql<{ signature_id: string; into_id: string | null }[]>`
    delete from signature_edits e where e.workspace_id = ${workspaceId}
      and not ${paged("e.signature_id")} and not ${paged("e.into_id")}
    returning e.signature_id, e.into_id`;
  const ids = [
    ...new Set(rows.flatMap(({ signature_id: id, into_id: into }) => [id, ...(into === null ? [] : [into])])),
  ];
  await sql`
    with gone as (
      delete from signatures s where s.workspace_id = ${workspaceId} and s.id = any(${ids}::bigint[])
        and not exists (select 1 from pages p where p.workspace_id = s.workspace_id
          and (p.signature_id = s.id or (p.via is not null and s.id = any(p.via))))
        and not exists (
          select 1 from signature_edits e where e.workspace_id = s.workspace_id and s.id in (e.signature_id, e.into_id))
        and not exists (select 1 from triage_items i where i.workspace_id = s.workspace_id and i.signature_id = s.id)
        and not exists (select 1 from decisions d where d.workspace_id = s.workspace_id and d.signature_id = s.id)
      returning s.id
    )
    insert into vanished_signatures select id from gone on conflict do nothing`;
}

/** What was decided about alerts that were the sample's alone, but for what stands elsewhere because of it. */
async function forgetEmptyLoops(sql: Sql, workspaceId: number): Promise<void> {
  const isEmpty = sql`not exists (
    select 1 from pages p where p.workspace_id = t.workspace_id
      and (p.signature_id = t.signature_id or (p.via is not null and t.signature_id = any(p.via))))`;
  await sql`delete from triage_comments t where t.workspace_id = ${workspaceId} and ${isEmpty}`;
  const rows = await sql<{ id: string }[]>`
    delete from decisions t where t.workspace_id = ${workspaceId} and ${isEmpty}
      and not exists (select 1 from applications a where a.workspace_id = t.workspace_id and a.decision_id = t.id)
    returning t.signature_id as id`;
  const ids = [...new Set(rows.map(({ id }) => id))];
  await sql`
    insert into vanished_signatures select s.id from signatures s
    where s.workspace_id = ${workspaceId} and s.id = any(${ids}::bigint[])
      and not exists (select 1 from decisions d where d.workspace_id = s.workspace_id and d.signature_id = s.id)
      and not exists (
        select 1 from signature_edits e where e.workspace_id = s.workspace_id and s.id in (e.signature_id, e.into_id))
    on conflict do nothing`;
  await forgetQueue(sql, workspaceId);
  for (const table of ["findings", "judged_alerts", "dirty_signatures"])
    await sql`
      delete from ${sql(table)} where workspace_id = ${workspaceId} and signature_id in (select id from vanished_signatures)`;
  await sql`delete from signatures where workspace_id = ${workspaceId} and id in (select id from vanished_signatures)`;
}

/** Sources that were made for the sample's files and hold nothing else. */
async function removeEmptySources(sql: Sql, workspaceId: number, sourceIds: string[]): Promise<void> {
  await sql`
    delete from sources s where s.workspace_id = ${workspaceId} and s.id = any(${sourceIds}::bigint[]) and s.proof is null
      and not exists (select 1 from imports m where m.workspace_id = s.workspace_id and m.source_id = s.id)
      and not exists (select 1 from inbox d where d.workspace_id = s.workspace_id and d.source_id = s.id)
      and not exists (select 1 from backfills b where b.workspace_id = s.workspace_id and b.source_id = s.id)`;
}
