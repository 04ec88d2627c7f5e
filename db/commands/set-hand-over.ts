import type { Ctx, Sql } from "@/db/ctx";
import type { HandOverBody } from "@/lib/contract/hand-over";
import { AppError } from "@/lib/errors";
import type { HandOver } from "@/lib/model/settings";
import { type Changed, changeOrganisation, NOTHING_CHANGED } from "./change-organisation";

/** When the weeks of reports begin, of the workspace or of a team. Published ones stay as they are. */
export function setHandOver(ctx: Ctx, { teamId, handOver }: HandOverBody): Promise<void> {
  return changeOrganisation(ctx, "hand-over-changed", (sql) =>
    teamId === null ? ofWorkspace(sql, ctx, handOver) : ofTeam(sql, ctx, teamId, handOver),
  );
}

async function ofWorkspace(sql: Sql, { workspaceId }: Ctx, handOver: HandOver | null): Promise<Changed> {
  // A setting that is taken away is no setting of null.
  const next = handOver === null ? sql`settings - 'handOver'` : sql`settings || ${sql.json({ handOver })}::jsonb`;
  const rows = await sql`
    update workspaces set settings = ${next} where id = ${workspaceId} and ${next} is distinct from settings returning id`;
  return rows.length === 0 ? NOTHING_CHANGED : { details: { of: "workspace", ...brief(handOver) } };
}

async function ofTeam(sql: Sql, { workspaceId }: Ctx, id: string, handOver: HandOver | null): Promise<Changed> {
  const [known] = await sql`select from teams where workspace_id = ${workspaceId} and id = ${id}`;
  if (!known) throw new AppError("not-found", "There is no such team.");
  const value = handOver && sql.json(handOver);
  const rows = await sql`
    update teams set hand_over = ${value}
    where workspace_id = ${workspaceId} and id = ${id} and hand_over is distinct from ${value}::jsonb returning id`;
  return rows.length === 0 ? NOTHING_CHANGED : { details: { of: "team", teamId: id, ...brief(handOver) } };
}

const brief = (handOver: HandOver | null) => ({ weekday: handOver?.weekday ?? null, hour: handOver?.hour ?? null });
