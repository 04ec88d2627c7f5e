import { EVER, STILL } from "@/lib/model/organisation";
import type { Ctx } from "./ctx";

/** Somebody who leads all people that are there now, and is none of them. */
const LEADER = "1";

/** The same asked by somebody who leads everybody. */
export async function asLeader(ctx: Ctx): Promise<Ctx> {
  await ctx.sql`
    insert into org_closure (workspace_id, leader_id, person_id, from_date, to_date, depth)
    select ${ctx.workspaceId}, ${LEADER}, id, ${EVER}::text::date, ${STILL}::text::date, 1 from people where workspace_id = ${ctx.workspaceId}
    on conflict do nothing`;
  return { ...ctx, viewer: { ...ctx.viewer, personId: LEADER } };
}
