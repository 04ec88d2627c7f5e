import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { noiseTrends } from "@/db/queries/noise-trends";
import { NoiseFilter } from "@/lib/contract/filter";

/** What became new, louder, quieter or gone, and since when. */
export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => noiseTrends(ctx, searchOf(request, NoiseFilter)));
}
