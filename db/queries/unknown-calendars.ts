import type { Sql } from "@/db/ctx";
import type { UnknownCalendar } from "@/lib/contract/load-settings";
import type { HolidayCalendar } from "@/lib/model/settings";
import { isKnownCalendar } from "@/lib/time/holidays";

/**
 * Calendars that no screen or file could have set, of people and of the workspace: nobody knows their holidays, so that
 * those people have none.
 */
export async function unknownCalendars(sql: Sql, workspaceId: number): Promise<UnknownCalendar[]> {
  const rows = await sql<(HolidayCalendar & { people: number | null })[]>`
    select country, region, count(distinct person_id)::int as people from (
      select id as person_id, country, region from people where workspace_id = ${workspaceId} and country is not null
      union all
      select person_id, country, region from person_zones where workspace_id = ${workspaceId} and country is not null
    ) places group by 1, 2
    union all
    select settings #>> '{holidays,country}', settings #>> '{holidays,region}', null from workspaces
    where id = ${workspaceId} and settings #>> '{holidays,country}' is not null
    order by 1, 2`;
  return rows
    .filter(({ country, region }) => !isKnownCalendar({ country, region }))
    .map(({ country, region, people }) => ({ name: [country, region].filter(Boolean).join("-"), people }));
}
