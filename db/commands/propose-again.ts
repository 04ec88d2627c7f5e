import type { Ctx } from "@/db/ctx";
import type { ApartBody } from "@/lib/contract/people";

/** Takes back that two people are kept apart; safe to repeat. */
export async function proposeAgain({ sql, workspaceId }: Ctx, { one, other }: ApartBody): Promise<void> {
  await sql`
    delete from kept_apart where workspace_id = ${workspaceId}
      and one_id = least(${one}::bigint, ${other}::bigint) and other_id = greatest(${one}::bigint, ${other}::bigint)`;
}
