import type { Ctx } from "@/db/ctx";
import { localDate } from "./local-date";

type Fragmenter = Pick<Ctx, "sql" | "workspaceId" | "zone">;

/**
 * A page `p` that interrupted anybody who was under the leader on the day of the workspace on which it opened: what
 * `leader_days` count.
 */
export function rangUnder(ctx: Fragmenter, leaderId: string) {
  const { sql, workspaceId } = ctx;
  const day = localDate(ctx, "p.triggered_at");
  return sql`exists (
    select 1 from interruption_pages ip
    join org_closure c on c.workspace_id = ip.workspace_id and c.person_id = ip.person_id
    where ip.workspace_id = ${workspaceId} and ip.page_id = p.id and c.leader_id = ${leaderId}
      and c.from_date <= ${day}
      and c.to_date > ${day})`;
}

/** An interruption `i` of somebody who was under the leader on its local date. */
export function wasUnder({ sql, workspaceId }: Pick<Ctx, "sql" | "workspaceId">, leaderId: string) {
  return sql`exists (
    select 1 from org_closure c
    where c.workspace_id = ${workspaceId} and c.leader_id = ${leaderId} and c.person_id = i.person_id
      and c.from_date <= i.local_date and c.to_date > i.local_date)`;
}

/** An interruption `i` of somebody who was in a team of this name on its local date. */
export function wasInTeam({ sql, workspaceId }: Fragmenter, team: string) {
  return sql`exists (
    select 1 from memberships m join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
    where m.workspace_id = ${workspaceId} and t.name = ${team} and m.person_id = i.person_id
      and m.from_date <= i.local_date and m.to_date > i.local_date)`;
}

/** The team that owns a page `p`: that of its service on the day, else the one that the page names. */
export function ownerOf(ctx: Fragmenter) {
  const { sql, workspaceId } = ctx;
  const day = localDate(ctx, "p.triggered_at");
  return sql`coalesce((
    select t.name from service_owners o join teams t on t.workspace_id = o.workspace_id and t.id = o.team_id
    where o.workspace_id = ${workspaceId} and o.service = p.service
      and o.from_date <= ${day}
      and o.to_date > ${day}), p.team)`;
}

/** Teams, on the day, of the people whom a page `p` rang; empty where nobody knows them. */
export function teamsRung(ctx: Fragmenter) {
  const { sql, workspaceId } = ctx;
  const day = localDate(ctx, "p.triggered_at");
  return sql`array(
    select distinct t.name from interruption_pages ip
    join memberships m on m.workspace_id = ip.workspace_id and m.person_id = ip.person_id
      and m.from_date <= ${day}
      and m.to_date > ${day}
    join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
    where ip.workspace_id = ${workspaceId} and ip.page_id = p.id)`;
}
