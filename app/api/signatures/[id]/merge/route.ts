import { respond } from "@/app/_http/respond";
import { mergeSignatures } from "@/db/commands/merge-signatures";
import { idFrom } from "@/db/queries/pages";
import { MergeSignatureBody } from "@/lib/contract/signature-shape";

type Context = { params: Promise<{ id: string }> };

/** The answer names the edit, for undoing it. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const id = idFrom((await params).id, "alert");
    return { editId: await mergeSignatures(ctx, id, MergeSignatureBody.parse(await request.json())) };
  });
}
