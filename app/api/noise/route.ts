import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { noise } from "@/db/queries/noise";
import { NoiseFilter } from "@/lib/contract/filter";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => noise(ctx, searchOf(request, NoiseFilter)));
}
