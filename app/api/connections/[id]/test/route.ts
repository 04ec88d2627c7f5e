import { applyTools } from "@/app/_http/apply-tools";
import { respond } from "@/app/_http/respond";
import { testConnection } from "@/db/commands/test-connection";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

/** Asks the other side; changes nothing there. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    testConnection(ctx, idFrom((await params).id, "connection"), await applyTools()),
  );
}
