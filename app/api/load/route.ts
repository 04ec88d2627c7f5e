import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { load } from "@/db/queries/load";
import { LoadFilter } from "@/lib/contract/load";

/** Who was interrupted, when and for what. */
export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => load(ctx, searchOf(request, LoadFilter)));
}
