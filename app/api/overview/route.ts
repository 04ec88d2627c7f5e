import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { overview } from "@/db/queries/overview";
import { NoiseFilter } from "@/lib/contract/filter";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => overview(ctx, searchOf(request, NoiseFilter)));
}
