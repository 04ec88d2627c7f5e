import type { PendingQuery, Row } from "postgres";
import type { Ctx } from "@/db/ctx";
import { type Sight, sightFrom } from "@/lib/privacy/sight";
import { localDateOf } from "@/lib/time/boundaries";

/** Whose load the viewer may see by name: by the organisation as it is today, whatever range is looked at. */
export async function sightOf(ctx: Ctx): Promise<Sight> {
  const mode = ctx.settings.privacy ?? "team";
  const selfId = ctx.viewer.personId;
  if (selfId === null || mode === "aggregate") return sightFrom(mode, { selfId, teamMates: [], under: [] });
  const today = localDateOf(ctx.now, ctx.zone);
  const [mates, under] = await Promise.all([teamMates(ctx, selfId, today), peopleUnder(ctx, selfId, today)]);
  return sightFrom(mode, { selfId, teamMates: mates, under });
}

async function teamMates({ sql, workspaceId }: Ctx, selfId: string, today: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct o.person_id as id from memberships m
    join memberships o on o.workspace_id = m.workspace_id and o.team_id = m.team_id
    where m.workspace_id = ${workspaceId} and m.person_id = ${selfId} and o.person_id <> m.person_id
      and m.from_date <= ${today} and m.to_date > ${today} and o.from_date <= ${today} and o.to_date > ${today}
      and not ${erased(sql, workspaceId, sql`o.person_id`)}`;
  return rows.map((row) => row.id);
}

async function peopleUnder({ sql, workspaceId }: Ctx, selfId: string, today: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct person_id as id from org_closure
    where workspace_id = ${workspaceId} and leader_id = ${selfId} and from_date <= ${today} and to_date > ${today}
      and not ${erased(sql, workspaceId, sql`person_id`)}`;
  return rows.map((row) => row.id);
}

/** Nobody sees a former member apart from others. */
function erased(sql: Ctx["sql"], workspaceId: number, id: PendingQuery<Row[]>) {
  return sql`exists (
    select 1 from people former where former.workspace_id = ${workspaceId} and former.id = ${id}
      and former.erased_at is not null)`;
}
