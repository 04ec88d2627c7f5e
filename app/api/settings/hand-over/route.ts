import { respond } from "@/app/_http/respond";
import { setHandOver } from "@/db/commands/set-hand-over";
import { handOverSettings } from "@/db/queries/hand-over-settings";
import { HandOverBody } from "@/lib/contract/hand-over";

/** When the weeks of reports begin. */
export function GET(request: Request): Promise<Response> {
  return respond(request, handOverSettings);
}

export function PUT(request: Request): Promise<Response> {
  return respond(request, async (ctx) => setHandOver(ctx, HandOverBody.parse(await request.json())));
}
