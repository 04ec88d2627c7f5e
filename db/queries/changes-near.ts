import type { Sql } from "@/db/ctx";
import type { Change } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";

/** Whom pages concern, as they spell it. */
export type ChangeScope = { service: string | null; team: string | null; environment: string | null };

/** A change with the name of its row, for links. */
export type NearChange = Change & { id: string; sourceId: string };

type Row = Omit<NearChange, "startsAt" | "endsAt"> & { startsAt: Date; endsAt: Date | null };

/**
 * The changes of a scope that touch [from, to), in order of their start: points within it, and windows that overlap it. A
 * change of no service is of all of them; a page that names no service is only under those. Team and environment exclude
 * a change only where both sides name one. Letter case does not matter. `scope` null = whatever scope.
 */
export async function changesNear(
  sql: Sql,
  workspaceId: number,
  scope: ChangeScope | null,
  from: Instant,
  to: Instant,
): Promise<NearChange[]> {
  const rows = await sql<Row[]>`
    select id, source_id as "sourceId", change_key as "changeKey", kind, starts_at as "startsAt", ends_at as "endsAt",
      service, team, environment, rule, title, url, by, is_rollback as "isRollback"
    from changes
    where workspace_id = ${workspaceId} and starts_at < ${new Date(to)}
      and coalesce(ends_at, starts_at) >= ${new Date(from)} and (ends_at is null or ends_at > ${new Date(from)})
      ${scope === null ? sql`` : inScope(sql, scope)}
    order by starts_at, id`;
  return rows.map(({ startsAt, endsAt, ...row }) => {
    return { ...row, startsAt: startsAt.getTime(), endsAt: endsAt?.getTime() ?? null };
  });
}

function inScope(sql: Sql, { service, team, environment }: ChangeScope) {
  return sql`and (service is null or lower(service) = lower(${service}::text))
    and (team is null or ${team}::text is null or lower(team) = lower(${team}::text))
    and (environment is null or ${environment}::text is null or lower(environment) = lower(${environment}::text))`;
}
