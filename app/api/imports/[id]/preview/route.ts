import { respond } from "@/app/_http/respond";
import { previewAgain } from "@/db/commands/preview-file";
import { idFrom } from "@/db/queries/pages";
import { PreviewBody } from "@/lib/contract/sources";

type Context = { params: Promise<{ id: string }> };

/** The first rows of a file, read with a mapping that is being tried. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    previewAgain(ctx, idFrom((await params).id, "import"), PreviewBody.parse(await request.json())),
  );
}
