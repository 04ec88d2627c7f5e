import { respond } from "@/app/_http/respond";
import { startImport } from "@/db/commands/start-import";
import { idFrom } from "@/db/queries/pages";
import { importView } from "@/db/queries/sources";
import { StartImportBody } from "@/lib/contract/sources";

type Context = { params: Promise<{ id: string }> };

export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const id = idFrom((await params).id, "import");
    await startImport(ctx, id, StartImportBody.parse(await request.json()));
    return importView(ctx, id);
  });
}
