import type { Ctx } from "@/db/ctx";
import type { ChangeRow, ChangesFilter, ChangesView } from "@/lib/contract/changes";
import { AppError } from "@/lib/errors";

const PORTION = 100;

type Listed = Omit<ChangeRow, "startsAt" | "endsAt" | "record"> & {
  starts_at: Date;
  ends_at: Date | null;
  origin_id: string;
  place: string;
  of_import: boolean;
};

/** Changes as they are known now, newest first; each with the record that is the latest word on it. */
export async function changesList(ctx: Ctx, filter: ChangesFilter): Promise<ChangesView> {
  const rows = await changeRows(ctx, filter);
  const shown = rows.slice(0, PORTION);
  const last = rows.length > PORTION ? shown.at(-1) : undefined;
  return { rows: shown.map(rowOf), next: last ? keyText(last) : null, sources: await tellingSources(ctx) };
}

function changeRows({ sql, workspaceId }: Ctx, filter: ChangesFilter): Promise<Listed[]> {
  const { from, to, source, kind, service, team, q, after } = filter;
  const key = after === undefined ? null : keyFrom(after);
  const holds = q === undefined ? null : `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return sql<Listed[]>`
    select c.id, c.source_id as "sourceId", coalesce(s.name, '(source removed)') as "sourceName", c.kind, c.starts_at,
      c.ends_at, c.service, c.team, c.environment, c.rule, c.title, c.url, c.by, c.is_rollback as "isRollback",
      c.origin_id, c.place, m.id is not null as of_import,
      (select count(*)::int from change_tellings t where t.workspace_id = c.workspace_id and t.source_id = c.source_id
        and t.telling_key = c.telling_key and t.is_first) as tellings
    from changes c
    left join sources s on s.workspace_id = c.workspace_id and s.id = c.source_id
    left join imports m on m.workspace_id = c.workspace_id and m.id = c.origin_id
    where c.workspace_id = ${workspaceId}
      ${to === undefined ? sql`` : sql`and c.starts_at < ${to}`}
      ${from === undefined ? sql`` : sql`and coalesce(c.ends_at, c.starts_at) >= ${from}`}
      ${source === undefined ? sql`` : sql`and c.source_id = ${source}`}
      ${kind === undefined ? sql`` : sql`and c.kind = ${kind}`}
      ${service === undefined ? sql`` : sql`and (c.service is null or lower(c.service) = lower(${service}))`}
      ${team === undefined ? sql`` : sql`and (c.team is null or lower(c.team) = lower(${team}))`}
      ${holds === null ? sql`` : sql`and (c.title ilike ${holds} or c.service ilike ${holds} or c.by ilike ${holds})`}
      ${key === null ? sql`` : sql`and (c.starts_at, c.id) < (${key.at}::timestamptz, ${key.id}::bigint)`}
    order by c.starts_at desc, c.id desc limit ${PORTION + 1}`;
}

/** Those that have told of changes, by name. */
function tellingSources({ sql, workspaceId }: Ctx): Promise<ChangesView["sources"]> {
  return sql<ChangesView["sources"]>`
    select s.id, s.name from sources s
    where s.workspace_id = ${workspaceId} and exists (
      select from changes c where c.workspace_id = s.workspace_id and c.source_id = s.id)
    order by s.name, s.id`;
}

function rowOf({ starts_at: at, ends_at: end, origin_id: id, place, of_import: ofImport, ...row }: Listed): ChangeRow {
  return {
    ...row,
    startsAt: at.toISOString(),
    endsAt: end?.toISOString() ?? null,
    record: { kind: ofImport ? "import" : "delivery", id, place },
  };
}

// Starts are kept to the millisecond.
const keyText = ({ starts_at: at, id }: Listed) => `${at.toISOString()}_${id}`;

function keyFrom(text: string): { at: string; id: string } {
  const [, at, id] = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z)_(\d{1,19})$/.exec(text) ?? [];
  if (at === undefined || id === undefined)
    throw new AppError("invalid", "The place to go on from is not one of ours.");
  return { at, id };
}
