import { respond } from "@/app/_http/respond";
import { undoSignatureEdit } from "@/db/commands/undo-signature-edit";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

/** Undoes a merge or a split; its row stays. */
export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => undoSignatureEdit(ctx, idFrom((await params).id, "merge or split")));
}
