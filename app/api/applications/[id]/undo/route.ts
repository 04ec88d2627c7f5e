import { applyTools } from "@/app/_http/apply-tools";
import { respond } from "@/app/_http/respond";
import { undoApplication } from "@/db/commands/undo-application";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    undoApplication(ctx, idFrom((await params).id, "application"), await applyTools()),
  );
}
