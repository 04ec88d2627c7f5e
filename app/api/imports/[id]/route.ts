import { respond } from "@/app/_http/respond";
import { discardImport } from "@/db/commands/discard-import";
import { idFrom } from "@/db/queries/pages";
import { importView } from "@/db/queries/sources";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => importView(ctx, (await params).id));
}

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => discardImport(ctx, idFrom((await params).id, "import")));
}
