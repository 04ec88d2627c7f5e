import type { Ctx } from "@/db/ctx";
import { idFrom } from "@/db/queries/pages";
import { rangeOf, scopeOf } from "@/db/queries/period";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { LeaderAlerts } from "@/lib/contract/leaders";
import { AppError } from "@/lib/errors";
import { releaseLeaders } from "@/lib/report/release-leaders";
import { localDatesOf } from "@/lib/time/range";
import { ledSpans } from "./led-spans";
import { sightOf } from "./sight-of";

const SHOWN = 5;

type Row = {
  id: string;
  title: string;
  service: string | null;
  team: string | null;
  pages: number;
  noisePages: number;
  sleep: number;
  off: number;
  business: number;
  pain: number;
};

/** Which alerts did most to the people under a leader: by pain or, where that is not to be seen, by noise pages. */
export async function leaderAlerts(ctx: Ctx, filter: LeadersFilter): Promise<LeaderAlerts> {
  const scope = scopeOf(ctx, filter);
  const leaderId = idFrom(filter.leader ?? "", "leader");
  const dates = localDatesOf(scope.range, scope.zone);
  if (!dates) throw new AppError("invalid", "Leaders are counted in whole days.");
  const [led, sight] = await Promise.all([ledSpans(ctx, dates), sightOf(ctx)]);
  const hidden = releaseLeaders(led, dates, sight.named).get(leaderId) ?? null;
  const rows = await alertsUnder(ctx, leaderId, dates, hidden === null ? "pain" : "noise_pages");
  return {
    range: rangeOf(scope),
    leaderId,
    hidden,
    alerts: rows.map(({ sleep, off, business, pain, ...row }) => ({
      ...row,
      interruptions: hidden === null ? { sleep, off, business, total: sleep + off + business } : null,
      pain: hidden === null ? pain : null,
    })),
  };
}

/** An interruption counts under the alert of its first page, on the days on which its person was under the leader. */
function alertsUnder(
  { sql, workspaceId, settings }: Ctx,
  leaderId: string,
  { fromDate, toDate }: { fromDate: string; toDate: string },
  order: "pain" | "noise_pages",
): Promise<Row[]> {
  const { sleep, off, business } = settings.painWeights;
  const noise = (hours: "sleep" | "off" | "business") =>
    sql`(count(*) filter (where i.verdict = 'noise' and i.hour_class = ${hours}))::int`;
  return sql<Row[]>`
    with counted as (
      select i.signature_id, count(distinct i.page_id)::int as pages,
        (count(distinct i.page_id) filter (where i.verdict = 'noise'))::int as noise_pages,
        ${noise("sleep")} as sleep, ${noise("off")} as off, ${noise("business")} as business
      from org_closure c
      join interruptions i on i.workspace_id = c.workspace_id and i.person_id = c.person_id
        and i.local_date >= c.from_date and i.local_date < c.to_date
      where c.workspace_id = ${workspaceId} and c.leader_id = ${leaderId}
        and i.local_date >= ${fromDate} and i.local_date < ${toDate} and i.verdict is distinct from 'test'
      group by 1
    ), ranked as (
      select *, ${sleep}::float8 * sleep + ${off}::float8 * off + ${business}::float8 * business as pain from counted
      where noise_pages > 0
    )
    select s.id, concat_ws(' · ', coalesce(case when s.kind = 'title' then s.key end, last.title, s.key), s.part) as title,
      s.service, last.team, r.pages, r.noise_pages as "noisePages", r.sleep, r.off, r.business, r.pain
    from (select * from ranked order by ${sql(order)} desc, pages desc, signature_id limit ${SHOWN}) r
    join signatures s on s.workspace_id = ${workspaceId} and s.id = r.signature_id
    left join lateral (
      select p.title, p.team from pages p where p.workspace_id = ${workspaceId} and p.signature_id = s.id
      order by p.triggered_at desc, p.id limit 1) last on true
    order by r.${sql(order)} desc, r.pages desc, s.id`;
}
