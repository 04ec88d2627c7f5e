import { respond } from "@/app/_http/respond";
import { pagePrediction } from "@/db/queries/page-prediction";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => pagePrediction(ctx, (await params).id));
}
