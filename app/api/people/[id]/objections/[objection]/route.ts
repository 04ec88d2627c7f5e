import { respond } from "@/app/_http/respond";
import { settleObjection, withdrawObjection } from "@/db/commands/object-to-load";
import { idFrom } from "@/db/queries/pages";
import { SettleBody } from "@/lib/contract/person";

type Context = { params: Promise<{ id: string; objection: string }> };

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const { id, objection } = await params;
    return withdrawObjection(ctx, idFrom(id, "person"), idFrom(objection, "remark"));
  });
}

/** Settles it with an answer. */
export function PUT(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const { id, objection } = await params;
    const { answer } = SettleBody.parse(await request.json());
    return settleObjection(ctx, idFrom(id, "person"), idFrom(objection, "remark"), answer);
  });
}
