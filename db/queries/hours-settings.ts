import type { Ctx } from "@/db/ctx";
import type { HoursSettings } from "@/lib/contract/load-settings";
import type { Hours } from "@/lib/model/settings";
import { localDateOf } from "@/lib/time/boundaries";
import { holidaysIn, isKnownCalendar } from "@/lib/time/holidays";
import { unknownCalendars } from "./unknown-calendars";

const HOLIDAYS_SHOWN = 6;

/** The hours of the workspace, its teams, and the people who differ. */
export async function hoursSettings(ctx: Ctx): Promise<HoursSettings> {
  const { sql, workspaceId, settings, zone, viewer, now } = ctx;
  const today = localDateOf(now, zone);
  const [teams, everybody, [own], unknown] = await Promise.all([
    sql<HoursSettings["teams"]>`
      select t.id, t.name, t.hours, count(distinct m.person_id)::int as people from teams t
      left join memberships m on m.workspace_id = t.workspace_id and m.team_id = t.id
        and m.from_date <= ${today} and m.to_date > ${today}
      where t.workspace_id = ${workspaceId} group by t.id, t.name, t.hours order by t.name`,
    sql<{ id: string; name: string; hours: Hours | null }[]>`
      select id, coalesce(name, email, '(no name)') as name, hours from people
      where workspace_id = ${workspaceId} and erased_at is null order by 2, id`,
    sql<{ n: number }[]>`
      select count(distinct p.id)::int as n from people p
      left join person_zones z on z.workspace_id = p.workspace_id and z.person_id = p.id and z.from_date <= ${today}
      where p.workspace_id = ${workspaceId} and (p.country is not null or z.country is not null)`,
    unknownCalendars(sql, workspaceId),
  ]);
  return {
    workspace: settings.hours,
    holidays: settings.holidays ?? null,
    teams,
    people: everybody.flatMap(({ id, name, hours }) => (hours ? [{ id, name, hours }] : [])),
    everybody: everybody.map(({ id, name }) => ({ id, name })),
    nextHolidays: settings.holidays ? nextHolidays(settings.holidays, today) : [],
    ownCalendars: own?.n ?? 0,
    unknownCalendars: unknown,
    zone,
    canChange: viewer.role === "admin",
  };
}

function nextHolidays(calendar: NonNullable<HoursSettings["holidays"]>, today: string) {
  if (!isKnownCalendar(calendar)) return [];
  const year = Number(today.slice(0, 4));
  const days = [...holidaysIn(calendar, year), ...holidaysIn(calendar, year + 1)];
  return days.filter(({ date }) => date >= today).slice(0, HOLIDAYS_SHOWN);
}
