import type { Ctx } from "@/db/ctx";
import { idFrom } from "@/db/queries/pages";
import { rangeOf, scopeOf } from "@/db/queries/period";
import { mondayOf } from "@/db/rollups/monday-of";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { LeaderAlerts } from "@/lib/contract/leaders";
import { AppError } from "@/lib/errors";
import type { DateSpan } from "@/lib/model/organisation";
import { releaseLeaders } from "@/lib/report/release-leaders";
import { localDatesOf } from "@/lib/time/range";
import { ledSpans } from "./led-spans";
import { sightOf } from "./sight-of";

const SHOWN = 5;
/**
 * Above `few` people fewer interruptions are read by looking at the alerts first that interrupted most of all people: so many
 * of them, then four times as many, and so on.
 */
const LOOK = { few: 300, first: 40 };
const WIDER = 4;

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
export async function leaderAlerts(ctx: Ctx, filter: LeadersFilter, look = LOOK): Promise<LeaderAlerts> {
  const scope = scopeOf(ctx, filter);
  const leaderId = idFrom(filter.leader ?? "", "leader");
  const dates = localDatesOf(scope.range, scope.zone);
  if (!dates) throw new AppError("invalid", "Leaders are counted in whole days.");
  const [led, sight] = await Promise.all([ledSpans(ctx, dates), sightOf(ctx)]);
  const hidden = releaseLeaders(led, dates, sight.named).get(leaderId) ?? null;
  const people = new Set(led.flatMap((span) => (span.leaderId === leaderId ? [span.personId] : []))).size;
  const asked = { leaderId, dates, order: hidden === null ? ("pain" as const) : ("noise_pages" as const) };
  const rows = people > look.few ? await firstOfMany(ctx, asked, look.first) : await alertsUnder(ctx, asked, null);
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

type Asked = { leaderId: string; dates: DateSpan; order: "pain" | "noise_pages" };

/**
 * The same for many people: no alert did more to them than to all. Looks at the alerts that did most until no other can come
 * before those found.
 */
async function firstOfMany(ctx: Ctx, asked: Asked, first: number): Promise<Row[]> {
  const { ids, most } = await mostOfAll(ctx, asked);
  const value = (row: Row) => (asked.order === "pain" ? row.pain : row.noisePages);
  let found: Row[] = [];
  for (let from = 0, look = first; from < ids.length; from += look, look *= WIDER) {
    const least = found[SHOWN - 1];
    if (least && (most[from] ?? 0) < value(least)) break;
    found = [...found, ...(await alertsUnder(ctx, asked, ids.slice(from, from + look)))]
      .sort((a, b) => value(b) - value(a) || b.pages - a.pages || (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      .slice(0, SHOWN);
  }
  return found;
}

/** The most that each alert can have done to anybody, the largest first: by all its interruptions in the weeks of the dates. */
async function mostOfAll(
  { sql, workspaceId, settings }: Ctx,
  { dates: { fromDate, toDate }, order }: Asked,
): Promise<{ ids: string[]; most: number[] }> {
  const { sleep, off, business } = settings.painWeights;
  const pain = sql`${sleep}::float8 * sum(sleep_noise) + ${off}::float8 * sum(off_noise)
    + ${business}::float8 * sum(noise - sleep_noise - off_noise)`;
  const [row] = await sql<{ ids: string[] | null; most: number[] | null }[]>`
    select array_agg(signature_id order by most desc) as ids, array_agg(most order by most desc) as most
    from (
      select signature_id, (${order === "pain" ? pain : sql`sum(noise)`})::float8 as most from signature_weeks
      where workspace_id = ${workspaceId} and week >= ${mondayOf(fromDate)} and week < ${toDate}
      group by 1 having sum(noise) > 0
    ) each`;
  return { ids: row?.ids ?? [], most: row?.most ?? [] };
}

/** An interruption counts under the alert of its first page, on the days on which its person was under the leader. */
function alertsUnder(
  { sql, workspaceId, settings }: Ctx,
  { leaderId, dates: { fromDate, toDate }, order }: Asked,
  among: readonly string[] | null,
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
        ${among === null ? sql`` : sql`and i.signature_id = any(${among as string[]}::bigint[])`}
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
