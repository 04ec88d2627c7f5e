import type { Ctx } from "@/db/ctx";
import type { PublishedVersion, ReportSubject, ReportsList } from "@/lib/contract/weekly-report";
import type { Instant } from "@/lib/model/instant";
import { localDateOf } from "@/lib/time/boundaries";
import { labelOf } from "@/lib/time/range";
import { weekOf, weekRange, weeksUpTo } from "@/lib/time/report-week";
import { pagesInScope } from "./in-scope";
import { namesInSight } from "./named/names-in-sight";
import { rangeOf } from "./period";
import { scopeOfWeek } from "./report-content";
import { type Subject, subjectOf } from "./report-subject";

const WEEKS = 26;
const MOST_TEAMS = 2;

type Kept = { published: PublishedVersion | null; notes: number };

/** The weeks of half a year of which anything is known, the running one first, and those before it that were published. */
export async function reports(ctx: Ctx, asked: ReportSubject): Promise<ReportsList> {
  const subject = await subjectOf(ctx, asked);
  const running = weekOf(ctx.now, ctx.zone, subject.handOver);
  const firstAt = await firstPageAt(ctx);
  const first = firstAt === null ? running : weekOf(firstAt, ctx.zone, subject.handOver);
  const recent = weeksUpTo(running, WEEKS).filter((week) => week >= first || week === running);
  const [counts, kept, teams, leaders] = await Promise.all([
    pagesOf(ctx, recent, subject),
    keptOf(ctx, subject),
    teamsOf(ctx),
    leadersOf(ctx),
  ]);
  const older = [...kept.keys()].filter((week) => week < (recent[0] ?? week));
  const shown = [...older.sort(), ...recent];
  return {
    subject: {
      kind: subject.kind,
      id: subject.id,
      name: subject.name ?? leaders.find(({ id }) => id === subject.id)?.label ?? "",
    },
    zone: ctx.zone,
    weeks: shown.reverse().map((week) => {
      const scope = scopeOfWeek(ctx, week, subject);
      const { published = null, notes = 0 } = kept.get(week) ?? {};
      return {
        week,
        range: { ...rangeOf(scope), label: labelOf(scope.range, ctx.zone) },
        over: scope.range.to <= ctx.now,
        pages: counts.get(week) ?? null,
        published,
        notes,
      };
    }),
    teams,
    leaders,
  };
}

/** Of the workspace: before it a week without pages would tell nothing. */
async function firstPageAt({ sql, workspaceId }: Ctx): Promise<Instant | null> {
  const [row] = await sql<{ at: Date | null }[]>`
    select min(triggered_at) as at from pages where workspace_id = ${workspaceId}`;
  return row?.at ? row.at.getTime() : null;
}

async function pagesOf(ctx: Ctx, weeks: readonly string[], subject: Subject): Promise<ReadonlyMap<string, number>> {
  const ranges = weeks.map((week) => weekRange(week, ctx.zone, subject.handOver));
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (!first || !last) return new Map();
  const scope = { ...scopeOfWeek(ctx, weeks[0] ?? "", subject), range: { from: first.from, to: last.to } };
  const bounds = ranges.map(({ from }) => new Date(from).toISOString());
  // Tests have an index of their own, and all pages are counted by theirs: reading the reason of each would take three times as long.
  const counted = ctx.sql`
    select width_bucket(p.triggered_at, ${bounds}::timestamptz[]) as slice, count(*)::int as pages
    from pages p where ${pagesInScope(ctx, scope)}`;
  const rows = await ctx.sql<{ slice: number; pages: number }[]>`
    select slice, p.pages - coalesce(t.pages, 0) as pages
    from (${counted} group by 1) p left join (${counted} and p.is_test group by 1) t using (slice)`;
  const found = new Map(rows.map(({ slice, pages }) => [slice, pages]));
  return new Map(weeks.map((week, index) => [week, found.get(index + 1) ?? 0]));
}

async function keptOf({ sql, workspaceId }: Ctx, { key }: Subject): Promise<ReadonlyMap<string, Kept>> {
  type Row = { week: string; notes: number; published: PublishedVersion | null };
  const rows = await sql<Row[]>`
    with last as (
      select distinct on (r.week) r.week, r.id, r.version, r.published_at, u.name as by, r.classifier_version
      from reports r
      left join users u on u.workspace_id = r.workspace_id and u.id = r.published_by_user_id
      where r.workspace_id = ${workspaceId} and r.subject = ${key} order by r.week, r.version desc
    ), noted as (
      select week, count(*)::int as notes from report_notes
      where workspace_id = ${workspaceId} and subject = ${key} and taken_back_at is null group by 1
    )
    select week, coalesce(noted.notes, 0) as notes, case when last.id is not null then jsonb_build_object('id', last.id::text,
      'version', last.version, 'at', to_char(last.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'by', last.by, 'classifierVersion', last.classifier_version) end as published
    from last full join noted using (week)`;
  return new Map(rows.map(({ week, ...kept }) => [week, kept]));
}

/** One step of the index a team: reading all pages for the few names on them takes long. */
async function teamsOf({ sql, workspaceId }: Ctx): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    with recursive paged as (
      (select team from pages where workspace_id = ${workspaceId} and team is not null order by team limit 1)
      union all
      select next.team from paged
      cross join lateral (
        select team from pages where workspace_id = ${workspaceId} and team > paged.team order by team limit 1) next
    )
    select name from teams where workspace_id = ${workspaceId}
    union select team from paged order by 1`;
  return rows.map(({ name }) => name);
}

/** By name, and where that is not to be seen by the teams of those who report to them. */
async function leadersOf(ctx: Ctx): Promise<ReportsList["leaders"]> {
  const today = localDateOf(ctx.now, ctx.zone);
  const [rows, { nameOf }] = await Promise.all([
    ctx.sql<{ id: string; teams: string[] }[]>`
      select c.leader_id as id, coalesce(array_agg(distinct t.name) filter (where t.name is not null), '{}') as teams
      from org_closure c
      left join memberships m on m.workspace_id = c.workspace_id and m.person_id = c.person_id
        and m.from_date <= ${today} and m.to_date > ${today}
      left join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
      where c.workspace_id = ${ctx.workspaceId} and c.from_date <= ${today} and c.to_date > ${today}
      group by 1`,
    namesInSight(ctx),
  ]);
  return rows
    .map(({ id, teams }) => ({ id, label: nameOf(id) ?? teamsLabel(teams) }))
    .sort((a, b) => a.label.localeCompare(b.label, "en") || (a.id < b.id ? -1 : 1));
}

function teamsLabel(teams: readonly string[]): string {
  if (teams.length === 0) return "An organisation without teams";
  const more = teams.length - MOST_TEAMS;
  return teams.slice(0, MOST_TEAMS).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
