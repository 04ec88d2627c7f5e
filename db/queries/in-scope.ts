import type { Ctx } from "@/db/ctx";
import type { Instant } from "@/lib/model/instant";
import { DAY_MS } from "@/lib/time/boundaries";
import { localDatesOf } from "@/lib/time/range";
import type { Scope } from "./period";
import { rangUnder } from "./under-leader";

type Fragmenter = Pick<Ctx, "sql" | "workspaceId">;

/** What a page `p` must be, apart from its time. */
export function asked(ctx: Fragmenter, scope: Scope) {
  const { sql } = ctx;
  const { under, zone } = scope;
  return sql`${ofPage(ctx, scope)} ${under === undefined ? sql`` : sql`and ${rangUnder({ ...ctx, zone }, under)}`}`;
}

function ofPage({ sql, workspaceId }: Fragmenter, { team, service, urgency, signature }: Scope) {
  return sql`p.workspace_id = ${workspaceId}
    ${team === null ? sql`` : sql`and p.team = ${team}`}
    ${service === null ? sql`` : sql`and p.service = ${service}`}
    ${urgency === null ? sql`` : sql`and p.urgency = ${urgency}`}
    ${signature === null ? sql`` : sql`and p.signature_id = ${signature}`}`;
}

/** Pages `p` that opened in the range. */
export function pagesInScope(ctx: Fragmenter, scope: Scope) {
  return ctx.sql`${asked(ctx, scope)}
    and p.triggered_at >= ${new Date(scope.range.from)} and p.triggered_at < ${new Date(scope.range.to)}`;
}

/**
 * Interruptions `i` of `interruptionsOf` in the range whose first page is in scope; those by tests alone are left out. Whole
 * days are days of the person interrupted; under a leader they are of the people who were so on the day.
 */
export function interruptionsInScope(ctx: Fragmenter, scope: Scope) {
  return ctx.sql`${ofInterruption(ctx, scope)} and ${interruptedInRange(ctx, scope)}
    ${wasLed(ctx, scope, "i.local_date")}`;
}

/**
 * The same interruptions, and those of the morning after the range whose nights began in it: `isCounted` and `nightBegan`
 * tell which are which.
 */
export function interruptionsAndNights(ctx: Fragmenter, scope: Scope) {
  const dates = localDatesOf(scope.range, scope.zone);
  if (!dates) return interruptionsInScope(ctx, scope);
  return ctx.sql`${ofInterruption(ctx, scope)} and i.local_date >= ${dates.fromDate} and i.local_date <= ${dates.toDate}
    and (${isCounted(ctx, scope)} or ${nightBegan(ctx, scope)})`;
}

/** Of `interruptionsAndNights` those in the range. */
export function isCounted(ctx: Fragmenter, scope: Scope) {
  const { sql } = ctx;
  const dates = localDatesOf(scope.range, scope.zone);
  if (!dates) return sql`true`;
  return sql`(i.local_date < ${dates.toDate} ${wasLed(ctx, scope, "i.local_date")})`;
}

/**
 * Of `interruptionsAndNights` those of a night that counts: a night is of the date on which it began, as on the load
 * screens, and of a range that cuts a day where it woke somebody in it.
 */
export function nightBegan(ctx: Fragmenter, scope: Scope) {
  const { sql } = ctx;
  const dates = localDatesOf(scope.range, scope.zone);
  if (!dates) return sql`(i.night is not null)`;
  return sql`(i.night >= ${dates.fromDate} and i.night < ${dates.toDate}
    ${wasLed(ctx, scope, "i.night")})`;
}

/** What an interruption `i` must be, apart from its time and whose it is. */
function ofInterruption(ctx: Fragmenter, scope: Scope) {
  const { sql, workspaceId } = ctx;
  const of = needsPage(scope)
    ? sql`and ${ofPage(ctx, scope)} ${byAlertsOfTeam(ctx, scope)}`
    : scope.signature === null
      ? sql``
      : sql`and i.signature_id = ${scope.signature}`;
  return sql`i.workspace_id = ${workspaceId} and i.verdict is distinct from 'test' ${of}`;
}

/** Of a team only its alerts can interrupt: they are found faster than the pages of all interruptions are read. */
function byAlertsOfTeam({ sql, workspaceId }: Fragmenter, { team, range }: Scope) {
  if (team === null) return sql``;
  // In whatever zone, a local date lies within a day of the same date in UTC.
  const dateOf = (at: Instant) => new Date(at).toISOString().slice(0, 10);
  return sql`and i.signature_id = any(array(
      select distinct a.signature_id from pages a where a.workspace_id = ${workspaceId} and a.team = ${team}))
    and i.local_date >= ${dateOf(range.from - DAY_MS)} and i.local_date <= ${dateOf(range.to + DAY_MS)}`;
}

/**
 * `interruptions i`, with the page `p` that each is counted under only where the filter asks for something of it; under a
 * leader those of people who were ever so, with the dates on which they were.
 */
export function interruptionsOf(ctx: Fragmenter, scope: Scope) {
  const { sql, workspaceId } = ctx;
  const all = needsPage(scope) ? interruptionsWithPage(ctx) : sql`interruptions i`;
  if (scope.under === undefined) return all;
  return sql`${all} join (
      select c.person_id, range_agg(daterange(c.from_date, c.to_date)) as dates from org_closure c
      where c.workspace_id = ${workspaceId} and c.leader_id = ${scope.under} and c.from_date < c.to_date group by 1
    ) led on led.person_id = i.person_id`;
}

/** Of `interruptionsOf`: the date, or that of the night, was under the leader. */
function wasLed({ sql }: Fragmenter, { under }: Scope, day: "i.local_date" | "i.night") {
  return under === undefined ? sql`` : sql`and ${sql.unsafe(day)} <@ led.dates`;
}

const needsPage = ({ team, service, urgency }: Scope) => team !== null || service !== null || urgency !== null;

/** Interruptions `i` in the range. */
export function interruptedInRange({ sql }: Fragmenter, scope: Scope) {
  const dates = localDatesOf(scope.range, scope.zone);
  return dates
    ? sql`i.local_date >= ${dates.fromDate} and i.local_date < ${dates.toDate}`
    : sql`i.at >= ${new Date(scope.range.from)} and i.at < ${new Date(scope.range.to)}`;
}

/** `interruptions i` with the page that each is counted under. */
export function interruptionsWithPage({ sql }: Fragmenter) {
  return sql`interruptions i join pages p on p.workspace_id = i.workspace_id and p.id = i.page_id`;
}
