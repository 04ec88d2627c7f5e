import { respond } from "@/app/_http/respond";
import { deliveryDetail } from "@/db/queries/delivery-detail";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => deliveryDetail(ctx, idFrom((await params).id, "delivery")));
}
