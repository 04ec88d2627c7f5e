import type { WorkCtx } from "@/db/ctx";
import { isOurFault } from "@/db/our-fault";
import type { ReplayResult } from "@/lib/contract/ledger";
import { groupReason } from "@/lib/ingest/group-reason";
import { replayDelivery } from "./replay-delivery";

type Which = { sourceId: string; outcome: "ignored" | "rejected"; reason: string | null };

/** So many deliveries are read again at once; the rest is told as left. */
const MOST = 1_000;

/**
 * Reads every kept delivery of a source again that has records with this end and reason. Those that were read longest
 * ago come first: asked again, it goes on with those that are left.
 */
export async function replaySource(ctx: WorkCtx, which: Which, most = MOST): Promise<ReplayResult> {
  const ids = await deliveriesWith(ctx, which);
  const result: ReplayResult = { replayed: 0, failed: 0, left: Math.max(0, ids.length - most) };
  for (const id of ids.slice(0, most)) {
    try {
      await replayDelivery(ctx, id);
      result.replayed += 1;
    } catch (error) {
      // A delivery on which our code still fails stays as it is; anything else is a failure of the whole.
      if (!isOurFault(error)) throw error;
      result.failed += 1;
    }
  }
  return result;
}

async function deliveriesWith({ sql, workspaceId }: WorkCtx, { sourceId, outcome, reason }: Which): Promise<string[]> {
  const rows = await sql<{ id: string; why: string }[]>`
    select distinct d.id, r.why, d.settled_at from inbox d
    join rejections r on r.workspace_id = d.workspace_id and r.origin_id = d.id and r.kind = ${outcome}
    where d.workspace_id = ${workspaceId} and d.source_id = ${sourceId} and d.settled_at is not null and d.body is not null
      and d.redacted_at is null
      and d.${sql(outcome)} > 0
    order by d.settled_at, d.id`;
  const chosen = rows.filter(({ why }) => reason === null || groupReason(why) === reason);
  return [...new Set(chosen.map(({ id }) => id))];
}
