import { respond } from "@/app/_http/respond";
import { allowSharing } from "@/db/commands/allow-sharing";
import { SharingBody } from "@/lib/contract/sharing";

export function PUT(request: Request): Promise<Response> {
  return respond(request, async (ctx) => allowSharing(ctx, SharingBody.parse(await request.json()).allowed));
}
