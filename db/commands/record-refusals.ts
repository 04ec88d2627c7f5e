import type { Sql } from "@/db/ctx";
import type { RefusalReason } from "@/lib/contract/source";
import type { Instant } from "@/lib/model/instant";
import { localDateOf } from "@/lib/time/boundaries";

/** Requests of one source and reason that were turned away at the door. */
export type Refused = {
  workspaceId: number;
  sourceId: string;
  /** IANA zone of the workspace. */
  zone: string;
  reason: RefusalReason;
  status: number;
  requests: number;
  firstAt: Instant;
  lastAt: Instant;
  detail: string | null;
};

/** Adds them to their day, all or none. The day is that of the last one. */
export async function recordRefusals(sql: Sql, refused: readonly Refused[]): Promise<void> {
  if (refused.length === 0) return;
  await sql.begin(async (tx) => {
    for (const one of refused) await record(tx as unknown as Sql, one);
  });
}

async function record(sql: Sql, one: Refused): Promise<void> {
  const { workspaceId, sourceId, reason, status, requests, detail } = one;
  const day = localDateOf(one.lastAt, one.zone);
  const [firstAt, lastAt] = [new Date(one.firstAt), new Date(one.lastAt)];
  await sql`
    insert into refusals as r
      (workspace_id, source_id, day, reason, status, requests, streak, first_at, last_at, detail)
    values (${workspaceId}, ${sourceId}, ${day}, ${reason}, ${status}, ${requests}, ${requests}, ${firstAt}, ${lastAt}, ${detail})
    on conflict (workspace_id, source_id, day, reason) do update set
      requests = r.requests + excluded.requests,
      streak = excluded.streak + case when
        exists (select from inbox i where i.workspace_id = r.workspace_id and i.source_id = r.source_id
          and i.via <> 'backfill' and i.received_at > r.last_at)
        or exists (select from inbox_repeats i where i.workspace_id = r.workspace_id and i.source_id = r.source_id
          and i.received_at > r.last_at)
        then 0 else r.streak end,
      status = excluded.status, detail = excluded.detail,
      first_at = least(r.first_at, excluded.first_at), last_at = greatest(r.last_at, excluded.last_at)`;
}
