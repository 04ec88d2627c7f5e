import type { Ctx } from "@/db/ctx";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { Noise } from "@/lib/contract/noise";
import type { Reason } from "@/lib/model/verdict";
import { interruptionsInScope, interruptionsWithPage, pagesInScope } from "./in-scope";
import { namelessReport } from "./noise-report";
import { scopeOf } from "./period";

const TOP = 10;

export async function noise(ctx: Ctx, filter: NoiseFilter): Promise<Noise> {
  const [{ range, totals, signatures }, reasons] = await Promise.all([
    namelessReport(ctx, filter),
    byReason(ctx, filter),
  ]);
  const of = totals.noiseInterruptions?.total;
  const interruptions = signatures.slice(0, TOP).reduce((sum, row) => sum + (row.noiseInterruptions?.total ?? 0), 0);
  // A reason may be that of one alert alone.
  const open = totals.withheld === null && signatures.every(({ withheld }) => withheld === null);
  return {
    range,
    totals,
    signatures,
    reasons: open ? reasons : reasons.map((row) => ({ ...row, sleepInterruptions: null })),
    topTen: of === undefined ? null : { interruptions, of },
  };
}

async function byReason(ctx: Ctx, filter: NoiseFilter): Promise<Noise["reasons"]> {
  const scope = scopeOf(ctx, filter);
  return ctx.sql<{ reason: Reason; pages: number; sleepInterruptions: number }[]>`
    with paged as (
      select p.reason, count(*)::int as pages from pages p
      where ${pagesInScope(ctx, scope)} and p.reason is not null group by 1
    ), woken as (
      select p.reason, count(*)::int as sleep from ${interruptionsWithPage(ctx)}
      where ${interruptionsInScope(ctx, scope)} and i.hour_class = 'sleep' group by 1
    )
    select paged.reason, paged.pages, coalesce(woken.sleep, 0)::int as "sleepInterruptions"
    from paged left join woken on woken.reason = paged.reason
    order by paged.pages desc, paged.reason`;
}
