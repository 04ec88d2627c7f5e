import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { squashed } from "@/db/queries/squashed";
import { NoiseFilter } from "@/lib/contract/filter";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => squashed(ctx, searchOf(request, NoiseFilter)));
}
