import type { Ctx } from "@/db/ctx";
import { DAY_MS } from "@/lib/time/boundaries";
import { pagesInScope } from "./in-scope";
import type { Scope } from "./period";

const DAYS = 84;

/** Alerts with a page in the scope or the twelve weeks that end with it. */
export async function signaturesUnder(ctx: Ctx, scope: Scope): Promise<ReadonlySet<string>> {
  const range = { from: scope.range.to - DAYS * DAY_MS, to: scope.range.to };
  const rows = await ctx.sql<{ id: string }[]>`
    select distinct p.signature_id as id from pages p where ${pagesInScope(ctx, { ...scope, range })}`;
  return new Set(rows.map(({ id }) => id));
}
