import type { Ctx } from "@/db/ctx";
import { interruptionsAndNights, interruptionsOf } from "@/db/queries/in-scope";
import { hiddenTeams } from "@/db/queries/load-crowd";
import { isWholeWeeks, loadDatesOf } from "@/db/queries/load-dates";
import { membersIn } from "@/db/queries/load-people";
import type { Scope } from "@/db/queries/period";
import { groupBy } from "@/lib/model/group-by";
import type { Sight } from "@/lib/privacy/sight";
import { NOTHING_WITHHELD, type Withheld, withheldOf } from "@/lib/privacy/withheld";

/** What the viewer may not be told of the people whom the pages in scope interrupted or woke (trust.md, section 8). */
export async function withheldIn(ctx: Ctx, scope: Scope, sight: Sight): Promise<Withheld> {
  const rung = await ctx.sql<{ alert: string; personId: string }[]>`
    select distinct i.signature_id as alert, i.person_id as "personId"
    from ${interruptionsOf(ctx, scope)} where ${interruptionsAndNights(ctx, scope)}`;
  return withheldAmong(ctx, scope, sight, rung);
}

/** The same of people whom alerts interrupted that were read. */
export async function withheldAmong(
  ctx: Ctx,
  scope: Scope,
  { mode, named }: Sight,
  rung: readonly { alert: string; personId: string }[],
): Promise<Withheld> {
  if (rung.length === 0) return NOTHING_WITHHELD;
  const dates = loadDatesOf(scope);
  const members = await membersIn(ctx, dates);
  const strangers = [...members, ...rung].some(({ personId }) => !named.has(personId));
  if (!strangers) return NOTHING_WITHHELD;
  const teams = groupBy(members, ({ teamId }) => teamId);
  const membersOf = new Map([...teams].map(([id, its]) => [id, [...new Set(its.map(({ personId }) => personId))]]));
  const tellsDays = mode === "aggregate" && !isWholeWeeks(ctx, scope);
  return withheldOf(rung, { membersOf, named, hiddenTeams: await hiddenTeams(ctx, dates, members, named), tellsDays });
}
