import type { Sql, WorkCtx } from "@/db/ctx";
import type { Instant } from "@/lib/model/instant";
import { type DateSpan, isWithin } from "@/lib/model/organisation";
import type { Hours } from "@/lib/model/settings";
import { localDateOf } from "@/lib/time/boundaries";
import { clockOf } from "@/lib/time/clock-of";
import { type PersonClock, zoneAt } from "@/lib/time/hour-rules";

/** Hours of a team that the person was in. */
type TeamHours = DateSpan & { hours: Hours };

type PersonRow = {
  id: string;
  hours: Hours | null;
  time_zone: string | null;
  country: string | null;
  region: string | null;
  zones: { fromDate: string; timeZone: string; country: string | null; region: string | null }[];
  teams: TeamHours[];
};

/** The clock that counts for a person at an instant. */
export type PersonClocks = ReadonlyMap<string, (at: Instant) => PersonClock>;

/** How instants are read off the walls of some people; who is unknown has none. */
export async function personClocks(
  sql: Sql,
  { workspaceId, zone, settings }: WorkCtx,
  personIds: readonly string[],
): Promise<PersonClocks> {
  const rows = await sql<PersonRow[]>`
    select p.id, p.hours, p.time_zone, p.country, p.region,
      (select coalesce(jsonb_agg(jsonb_build_object('fromDate', z.from_date::text, 'timeZone', z.time_zone,
          'country', z.country, 'region', z.region)), '[]')
        from person_zones z where z.workspace_id = p.workspace_id and z.person_id = p.id) as zones,
      (select coalesce(jsonb_agg(jsonb_build_object('fromDate', m.from_date::text, 'toDate', m.to_date::text,
          'hours', t.hours) order by m.from_date desc, t.id), '[]')
        from memberships m join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
        where m.workspace_id = p.workspace_id and m.person_id = p.id and t.hours is not null) as teams
    from people p where p.workspace_id = ${workspaceId} and p.id = any(${personIds as string[]}::bigint[])`;
  const workspace = { zone, hours: settings.hours, holidays: settings.holidays ?? null };
  return new Map(rows.map((row) => [row.id, clocksOf(row, workspace)]));
}

type Workspace = Parameters<typeof clockOf>[0]["workspace"];

/** Of several teams with hours the one joined last counts, and each only while the person was in it. */
function clocksOf({ time_zone: timeZone, teams, ...row }: PersonRow, workspace: Workspace) {
  const clock = clockOf({ person: { ...row, timeZone }, team: null, workspace });
  if (row.hours !== null || teams.length === 0) return () => clock;
  const ofTeams = teams.map((team) => ({ ...team, clock: { ...clock, hours: team.hours } }));
  return (at: Instant) => {
    const date = localDateOf(at, zoneAt(at, clock).zone);
    return ofTeams.find((span) => isWithin(date, span))?.clock ?? clock;
  };
}
