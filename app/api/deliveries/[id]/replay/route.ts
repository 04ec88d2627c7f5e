import { respond } from "@/app/_http/respond";
import { judgeDirty } from "@/db/commands/judge-dirty";
import { replayDelivery } from "@/db/commands/replay-delivery";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

/** Reads a kept delivery again; the answer is its ledger. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const ledger = await replayDelivery(ctx, idFrom((await params).id, "delivery"));
    await judgeDirty(ctx);
    return ledger;
  });
}
