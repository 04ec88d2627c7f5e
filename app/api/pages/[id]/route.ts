import { respond } from "@/app/_http/respond";
import { pageDetail } from "@/db/queries/page-detail";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => pageDetail(ctx, (await params).id));
}
