import type { Ctx } from "@/db/ctx";
import { AppError } from "@/lib/errors";

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Everything that is kept about one person, for that person alone. Instants are UTC, ids ours. */
export type MyData = {
  madeAt: string;
  person: Rows;
  accounts: Rows;
  teams: Rows;
  reportsTo: Rows;
  zones: Rows;
  shifts: Rows;
  notifications: Rows;
  interruptions: Rows;
  efforts: Rows;
  objections: Rows;
};

export async function myData(ctx: Ctx, personId: string): Promise<MyData> {
  if (ctx.viewer.personId !== personId)
    throw new AppError("not-found", "There is no such person, or these data are not yours.");
  const { sql, workspaceId: workspace } = ctx;
  const [person, accounts, teams, reportsTo, zones, shifts, notifications, interruptions, efforts, objections] =
    await Promise.all([
      sql`select id, name, email, time_zone, job_title, country, region, hours, leads from people
        where workspace_id = ${workspace} and id = ${personId}`,
      sql`select provider, key, name, email, time_zone, job_title, matched_by from identities
        where workspace_id = ${workspace} and person_id = ${personId} order by provider, key`,
      sql`select t.name as team, m.from_date::text, m.to_date::text, m.origin from memberships m
        join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
        where m.workspace_id = ${workspace} and m.person_id = ${personId} order by m.from_date, t.name`,
      sql`select leader_id, from_date::text, to_date::text, origin from reporting_lines
        where workspace_id = ${workspace} and person_id = ${personId} order by from_date`,
      sql`select from_date::text, time_zone, country, region from person_zones
        where workspace_id = ${workspace} and person_id = ${personId} order by from_date`,
      sql`select schedule, team, level, from_at, to_at, kind from held_shifts
        where workspace_id = ${workspace} and person_id = ${personId} order by from_at, id`,
      sql`select at, page_id, channel, estimated, line from notifications
        where workspace_id = ${workspace} and person_id = ${personId} order by at, page_id, channel`,
      sql`select at, page_id, hour_class, local_date::text, local_hour, night::text, estimated, verdict from interruptions
        where workspace_id = ${workspace} and person_id = ${personId} order by at`,
      sql`select page_id, minutes, said_at from response_efforts
        where workspace_id = ${workspace} and person_id = ${personId} order by said_at, page_id`,
      sql`select page_id, note, said_at, settled_at, answer from objections
        where workspace_id = ${workspace} and person_id = ${personId} order by said_at, id`,
    ]);
  const madeAt = new Date(ctx.now).toISOString();
  return {
    madeAt,
    person,
    accounts,
    teams,
    reportsTo,
    zones,
    shifts,
    notifications,
    interruptions,
    efforts,
    objections,
  };
}
