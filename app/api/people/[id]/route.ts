import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { personDetail } from "@/db/queries/named/person-detail";
import { NoiseFilter } from "@/lib/contract/filter";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => personDetail(ctx, (await params).id, searchOf(request, NoiseFilter)));
}
