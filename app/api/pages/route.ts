import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { pages } from "@/db/queries/pages";
import { PagesFilter, Portion } from "@/lib/contract/filter";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => pages(ctx, searchOf(request, PagesFilter), searchOf(request, Portion)));
}
