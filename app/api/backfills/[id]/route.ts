import { respond } from "@/app/_http/respond";
import { resumeBackfill, stopBackfill } from "@/db/commands/stop-backfill";
import { backfillView } from "@/db/queries/backfills";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => backfillView(ctx, idFrom((await params).id, "backfill")));
}

/** Stops it; what was fetched stays. */
export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const id = idFrom((await params).id, "backfill");
    await stopBackfill(ctx, id);
    return backfillView(ctx, id);
  });
}

/** Goes on where it was stopped or failed. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const id = idFrom((await params).id, "backfill");
    await resumeBackfill(ctx, id);
    return backfillView(ctx, id);
  });
}
