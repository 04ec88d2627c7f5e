import { respond } from "@/app/_http/respond";
import { revokeToken } from "@/db/commands/revoke-token";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => revokeToken(ctx, idFrom((await params).id, "token")));
}
