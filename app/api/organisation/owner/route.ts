import { respond } from "@/app/_http/respond";
import { setServiceOwner } from "@/db/commands/set-service-owner";
import { OwnerBody } from "@/lib/contract/organisation";

export function PUT(request: Request): Promise<Response> {
  return respond(request, async (ctx) => setServiceOwner(ctx, OwnerBody.parse(await request.json())));
}
