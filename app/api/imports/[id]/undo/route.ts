import { respond } from "@/app/_http/respond";
import { undoImport } from "@/db/commands/undo-import";
import { idFrom } from "@/db/queries/pages";
import { importView } from "@/db/queries/sources";

type Context = { params: Promise<{ id: string }> };

export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const id = idFrom((await params).id, "import");
    await undoImport(ctx, id);
    return importView(ctx, id);
  });
}
