import { applyTools } from "@/app/_http/apply-tools";
import { respond } from "@/app/_http/respond";
import { undoLast } from "@/db/commands/undo-last";
import { undoMove } from "@/db/commands/undo-move";
import { UndoBody, type Undone } from "@/lib/contract/triage";

/** What the viewer did last, or one move by its number. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx): Promise<Undone> => {
    const { move } = UndoBody.parse(await request.json());
    if (move === undefined) return undoLast(ctx, await applyTools());
    const { kind, signatureIds } = await undoMove(ctx, move);
    return { what: kind, signatureIds, sentence: null, stays: [] };
  });
}
