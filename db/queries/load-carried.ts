import type { Ctx } from "@/db/ctx";
import { mondayOf } from "@/db/rollups/monday-of";
import { addDays } from "@/lib/time/boundaries";
import type { LoadDates } from "./load-dates";
import type { Watched } from "./remembered";

type Reader = Pick<Ctx, "sql" | "workspaceId">;

const WEEK_DAYS = 7;

/** The whole weeks among dates, half-open; null where there is none. */
export function weeksAmong({ fromDate, toDate }: LoadDates): LoadDates | null {
  const first = mondayOf(fromDate) === fromDate ? fromDate : addDays(mondayOf(fromDate), WEEK_DAYS);
  const end = mondayOf(toDate);
  return first < end ? { fromDate: first, toDate: end } : null;
}

/** Those of the dates that no whole week holds: a condition on a column. */
export function besideWeeks({ sql }: Pick<Reader, "sql">, dates: LoadDates, column: string) {
  const [weeks, date] = [weeksAmong(dates), sql.unsafe(column)];
  const inDates = sql`${date} >= ${dates.fromDate} and ${date} < ${dates.toDate}`;
  return weeks === null
    ? sql`(${inDates})`
    : sql`(${date} >= ${dates.fromDate} and ${date} < ${weeks.fromDate} or ${date} >= ${weeks.toDate} and ${date} < ${dates.toDate})`;
}

/** Whether dates are whole weeks and nothing else: then nothing is read beside them. */
export const isWeeks = ({ fromDate, toDate }: LoadDates) =>
  mondayOf(fromDate) === fromDate && mondayOf(toDate) === toDate;

/** What each person carried on dates, in rows that add up: of whole weeks one, of the days around them one each. */
export function carriedOn({ sql, workspaceId }: Reader, dates: LoadDates) {
  const weeks = weeksAmong(dates);
  const days = sql`
    select d.person_id, ${carriedDay({ sql })} from person_days d
    where d.workspace_id = ${workspaceId} and ${besideWeeks({ sql }, dates, "d.local_date")}`;
  if (weeks === null) return sql`(${days})`;
  const whole = sql`
    select person_id, sleep, off, business, actionable, noise, unclear, estimated, incidents, disrupted_hours,
      disrupted_nights, short_rests, pages_first, pages_escalated, pages_unknown_line
    from person_weeks where workspace_id = ${workspaceId} and week >= ${weeks.fromDate} and week < ${weeks.toDate}`;
  return isWeeks(dates) ? sql`(${whole})` : sql`(${whole} union all ${days})`;
}

/** The rows that `carriedOn` reads. */
export function carriedRows({ sql }: Pick<Reader, "sql">, dates: LoadDates): Watched[] {
  const weeks = weeksAmong(dates);
  const days = { table: "person_days", holding: besideWeeks({ sql }, dates, "t.local_date") };
  if (weeks === null) return [days];
  const whole = { table: "person_weeks", holding: inWeeks({ sql }, weeks) };
  return isWeeks(dates) ? [whole] : [whole, days];
}

/** A condition on rows `t` of a rollup by weeks. */
export function inWeeks({ sql }: Pick<Reader, "sql">, { fromDate, toDate }: LoadDates) {
  return sql`t.week >= ${fromDate} and t.week < ${toDate}`;
}

/** A row `d` of `person_days` in the columns of `carriedOn`. */
export function carriedDay({ sql }: Pick<Reader, "sql">) {
  return sql`d.sleep_actionable + d.sleep_noise + d.sleep_unclear as sleep,
    d.off_actionable + d.off_noise + d.off_unclear as off,
    d.business_actionable + d.business_noise + d.business_unclear as business,
    d.sleep_actionable + d.off_actionable + d.business_actionable as actionable,
    d.sleep_noise + d.off_noise + d.business_noise as noise,
    d.sleep_unclear + d.off_unclear + d.business_unclear as unclear,
    d.estimated::int as estimated, d.incidents, d.disrupted_hours, d.disrupted_nights, d.short_rests,
    d.pages_first, d.pages_escalated, d.pages_unknown_line`;
}

/**
 * Who was in which team, of one or of all, as two tables: `settled` on all of the dates, and `moved` with the dates, cut to
 * them, on which they were.
 */
export function membersOver({ sql, workspaceId }: Reader, { fromDate, toDate }: LoadDates, teamId: string | null) {
  const ofTeam = teamId === null ? sql`` : sql`and m.team_id = ${teamId}`;
  return sql`settled as materialized (
      select distinct m.team_id, m.person_id from memberships m
      where m.workspace_id = ${workspaceId} and m.from_date <= ${fromDate} and m.to_date >= ${toDate} ${ofTeam}
    ), moved as materialized (
      select m.team_id, m.person_id, greatest(m.from_date, ${fromDate}) as from_date, least(m.to_date, ${toDate}) as to_date
      from memberships m
      where m.workspace_id = ${workspaceId} and m.from_date < ${toDate} and m.to_date > ${fromDate} ${ofTeam}
        and (m.team_id, m.person_id) not in (select team_id, person_id from settled)
    )`;
}
