import type { Ctx } from "@/db/ctx";
import { localDateOf } from "@/lib/time/boundaries";

/** Who settles what a person says against their figures: an admin, or a leader of theirs today; never the person. */
export async function maySettleFor(ctx: Ctx, personId: string): Promise<boolean> {
  const { sql, workspaceId, viewer } = ctx;
  if (viewer.personId === personId) return false;
  if (viewer.role === "admin") return true;
  if (viewer.personId === null) return false;
  const today = localDateOf(ctx.now, ctx.zone);
  const [leads] = await sql`
    select from org_closure where workspace_id = ${workspaceId} and leader_id = ${viewer.personId}
      and person_id = ${personId} and from_date <= ${today} and to_date > ${today}`;
  return leads !== undefined;
}
