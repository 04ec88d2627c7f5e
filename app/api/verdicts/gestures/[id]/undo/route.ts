import { respond } from "@/app/_http/respond";
import { undoGesture } from "@/db/commands/undo-gesture";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => undoGesture(ctx, idFrom((await params).id, "verdict")));
}
