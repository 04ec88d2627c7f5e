import { respond } from "@/app/_http/respond";
import { judgeDirty } from "@/db/commands/judge-dirty";
import { replaySource } from "@/db/commands/replay-source";
import { ReplayBody } from "@/lib/contract/ledger";

/** Reads every delivery of a source again that was left out for a reason. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => {
    const { source: sourceId, outcome, reason } = ReplayBody.parse(await request.json());
    const result = await replaySource(ctx, { sourceId, outcome, reason });
    await judgeDirty(ctx);
    return result;
  });
}
