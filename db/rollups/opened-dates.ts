import type { Sql } from "@/db/ctx";
import { localDateOf } from "@/lib/time/boundaries";

/** The workspace's dates on which these pages opened, as they stand now. */
export async function openedDates(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<string[]> {
  // No hour holds two midnights: its first and last opening tell the dates of all.
  const rows = await sql<{ first: Date; last: Date; zone: string }[]>`
    select min(p.triggered_at) as first, max(p.triggered_at) as last, w.time_zone as zone
    from workspaces w join pages p on p.workspace_id = w.id and p.id = any(${pageIds as string[]}::bigint[])
    where w.id = ${workspaceId}
    group by w.time_zone, floor(extract(epoch from p.triggered_at) / 3600)`;
  return [
    ...new Set(rows.flatMap(({ first, last, zone }) => [first, last].map((at) => localDateOf(at.getTime(), zone)))),
  ];
}
