import type { Ctx } from "@/db/ctx";
import { DAY_MS } from "@/lib/time/boundaries";
import { pagesInScope } from "./in-scope";
import type { Scope } from "./period";

const DAYS = 84;

/** Those of some alerts that have a page in the scope or the twelve weeks that end with it. */
export async function signaturesUnder(ctx: Ctx, scope: Scope, among: readonly string[]): Promise<ReadonlySet<string>> {
  const range = { from: scope.range.to - DAYS * DAY_MS, to: scope.range.to };
  const rows = await ctx.sql<{ id: string }[]>`
    select s.id from unnest(${[...new Set(among)]}::bigint[]) as s(id)
    where exists (
      select from pages p where p.signature_id = s.id and ${pagesInScope(ctx, { ...scope, range })})`;
  return new Set(rows.map(({ id }) => id));
}
