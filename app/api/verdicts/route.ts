import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { giveManyVerdicts } from "@/db/commands/give-many-verdicts";
import { countMatching } from "@/db/queries/pages";
import { PagesFilter } from "@/lib/contract/filter";
import { BulkBody } from "@/lib/contract/verdict";

/** How many pages one word would be said of. */
export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => countMatching(ctx, searchOf(request, PagesFilter)));
}

/** One word on many pages. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => giveManyVerdicts(ctx, BulkBody.parse(await request.json())));
}
