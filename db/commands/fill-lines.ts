import type { Sql, WorkCtx } from "@/db/ctx";
import { touchPeople } from "@/db/rollups/touch";
import { foldStored } from "./fold-pages";

const PORTION_PAGES = 2_000;

/**
 * Gives the notifications of pages that were stored before there were lines theirs, portion by portion. The folds of those
 * pages stay as they are: nothing reads a line there.
 */
export async function fillLines(ctx: WorkCtx, enough: () => boolean): Promise<void> {
  const { sql, workspaceId } = ctx;
  const [waiting] = await sql`
    select from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'lines' limit 1`;
  for (let more = waiting !== undefined; more && !enough(); )
    more = await sql.begin((tx) => fillPortion(tx as unknown as Sql, workspaceId));
}

async function fillPortion(sql: Sql, workspaceId: number): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(${workspaceId})`;
  const [mark] = await sql<{ last: string }[]>`
    delete from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'lines' returning subject_id as last`;
  if (!mark) return false;
  const pages = await sql<{ id: string }[]>`
    select id from pages where workspace_id = ${workspaceId} and id > ${mark.last} order by id limit ${PORTION_PAGES}`;
  const last = pages.at(-1);
  if (!last) return false;
  const ids = pages.map(({ id }) => id);
  await touchPeople(sql, workspaceId, await storeLines(sql, workspaceId, ids));
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    values (${workspaceId}, 'lines', '-infinity', ${last.id})`;
  return true;
}

/** Returns the people whose lines these were. */
async function storeLines(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<string[]> {
  const folded = await foldStored(sql, workspaceId, pageIds);
  const told = folded.flatMap(({ id, page }) =>
    page.notifications.flatMap(({ person, at, channel, line }) => (line ? [{ id, person, at, channel, line }] : [])),
  );
  const rows = await sql<{ person: string }[]>`
    update notifications n set line = t.line
    from unnest(${told.map(({ person }) => person)}::bigint[], ${told.map(({ at }) => new Date(at).toISOString())}::timestamptz[],
      ${told.map(({ id }) => id)}::bigint[], ${told.map(({ channel }) => channel)}::text[],
      ${told.map(({ line }) => line)}::text[]) as t(person_id, at, page_id, channel, line)
    where n.workspace_id = ${workspaceId} and n.person_id = t.person_id and n.at = t.at and n.page_id = t.page_id
      and n.channel = t.channel and n.line is distinct from t.line
    returning n.person_id as person`;
  return [...new Set(rows.map(({ person }) => person))];
}
