import type { Ctx } from "@/db/ctx";
import { loadDatesOf } from "./load-dates";
import { inTeam, isNarrowed, type LoadScope, loadInterruptions, loadInterruptionsInScope } from "./load-scope";

type Reader = Pick<Ctx, "sql" | "workspaceId">;

/** Everybody, or these alone. */
export type Counted = readonly string[] | null;

export type WeekFacts = { week: string; sleep: number; off: number; business: number };

/** Interruptions by week of the person's own date; `week` is its Monday. `fromDate` is one. */
export function weekTallies(
  ctx: Reader,
  scope: LoadScope,
  { fromDate, toDate }: { fromDate: string; toDate: string },
  counted: Counted,
): Promise<WeekFacts[]> {
  const { sql, workspaceId } = ctx;
  if (!isNarrowed(scope))
    return sql<WeekFacts[]>`
      select (d.local_date - (extract(isodow from d.local_date)::int - 1))::text as week,
        sum(d.sleep_actionable + d.sleep_noise + d.sleep_unclear)::int as sleep,
        sum(d.off_actionable + d.off_noise + d.off_unclear)::int as off,
        sum(d.business_actionable + d.business_noise + d.business_unclear)::int as business
      from person_days d
      where d.workspace_id = ${workspaceId} and d.local_date >= ${fromDate} and d.local_date < ${toDate}
        ${inTeam(ctx, scope, "d.person_id", "d.local_date")} ${among(ctx, counted, "d.person_id")}
      group by 1 order by 1`;
  return sql<WeekFacts[]>`
    select (i.local_date - (extract(isodow from i.local_date)::int - 1))::text as week,
      count(*) filter (where i.hour_class = 'sleep')::int as sleep, count(*) filter (where i.hour_class = 'off')::int as off,
      count(*) filter (where i.hour_class = 'business')::int as business
    from ${loadInterruptions(ctx, scope)}
    where ${loadInterruptionsInScope(ctx, scope, { fromDate, toDate })} ${among(ctx, counted, "i.person_id")}
    group by 1 order by 1`;
}

export type TeamDays = { teamId: string; now: number; before: number };

/** Interruptions of each team's people from `middle` to `toDate`, and from `fromDate` to `middle`. */
export function teamChange(
  { sql, workspaceId }: Reader,
  { fromDate, middle, toDate }: { fromDate: string; middle: string; toDate: string },
): Promise<TeamDays[]> {
  return sql<TeamDays[]>`
    select "teamId", coalesce(sum(n) filter (where late), 0)::int as now, coalesce(sum(n) filter (where not late), 0)::int as before
    from (
      select m.team_id as "teamId", d.local_date >= ${middle} as late,
        sum(d.sleep_actionable + d.sleep_noise + d.sleep_unclear + d.off_actionable + d.off_noise + d.off_unclear
          + d.business_actionable + d.business_noise + d.business_unclear) as n
      from person_days d
      join memberships m on m.workspace_id = d.workspace_id and m.person_id = d.person_id
        and m.from_date <= d.local_date and m.to_date > d.local_date
      where d.workspace_id = ${workspaceId} and d.local_date >= ${fromDate} and d.local_date < ${toDate}
      group by 1, 2) days
    group by 1`;
}

export type HeatFacts = { weekday: number; hour: number; interruptions: number };

/** Interruptions by weekday and clock hour, both local to the person; whole weeks of a team come from its rollup. */
export function heatTallies(
  ctx: Reader,
  scope: LoadScope,
  weeks: Weeks | null,
  counted: Counted,
): Promise<HeatFacts[]> {
  const { sql, workspaceId } = ctx;
  if (scope.teamId !== null && weeks && counted === null && !isNarrowed(scope))
    return sql<HeatFacts[]>`
      select weekday, hour, sum(actionable + noise + unclear)::int as interruptions from heat_weeks
      where workspace_id = ${workspaceId} and team_id = ${scope.teamId} and week >= ${weeks.fromDate} and week < ${weeks.toDate}
      group by 1, 2 order by 1, 2`;
  return sql<HeatFacts[]>`
    select (extract(isodow from i.local_date) - 1)::int as weekday, i.local_hour as hour, count(*)::int as interruptions
    from ${loadInterruptions(ctx, scope)}
    where ${loadInterruptionsInScope(ctx, scope)} ${among(ctx, counted, "i.person_id")}
    group by 1, 2 order by 1, 2`;
}

type Weeks = { fromDate: string; toDate: string };

export type AlertFacts = {
  id: string;
  title: string;
  service: string | null;
  sleep: number;
  off: number;
  business: number;
  actionable: number;
  noise: number;
  unclear: number;
  nights: number;
  people: number;
};

/** The alerts that woke most, then those that interrupted most. */
export function wakingAlerts(ctx: Reader, scope: LoadScope, counted: Counted, limit: number): Promise<AlertFacts[]> {
  const { sql, workspaceId } = ctx;
  // The night before the first morning is none of the range.
  const { fromDate } = loadDatesOf(scope);
  return sql<AlertFacts[]>`
    select w.*, s.service, case when s.kind = 'title' then s.key else last.title end || coalesce(' · ' || s.part, '') as title
    from (
      select i.signature_id as id, count(*) filter (where i.hour_class = 'sleep')::int as sleep,
        count(*) filter (where i.hour_class = 'off')::int as off,
        count(*) filter (where i.hour_class = 'business')::int as business,
        count(*) filter (where i.verdict = 'actionable')::int as actionable,
        count(*) filter (where i.verdict = 'noise')::int as noise,
        count(*) filter (where i.verdict is null or i.verdict = 'unclear')::int as unclear,
        count(distinct (i.person_id, i.night)) filter (where i.night >= ${fromDate})::int as nights,
        count(distinct i.person_id)::int as people
      from ${loadInterruptions(ctx, scope)}
      where ${loadInterruptionsInScope(ctx, scope)} ${among(ctx, counted, "i.person_id")}
      group by 1
      order by 2 desc, count(*) desc, 1 limit ${limit}
    ) w
    join signatures s on s.workspace_id = ${workspaceId} and s.id = w.id
    left join lateral (
      select p.title from pages p where p.workspace_id = ${workspaceId} and p.signature_id = w.id
      order by p.triggered_at desc, p.page_key limit 1) last on true
    order by w.sleep desc, w.sleep + w.off + w.business desc, w.id`;
}

function among({ sql }: Reader, counted: Counted, person: string) {
  return counted === null ? sql`` : sql`and ${sql.unsafe(person)} = any(${counted as string[]}::bigint[])`;
}
