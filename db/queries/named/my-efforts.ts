import type { Ctx } from "@/db/ctx";
import { storedPage } from "@/db/staging/stored-page";
import type { Effort } from "@/lib/contract/person";
import { responseEffort } from "@/lib/load/response-effort";
import type { Action } from "@/lib/model/page";
import type { InstantRange } from "@/lib/time/range";

type ActedOn = {
  id: string;
  title: string | null;
  triggered: Date;
  ended: Date | null;
  packed: string;
  said: number | null;
};

/** What each page of the range took the person, the newest first: those that they acted on or have said something of. */
export async function myEfforts(
  { sql, workspaceId }: Ctx,
  personId: string,
  { from, to }: InstantRange,
): Promise<Effort[]> {
  const rows = await sql<ActedOn[]>`
    with rung as (
      select distinct page_id from notifications
      where workspace_id = ${workspaceId} and person_id = ${personId} and at >= ${new Date(from)} and at < ${new Date(to)}
    )
    select p.id, p.title, p.triggered_at as triggered, p.ended_at as ended, f.packed, e.minutes as said
    from rung
    join pages p on p.workspace_id = ${workspaceId} and p.id = rung.page_id and p.reason is distinct from 'test'
    join page_folds f on f.workspace_id = p.workspace_id and f.page_id = p.id
    left join response_efforts e on e.workspace_id = p.workspace_id and e.page_id = p.id and e.person_id = ${personId}
    order by triggered desc, p.id`;
  return rows.flatMap((row) => {
    const mine = storedPage(row.packed).actions.filter(({ person }) => person === personId);
    return row.said === null && mine.length === 0 ? [] : effortOf(row, mine);
  });
}

function effortOf({ id, title, triggered, ended, said }: ActedOn, mine: readonly Action[]): Effort {
  const acknowledged = mine.filter(({ kind }) => kind === "acknowledged").map(({ at }) => at);
  const effort = responseEffort({
    acknowledgedAt: acknowledged.length > 0 ? Math.min(...acknowledged) : null,
    endedAt: ended?.getTime() ?? null,
    actedAt: mine.map(({ at }) => at),
    saidMinutes: said,
  });
  return {
    pageId: id,
    title,
    triggeredAt: triggered.toISOString(),
    minutes: effort && Math.round(effort.minutes),
    estimated: effort?.estimated ?? false,
    capped: effort?.capped ?? false,
  };
}
