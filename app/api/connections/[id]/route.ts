import { respond } from "@/app/_http/respond";
import { removeConnection } from "@/db/commands/remove-connection";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => removeConnection(ctx, idFrom((await params).id, "connection")));
}
