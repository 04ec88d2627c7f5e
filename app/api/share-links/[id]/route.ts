import { respond } from "@/app/_http/respond";
import { revokeShareLink } from "@/db/commands/revoke-share-link";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => revokeShareLink(ctx, idFrom((await params).id, "link")));
}
