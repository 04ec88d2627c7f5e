import { respond } from "@/app/_http/respond";
import { withdrawObjection } from "@/db/commands/object-to-load";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string; objection: string }> };

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const { id, objection } = await params;
    return withdrawObjection(ctx, idFrom(id, "person"), idFrom(objection, "remark"));
  });
}
