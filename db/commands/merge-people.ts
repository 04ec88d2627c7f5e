import type { Ctx, Sql } from "@/db/ctx";
import type { MergeBody } from "@/lib/contract/people";
import { AppError } from "@/lib/errors";
import type { Account } from "@/lib/people/match-by-email";
import { judgeDirty } from "./judge-dirty";
import { moveAccounts } from "./match-accounts";

/** Makes one person of two: the accounts of the other become the first one's. Events stay as they are. */
export async function mergePeople(ctx: Ctx, { into, other }: MergeBody): Promise<void> {
  if (into === other) throw new AppError("invalid", "These are the same person already.");
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const accounts = await accountsOfPeople(sql, ctx.workspaceId, [into, other]);
    for (const id of [into, other])
      if (!accounts.some(({ personId }) => personId === id))
        throw new AppError("not-found", "There is no such person any more: somebody may have merged them already.");
    const moved = accounts
      .filter(({ personId }) => personId === other)
      .map((account): Account => ({ ...account, personId: into, matchedBy: "hand" }));
    await moveAccounts(sql, ctx.workspaceId, accounts, moved, new Set(), "refuse");
  });
  await judgeDirty(ctx);
}

export function accountsOfPeople(sql: Sql, workspaceId: number, personIds: readonly string[]): Promise<Account[]> {
  return sql<Account[]>`
    select id, person_id as "personId", matched_by as "matchedBy", email from identities
    where workspace_id = ${workspaceId} and person_id = any(${personIds as string[]}::bigint[]) order by id`;
}
