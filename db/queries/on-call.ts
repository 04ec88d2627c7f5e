import type { Ctx } from "@/db/ctx";
import type { OnCallSpan } from "@/lib/load/on-call-hours";
import type { InstantRange } from "@/lib/time/range";

export type PersonShift = OnCallSpan & { personId: string; schedule: string | null; team: string | null };

type Reader = Pick<Ctx, "sql" | "workspaceId">;

/** The shifts of these people that lie in a range, or reach into it, as they were told; null = of everybody. */
export async function shiftsWithin(
  { sql, workspaceId }: Reader,
  { from, to }: InstantRange,
  personIds: readonly string[] | null,
): Promise<PersonShift[]> {
  const rows = await sql<(Omit<PersonShift, "fromAt" | "toAt"> & { from_at: Date; to_at: Date })[]>`
    select person_id as "personId", schedule, team, level, from_at, to_at from held_shifts
    where workspace_id = ${workspaceId} and from_at < ${new Date(to)} and to_at > ${new Date(from)}
      and (${personIds === null} or person_id = any(${(personIds ?? []) as string[]}::bigint[]))
    order by person_id, from_at, level, id`;
  return rows.map(({ from_at: fromAt, to_at: toAt, ...row }) => ({
    ...row,
    fromAt: fromAt.getTime(),
    toAt: toAt.getTime(),
  }));
}
