import type { Ctx } from "@/db/ctx";
import { remembered } from "@/db/queries/remembered";
import type { DateSpan } from "@/lib/model/organisation";
import type { LedSpan } from "@/lib/report/leader-facts";

/**
 * Who was under whom on the dates, cut to them. Most people have the same leaders on all of them: they come as one list of
 * each leader and depth.
 */
export function ledSpans(ctx: Reader, dates: DateSpan): Promise<readonly LedSpan[]> {
  const asked = { key: ["led", dates.fromDate, dates.toDate], watched: [{ table: "org_closure" }] };
  return remembered(ctx, asked, (reader) => readSpans(reader, dates));
}

type Reader = Pick<Ctx, "sql" | "workspaceId">;

async function readSpans({ sql, workspaceId }: Reader, { fromDate, toDate }: DateSpan): Promise<LedSpan[]> {
  const rows = await sql<{ leaderId: string; depth: number; fromDate: string; toDate: string; people: string[] }[]>`
    select leader_id as "leaderId", depth, greatest(from_date, ${fromDate}::date)::text as "fromDate",
      least(to_date, ${toDate}::date)::text as "toDate", array_agg(person_id::text order by person_id) as people
    from org_closure
    where workspace_id = ${workspaceId} and from_date < ${toDate} and to_date > ${fromDate}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
  return rows.flatMap(({ people, ...span }) => people.map((personId) => ({ personId, ...span })));
}
