import type { Sql } from "@/db/ctx";
import { EVER, type ReportingLine } from "@/lib/model/organisation";
import { type Circle, everUnder, orgClosure } from "@/lib/people/org-closure";

/**
 * Brings `org_closure` up to the reporting lines, for these people and all who were ever under them. Returns whom it
 * concerns, or the circle that stands in the way; then nothing is changed.
 */
export async function closeOrganisation(
  sql: Sql,
  workspaceId: number,
  personIds: readonly string[],
): Promise<{ personIds: string[] } | Circle> {
  if (personIds.length === 0) return { personIds: [] };
  const lines = await sql<ReportingLine[]>`
    select person_id as "personId", leader_id as "leaderId", from_date::text as "fromDate", to_date::text as "toDate"
    from reporting_lines where workspace_id = ${workspaceId}`;
  const concerned = [...everUnder(lines, personIds)];
  const closure = orgClosure(lines, concerned);
  if ("circle" in closure) return closure;
  const { under } = closure;
  await sql`delete from org_closure where workspace_id = ${workspaceId} and person_id = any(${concerned}::bigint[])`;
  await sql`
    insert into org_closure (workspace_id, leader_id, person_id, from_date, to_date, depth)
    select ${workspaceId}, * from unnest(${under.map((u) => u.leaderId)}::bigint[], ${under.map((u) => u.personId)}::bigint[],
      ${under.map((u) => u.fromDate)}::text[]::date[], ${under.map((u) => u.toDate)}::text[]::date[], ${under.map((u) => u.depth)}::smallint[])`;
  return { personIds: concerned };
}

/** "Ana Brandt, Ben Öz and Cem Ak would report to each other in a circle from 2026-11-10 on." */
export async function circleSentence(sql: Sql, workspaceId: number, { circle, fromDate }: Circle): Promise<string> {
  const rows = await sql<{ id: string; name: string }[]>`
    select id, coalesce(name, email, 'somebody without a name') as name from people
    where workspace_id = ${workspaceId} and id = any(${circle as string[]}::bigint[])`;
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const list = new Intl.ListFormat("en-GB").format(circle.map((id) => names.get(id) ?? "somebody"));
  return `${list} would report to each other in a circle${fromDate === EVER ? "" : ` from ${fromDate} on`}.`;
}
