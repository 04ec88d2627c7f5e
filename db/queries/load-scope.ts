import type { Ctx } from "@/db/ctx";
import type { LoadFilter } from "@/lib/contract/load";
import type { Verdict } from "@/lib/model/verdict";
import { localDatesOf } from "@/lib/time/range";
import { asked, interruptedInRange } from "./in-scope";
import { type Scope, scopeOf } from "./period";

/** People of a team on the days on which they were in it; everybody where it is null. */
export type LoadScope = Scope & { teamId: string | null; verdict: Verdict | null };

type Fragmenter = Pick<Ctx, "sql" | "workspaceId">;

/** Which pages are asked for; the team of a filter is one of people here, so it says nothing about pages. */
export function loadScopeOf(ctx: Pick<Ctx, "zone" | "now">, filter: LoadFilter, teamId: string | null): LoadScope {
  return { ...scopeOf(ctx, filter), team: null, teamId, verdict: filter.verdict ?? null };
}

export const isNarrowed = ({ service, urgency, verdict }: LoadScope): boolean =>
  service !== null || urgency !== null || verdict !== null;

/** Local dates where the rollups hold all that is asked for; null where the facts themselves have to be counted. */
export function rolledUp(scope: LoadScope): { fromDate: string; toDate: string } | null {
  return isNarrowed(scope) ? null : localDatesOf(scope.range, scope.zone);
}

/** The rollups hold each verdict apart: local dates where they hold what is asked for of one, or of all. */
export function rolledUpBy({ service, urgency, range, zone }: LoadScope): { fromDate: string; toDate: string } | null {
  return service === null && urgency === null ? localDatesOf(range, zone) : null;
}

/** Interruptions of the verdict asked for, of a rollup that holds each in a column. */
export function verdictColumn({ sql }: Pick<Ctx, "sql">, { verdict }: LoadScope) {
  return verdict === null ? sql`actionable + noise + unclear` : sql`${sql.unsafe(verdict)}`;
}

/** What of a person and a local date belongs to the team asked for. */
export function inTeam({ sql, workspaceId }: Fragmenter, { teamId }: LoadScope, person: string, date: string) {
  if (teamId === null) return sql``;
  const [personOf, dateOf] = [sql.unsafe(person), sql.unsafe(date)];
  // The list tells the server that it need not read what befell everybody else.
  return sql`and ${personOf} = any(array(select person_id from memberships where workspace_id = ${workspaceId} and team_id = ${teamId}))
    and exists (select from memberships m where m.workspace_id = ${workspaceId} and m.team_id = ${teamId}
    and m.person_id = ${personOf} and m.from_date <= ${dateOf} and m.to_date > ${dateOf})`;
}

/** `interruptions i`, with the page `p` that each is counted under where something of it is asked for. */
export function loadInterruptions({ sql }: Fragmenter, { service, urgency }: LoadScope) {
  return service === null && urgency === null
    ? sql`interruptions i`
    : sql`interruptions i join pages p on p.workspace_id = i.workspace_id and p.id = i.page_id`;
}

/** What is not judged yet is unclear. In words of which the server knows how many rows they hold. */
export function judged({ sql }: Pick<Ctx, "sql">, column: string, verdict: Verdict) {
  const said = sql.unsafe(column);
  return verdict === "unclear" ? sql`and (${said} = ${verdict} or ${said} is null)` : sql`and ${said} = ${verdict}`;
}

type Dates = { fromDate: string; toDate: string };

/** Of them those in the range or between the dates, in the team and the filters; those by tests alone are left out. */
export function loadInterruptionsInScope(ctx: Fragmenter, scope: LoadScope, dates?: Dates) {
  const { sql, workspaceId } = ctx;
  const { service, urgency, verdict } = scope;
  const inRange = dates
    ? sql`i.local_date >= ${dates.fromDate} and i.local_date < ${dates.toDate}`
    : interruptedInRange(ctx, scope);
  return sql`i.workspace_id = ${workspaceId} and ${inRange} and i.verdict is distinct from 'test'
    ${service === null && urgency === null ? sql`` : sql`and ${asked(ctx, scope)}`}
    ${verdict === null ? sql`` : judged(ctx, "i.verdict", verdict)}
    ${inTeam(ctx, scope, "i.person_id", "i.local_date")}`;
}
