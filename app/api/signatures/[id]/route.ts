import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { signatureDetail } from "@/db/queries/signature-detail";
import { NoiseFilter } from "@/lib/contract/filter";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => signatureDetail(ctx, (await params).id, searchOf(request, NoiseFilter)));
}
