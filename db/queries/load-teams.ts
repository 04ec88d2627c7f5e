import type { Ctx } from "@/db/ctx";
import { personIncident } from "@/db/rollups/incidents";
import { mondayOf } from "@/db/rollups/monday-of";
import { teamCounts } from "@/db/rollups/team-weeks";
import type { TeamPagesFacts } from "@/lib/report/load-facts";
import { percentileOf } from "@/lib/statistics/percentile-of";
import { startOfDate } from "@/lib/time/boundaries";
import { localDatesOf } from "@/lib/time/range";
import { pagesInScope } from "./in-scope";
import { inWeeks, isWeeks, weeksAmong } from "./load-carried";
import type { LoadDates } from "./load-dates";
import { inTeam, type LoadScope } from "./load-scope";
import type { Scope } from "./period";
import { remembered } from "./remembered";

type Reader = Pick<Ctx, "sql" | "workspaceId">;

type CountedRow = Pick<TeamPagesFacts, "team" | "actionable" | "noise" | "unclear" | "never" | "notKnown"> & {
  acknowledgedAfter: Buffer;
};

/** Pages of each team's services that opened in the range, by verdict, and how fast they were acknowledged. */
export async function teamPages(ctx: Reader & Pick<Ctx, "zone">, scope: Scope): Promise<TeamPagesFacts[]> {
  const weeks = weeksAlone(ctx, scope);
  if (weeks === null) return readTeamPages(ctx, scope);
  const key = ["team pages", ctx.zone, scope.range.from, scope.range.to];
  const watched = [{ table: "team_weeks", holding: inWeeks(ctx, weeks) }];
  return remembered(ctx, { key, watched }, (reader) => readTeamPages({ ...reader, zone: ctx.zone }, scope));
}

/** The range as weeks of the workspace; null where it is anything else, or a filter asks for less. */
function weeksAlone({ zone }: Pick<Ctx, "zone">, scope: Scope): LoadDates | null {
  const dates = isNarrow(scope) ? null : localDatesOf(scope.range, zone);
  return dates && isWeeks(dates) ? dates : null;
}

const isNarrow = ({ service, urgency, signature }: Scope) => service !== null || urgency !== null || signature !== null;

async function readTeamPages(ctx: Reader & Pick<Ctx, "zone">, scope: Scope): Promise<TeamPagesFacts[]> {
  const { sql } = ctx;
  const rows = await sql<CountedRow[]>`
    select team, sum(actionable)::int as actionable, sum(noise)::int as noise, sum(unclear)::int as unclear,
      sum(never)::int as never, sum(not_known)::int as "notKnown", string_agg(acknowledged_after, ''::bytea) as "acknowledgedAfter"
    from (${countedPages(ctx, scope)}) counted group by team`;
  return rows.map(({ acknowledgedAfter, ...row }) => {
    const seconds = doublesIn(acknowledgedAfter);
    return {
      ...row,
      medianSeconds: percentileOf(seconds, 0.5),
      p95Seconds: percentileOf(seconds, 0.95),
      acknowledged: seconds.length,
    };
  });
}

/** Rows of `team_weeks` for whole weeks of the workspace, and of the pages themselves for the rest and where a filter asks. */
function countedPages(ctx: Reader & Pick<Ctx, "zone">, scope: Scope) {
  const { sql, workspaceId } = ctx;
  const dates = isNarrow(scope) ? null : localDatesOf(scope.range, ctx.zone);
  const weeks = dates && weeksAmong(dates);
  if (weeks === null) return openedPages(ctx, scope);
  const { from, to } = scope.range;
  const [first, end] = [startOfDate(weeks.fromDate, ctx.zone), startOfDate(weeks.toDate, ctx.zone)];
  const beside = [
    { from, to: first },
    { from: end, to },
  ].filter((range) => range.from < range.to);
  const around = beside.map((range) => sql`union all (${openedPages(ctx, { ...scope, range })})`);
  return sql`
    select team, actionable, noise, unclear, never, not_known, acknowledged_after from team_weeks
    where workspace_id = ${workspaceId} and week >= ${weeks.fromDate} and week < ${weeks.toDate}
    ${around[0] ?? sql``} ${around[1] ?? sql``}`;
}

function openedPages(ctx: Reader, scope: Scope) {
  return ctx.sql`
    select p.team, ${teamCounts(ctx.sql)} from pages p
    where ${pagesInScope(ctx, scope)} and p.reason is distinct from 'test' and p.team is not null group by p.team`;
}

/** As the server writes them: eight bytes each, the highest first. */
function doublesIn(bytes: Buffer): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Float64Array(bytes.length / 8);
  for (let index = 0; index < values.length; index += 1) values[index] = view.getFloat64(index * 8);
  return values;
}

/** Incidents of each team on dates of the workspace. */
export function teamIncidents(
  ctx: Reader,
  { fromDate, toDate }: LoadDates,
): Promise<{ team: string; incidents: number }[]> {
  const watched = [{ table: "team_weeks", holding: inWeeks(ctx, { fromDate: mondayOf(fromDate), toDate }) }];
  return remembered(
    ctx,
    { key: ["team incidents", fromDate, toDate], watched },
    ({ sql, workspaceId }) => sql<{ team: string; incidents: number }[]>`
      select team, sum(n)::int as incidents
      from team_weeks cross join lateral unnest(incidents) with ordinality as day(n, no)
      where workspace_id = ${workspaceId} and week >= ${mondayOf(fromDate)} and week < ${toDate}
        and week + no::int - 1 >= ${fromDate}::date and week + no::int - 1 < ${toDate}::date
      group by team`,
  );
}

export type MemberIncidents = { teamId: string; personId: string; incidents: number };

/** The incidents that interrupted each member of each team, for fairness: a storm is not ten events. */
export function memberIncidents(ctx: Reader, scope: LoadScope): Promise<MemberIncidents[]> {
  const { sql, workspaceId } = ctx;
  const dates = localDatesOf(scope.range, scope.zone);
  const inRange = dates
    ? sql`i.local_date >= ${dates.fromDate} and i.local_date < ${dates.toDate}`
    : sql`i.at >= ${new Date(scope.range.from)} and i.at < ${new Date(scope.range.to)}`;
  return sql<MemberIncidents[]>`
    select m.team_id as "teamId", i.person_id as "personId",
      count(distinct (${sql.unsafe(personIncident)}, i.local_date)) filter (where (${sql.unsafe(personIncident)}) is not null)::int
        as incidents
    from interruptions i
    join pages p on p.workspace_id = i.workspace_id and p.id = i.page_id
    join memberships m on m.workspace_id = i.workspace_id and m.person_id = i.person_id
      and m.from_date <= i.local_date and m.to_date > i.local_date
    where i.workspace_id = ${workspaceId} and ${inRange} ${inTeam(ctx, scope, "i.person_id", "i.local_date")}
    group by 1, 2`;
}
