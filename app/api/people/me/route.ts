import { respond } from "@/app/_http/respond";
import { linkViewer } from "@/db/commands/link-viewer";
import { LinkBody } from "@/lib/contract/people";

export function PUT(request: Request): Promise<Response> {
  return respond(request, async (ctx) => linkViewer(ctx, LinkBody.parse(await request.json())));
}
