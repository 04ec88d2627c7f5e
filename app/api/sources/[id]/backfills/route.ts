import { keyRing, outboundAllow } from "@/app/_http/outbound-settings";
import { respond } from "@/app/_http/respond";
import { startBackfill } from "@/db/commands/start-backfill";
import { backfillsOf, backfillView } from "@/db/queries/backfills";
import { idFrom } from "@/db/queries/pages";
import { StartBackfillBody } from "@/lib/contract/backfill";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => backfillsOf(ctx, idFrom((await params).id, "source")));
}

export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const body = StartBackfillBody.parse(await request.json());
    const sourceId = idFrom((await params).id, "source");
    return backfillView(ctx, await startBackfill(ctx, sourceId, body, { ring: keyRing, allow: outboundAllow() }));
  });
}
