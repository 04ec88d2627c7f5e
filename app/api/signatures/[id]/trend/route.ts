import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { signatureTrend } from "@/db/queries/noise-trends";
import { NoiseFilter } from "@/lib/contract/filter";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => signatureTrend(ctx, (await params).id, searchOf(request, NoiseFilter)));
}
