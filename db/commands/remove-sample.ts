import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Sql, WorkCtx } from "@/db/ctx";
import { judgeDirty } from "./judge-dirty";

/**
 * Takes the sample's imports away, with the pages, people and verdicts that only they told of. Sample pages are the
 * sample's own: no other import tells of them.
 */
export async function removeSample(ctx: WorkCtx & { dataDir: string }): Promise<void> {
  const { paths, people } = await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const ws = ctx.workspaceId;
    await sql`select pg_advisory_xact_lock(${ws})`;
    await sql`create temp table gone_imports on commit drop as
      select id from imports where workspace_id = ${ws} and sample and state not in ('queued', 'running', 'judging')`;
    await sql`create temp table gone_pages on commit drop as
      select distinct page_id as id from page_events
      where workspace_id = ${ws} and origin_id in (select id from gone_imports)`;
    await sql`create temp table gone_people on commit drop as
      select distinct person_id as id from notifications where workspace_id = ${ws} and page_id in (select id from gone_pages)
      union select distinct account_id from page_events
      where workspace_id = ${ws} and page_id in (select id from gone_pages) and account_id is not null`;
    const brought = await sql<{ id: string }[]>`
      select p.id from people p join imports m on m.workspace_id = p.workspace_id
      where p.workspace_id = ${ws} and m.id in (select id from gone_imports)
        and p.created_at between m.started_at and m.finished_at`;
    await sql`analyze gone_pages`;
    await sql`
      insert into dirty_people (workspace_id, person_id) select ${ws}, id from gone_people on conflict do nothing`;
    await sql`
      insert into dirty_signatures (workspace_id, signature_id)
      select distinct ${ws}::int, signature_id from pages where workspace_id = ${ws} and id in (select id from gone_pages)
      on conflict do nothing`;
    await sql`delete from page_events where workspace_id = ${ws} and page_id in (select id from gone_pages)`;
    await sql`delete from notifications where workspace_id = ${ws} and page_id in (select id from gone_pages)`;
    await sql`delete from verdicts where workspace_id = ${ws} and page_id in (select id from gone_pages)`;
    await sql`
      delete from person_verdicts where workspace_id = ${ws} and subject = 'page' and subject_id in (select id from gone_pages)`;
    await sql`delete from page_folds where workspace_id = ${ws} and page_id in (select id from gone_pages)`;
    await sql`delete from pages where workspace_id = ${ws} and id in (select id from gone_pages)`;
    await sql`delete from rejections where workspace_id = ${ws} and origin_id in (select id from gone_imports)`;
    const gone = await sql<{ path: string }[]>`
      delete from imports where workspace_id = ${ws} and id in (select id from gone_imports) returning path`;
    return { paths: gone.map(({ path }) => path), people: brought.map(({ id }) => id) };
  });
  for (const path of paths) await rm(join(ctx.dataDir, path), { force: true });
  await judgeDirty(ctx);
  await forgetUnused(ctx, people);
}

/** Signatures without pages, and of the people whom the sample brought those of whom no fact is left. */
async function forgetUnused({ sql, workspaceId }: WorkCtx, brought: readonly string[]): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`delete from findings f where workspace_id = ${workspaceId} and not exists (
      select 1 from pages p where p.workspace_id = ${workspaceId} and p.signature_id = f.signature_id)`;
    await tx`delete from person_verdicts v where workspace_id = ${workspaceId} and subject = 'signature' and not exists (
      select 1 from pages p where p.workspace_id = ${workspaceId} and p.signature_id = v.subject_id)`;
    await tx`delete from signatures s where workspace_id = ${workspaceId} and not exists (
      select 1 from pages p where p.workspace_id = ${workspaceId} and p.signature_id = s.id)`;
    await tx`create temp table used_people on commit drop as
      select account_id as id from page_events where workspace_id = ${workspaceId} and account_id is not null
      union select person_id from notifications where workspace_id = ${workspaceId}
      union select unnest(to_account_ids) from page_events where workspace_id = ${workspaceId} and to_account_ids is not null`;
    await tx`
      delete from identities where workspace_id = ${workspaceId} and person_id = any(${brought as string[]}::bigint[])
        and person_id not in (select id from used_people)`;
    await tx`
      delete from people where workspace_id = ${workspaceId} and id = any(${brought as string[]}::bigint[])
        and id not in (select id from used_people)`;
  });
}
