import { respond } from "@/app/_http/respond";
import { removeSecret } from "@/db/commands/remove-secret";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string; secret: string }> };

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const { id, secret } = await params;
    return removeSecret(ctx, idFrom(id, "source"), idFrom(secret, "secret"));
  });
}
