import { respond } from "@/app/_http/respond";
import { changeSource, deleteSource } from "@/db/commands/change-source";
import { idFrom } from "@/db/queries/pages";
import { sourceView } from "@/db/queries/source-list";
import { ChangeSourceBody } from "@/lib/contract/source";

type Context = { params: Promise<{ id: string }> };

const idOf = async (params: Context["params"]) => idFrom((await params).id, "source");

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => sourceView(ctx, await idOf(params)));
}

export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const id = await idOf(params);
    await changeSource(ctx, id, ChangeSourceBody.parse(await request.json()));
    return sourceView(ctx, id);
  });
}

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => deleteSource(ctx, await idOf(params)));
}
