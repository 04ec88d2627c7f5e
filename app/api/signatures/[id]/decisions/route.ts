import { respond } from "@/app/_http/respond";
import { decisionHistory } from "@/db/queries/decisions";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => decisionHistory(ctx, (await params).id));
}
