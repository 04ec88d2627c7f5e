import type { Ctx } from "@/db/ctx";
import { offsetsOf } from "@/lib/time/boundaries";

type Fragmenter = Pick<Ctx, "sql" | "zone">;

/** The workspace's date of a column's instant, by the offsets of lib/time: the server converts no zones of its own. */
export function localDate({ sql, zone }: Fragmenter, column: string) {
  const at = sql.unsafe(column);
  const offsets = tableOf(zone);
  return sql`((${at} at time zone 'UTC') + interval '1 second'
    * (${offsets.seconds}::float8[])[greatest(1, width_bucket(${at}, ${offsets.starts}::timestamptz[]))])::date`;
}

/** As text, so that it is written once and not for every request. */
const tables = new Map<string, { starts: string; seconds: string }>();

function tableOf(zone: string): { starts: string; seconds: string } {
  const known = tables.get(zone);
  if (known) return known;
  const offsets = offsetsOf(zone);
  const starts = offsets.map(({ fromMs }) => `"${new Date(fromMs).toISOString()}"`).join();
  const table = {
    starts: `{${starts}}`,
    seconds: `{${offsets.map(({ offsetMs }) => offsetMs / 1000).join()}}`,
  };
  tables.set(zone, table);
  return table;
}
