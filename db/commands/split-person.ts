import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { AppError } from "@/lib/errors";
import { type Account, emailKey, matchByEmail } from "@/lib/people/match-by-email";
import { judgeDirty } from "./judge-dirty";
import { accountsAround, moveAccounts } from "./match-accounts";
import { accountsOfPeople } from "./merge-people";

/**
 * Takes accounts out of a person again. What e-mail would do with them by itself holds where it leaves them together and
 * outside the person, as before a merge; else they become a person of their own, by hand.
 */
export async function splitPerson(ctx: Ctx, personId: string, accountIds: readonly string[]): Promise<string> {
  const target = await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const all = await accountsOfPeople(sql, ctx.workspaceId, [personId]);
    const out = all.filter(({ id }) => accountIds.includes(id));
    if (out.length === 0 || out.length < new Set(accountIds).size)
      throw new AppError("not-found", "Not all of these accounts are this person's any more.");
    if (out.length === all.length) throw new AppError("invalid", "Leave the person at least one account.");
    const emails = out.flatMap(({ email }) => (email === null ? [] : [emailKey(email)]));
    const ids = out.map(({ id }) => id);
    const around = await accountsAround(sql, ctx.workspaceId, emails, ids);
    const moved = placedByThemselves(around, ids, personId) ?? placedByHand(around, out);
    await moveAccounts(sql, ctx.workspaceId, around, moved);
    return moved[0]?.personId ?? personId;
  });
  await judgeDirty(ctx);
  return target;
}

/** Null where e-mail would tear the accounts apart, leave them in the person or put them with others. */
function placedByThemselves(around: readonly Account[], ids: readonly string[], personId: string): Account[] | null {
  const free = around.map((account): Account => {
    return ids.includes(account.id) ? { ...account, matchedBy: "itself" } : account;
  });
  const moved = matchByEmail(free, { emails: new Set(), touched: new Set(ids) }, randomId);
  const targets = new Set(moved.map((account) => account.personId));
  const [target] = targets;
  if (target === undefined || targets.size > 1 || moved.length < ids.length || target === personId) return null;
  const shared = around.some((account) => !ids.includes(account.id) && sameEmail(account, moved));
  const others = around.some((account) => !ids.includes(account.id) && account.personId === target);
  return shared || others ? null : moved;
}

function sameEmail({ email }: Account, accounts: readonly Account[]): boolean {
  return email !== null && accounts.some((other) => other.email !== null && emailKey(other.email) === emailKey(email));
}

/** In the home of one of them, if nobody else holds it. */
function placedByHand(around: readonly Account[], out: readonly Account[]): Account[] {
  const ids = out.map(({ id }) => id);
  const held = new Set(around.filter(({ id }) => !ids.includes(id)).map((account) => account.personId));
  const target = ids.find((id) => !held.has(id)) ?? randomId();
  return out.map((account) => ({ ...account, personId: target, matchedBy: "hand" }));
}
