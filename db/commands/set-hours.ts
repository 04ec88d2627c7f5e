import type { Ctx, Sql } from "@/db/ctx";
import type { HoursBody } from "@/lib/contract/load-settings";
import { AppError } from "@/lib/errors";
import type { AuditDetails } from "@/lib/model/audit";
import type { Hours } from "@/lib/model/settings";
import { assertPeople, type Changed, changeOrganisation, NOTHING_CHANGED } from "./change-organisation";
import { changeSettings } from "./change-settings";

/** Hours of the workspace, of a team, or of a person; null gives back those of the next wider one. */
export function setHours(ctx: Ctx, body: HoursBody): Promise<void> {
  return changeOrganisation(ctx, "hours-changed", (sql) => applyHours(sql, ctx, body));
}

/** The change itself, in a transaction. */
export async function applyHours(sql: Sql, ctx: Ctx, { of, hours }: HoursBody): Promise<Changed> {
  if (of.kind === "person") return ofPerson(sql, ctx, of.id, hours);
  if (of.kind === "team") return ofTeam(sql, ctx, of.id, hours);
  if (hours === null) throw new AppError("invalid", "The workspace needs hours.");
  if (!(await changeSettings(sql, ctx.workspaceId, { hours }))) return NOTHING_CHANGED;
  return { details: { of: "workspace", ...brief(hours) }, clocks: await everybody(sql, ctx.workspaceId) };
}

async function ofPerson(sql: Sql, { workspaceId }: Ctx, id: string, hours: Hours | null): Promise<Changed> {
  await assertPeople(sql, workspaceId, [id]);
  const rows = await sql`
    update people set hours = ${hours && sql.json(hours)}
    where workspace_id = ${workspaceId} and id = ${id} and hours is distinct from ${hours && sql.json(hours)}::jsonb
    returning id`;
  if (rows.length === 0) return NOTHING_CHANGED;
  return { details: { of: "person", personId: id, ...brief(hours) }, personIds: [id], clocks: [id] };
}

async function ofTeam(sql: Sql, { workspaceId }: Ctx, id: string, hours: Hours | null): Promise<Changed> {
  const [known] = await sql`select from teams where workspace_id = ${workspaceId} and id = ${id}`;
  if (!known) throw new AppError("not-found", "There is no such team.");
  const rows = await sql`
    update teams set hours = ${hours && sql.json(hours)}
    where workspace_id = ${workspaceId} and id = ${id} and hours is distinct from ${hours && sql.json(hours)}::jsonb
    returning id`;
  if (rows.length === 0) return NOTHING_CHANGED;
  const members = await sql<{ id: string }[]>`
    select distinct person_id as id from memberships where workspace_id = ${workspaceId} and team_id = ${id}`;
  return { details: { of: "team", teamId: id, ...brief(hours) }, clocks: members.map((row) => row.id) };
}

export async function everybody(sql: Sql, workspaceId: number): Promise<string[]> {
  return (await sql<{ id: string }[]>`select id from people where workspace_id = ${workspaceId}`).map((row) => row.id);
}

function brief(hours: Hours | null): AuditDetails {
  if (hours === null) return { hours: null };
  const { workingDays, ...minutes } = hours;
  return { ...minutes, workingDays: (workingDays ?? [0, 1, 2, 3, 4]).map(String) };
}
