import type { WorkCtx } from "@/db/ctx";
import type { Instant } from "@/lib/model/instant";
import { DAY_MS } from "@/lib/time/boundaries";
import { lastShiftOf, SHIFT_LIMITS } from "@/lib/triage/last-shift";
import type { Digest } from "./digests";

type Asked = Pick<Digest, "team" | "ownerUserId">;
type Time = { from: Instant; to: Instant };

const LONGEST_MS = SHIFT_LIMITS.longestDays * DAY_MS;

/** The shift that ended last by then, as schedules tell; null = one runs, or none is known. */
export async function endedShift(ctx: WorkCtx, asked: Asked, by: Instant): Promise<Time | null> {
  if (asked.team !== null) return endedShiftOfTeam(ctx, asked.team, by);
  const spans = await ctx.sql<{ fromAt: Date; toAt: Date; schedule: string | null }[]>`
    select s.from_at as "fromAt", s.to_at as "toAt", s.schedule from held_shifts s
    join users u on u.workspace_id = s.workspace_id and u.person_id = s.person_id
    where s.workspace_id = ${ctx.workspaceId} and u.id = ${asked.ownerUserId} and u.disabled_at is null
      and s.from_at <= ${new Date(by)} and s.to_at > ${new Date(by - 2 * LONGEST_MS)}`;
  const told = spans.map(({ fromAt, toAt, schedule }) => ({
    fromAt: fromAt.getTime(),
    toAt: toAt.getTime(),
    schedule,
  }));
  const shift = lastShiftOf(told, by);
  return shift && !shift.isRunning ? { from: shift.from, to: shift.to } : null;
}

/** Somebody of a team is always on call: its shifts follow each other, and each ends. */
async function endedShiftOfTeam({ sql, workspaceId }: WorkCtx, team: string, by: Instant): Promise<Time | null> {
  const [last] = await sql<{ fromAt: Date; toAt: Date }[]>`
    select min(from_at) as "fromAt", to_at as "toAt" from held_shifts
    where workspace_id = ${workspaceId} and team = ${team} and level = 1 and to_at <= ${new Date(by)}
    group by to_at order by to_at desc limit 1`;
  if (!last) return null;
  const to = last.toAt.getTime();
  return { from: Math.max(last.fromAt.getTime(), to - LONGEST_MS), to };
}

/**
 * Pages of that time and how many of them no person judged. One's own are those that interrupted one, as on My shift; a
 * team's are those of its alerts, whoever was on call.
 */
export async function pagesToJudge(
  { sql, workspaceId }: WorkCtx,
  { team, ownerUserId }: Asked,
  { from, to }: Time,
): Promise<{ pages: number; waiting: number }> {
  const [range, workspace] = [{ from: new Date(from), to: new Date(to) }, workspaceId];
  const mine = sql`
    select distinct ip.page_id from interruption_pages ip
    join users u on u.workspace_id = ip.workspace_id and u.person_id = ip.person_id
    where ip.workspace_id = ${workspace} and u.id = ${ownerUserId} and u.disabled_at is null
      and ip.at >= ${range.from} and ip.at < ${range.to}`;
  const theirs = sql`
    select id from pages where workspace_id = ${workspace} and team = ${team}
      and triggered_at >= ${range.from} and triggered_at < ${range.to}`;
  const [row] = await sql<{ pages: number; waiting: number }[]>`
    select count(*)::int as pages, (count(*) filter (where p.origin is distinct from 'person'))::int as waiting
    from pages p where p.workspace_id = ${workspace} and p.id in (${team === null ? mine : theirs})`;
  return row ?? { pages: 0, waiting: 0 };
}
