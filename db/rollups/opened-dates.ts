import type { Sql } from "@/db/ctx";
import type { Instant } from "@/lib/model/instant";
import { localDateOf } from "@/lib/time/boundaries";

/** The workspace's dates on which these pages opened, as they stand now. */
export async function openedDates(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ first: Date; last: Date; zone: string }[]>`
    select min(p.triggered_at) as first, max(p.triggered_at) as last, w.time_zone as zone
    from workspaces w join pages p on p.workspace_id = w.id and p.id = any(${pageIds as string[]}::bigint[])
    where w.id = ${workspaceId}
    group by w.time_zone, floor(extract(epoch from p.triggered_at) / 3600)`;
  const [row] = rows;
  return row
    ? datesOf(
        rows.flatMap(({ first, last }) => [first.getTime(), last.getTime()]),
        row.zone,
      )
    : [];
}

const HOUR_MS = 3_600_000;

/** The dates of these instants. No hour holds two midnights: its first and its last instant tell the dates of all. */
export function datesOf(instants: readonly Instant[], zone: string): string[] {
  const firsts = new Map<number, Instant>();
  const lasts = new Map<number, Instant>();
  for (const at of instants) {
    const hour = Math.floor(at / HOUR_MS);
    if (at < (firsts.get(hour) ?? Number.POSITIVE_INFINITY)) firsts.set(hour, at);
    if (at > (lasts.get(hour) ?? Number.NEGATIVE_INFINITY)) lasts.set(hour, at);
  }
  return [...new Set([...firsts.values(), ...lasts.values()].map((at) => localDateOf(at, zone)))];
}
