import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { changesList } from "@/db/queries/changes";
import { ChangesFilter } from "@/lib/contract/changes";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => changesList(ctx, searchOf(request, ChangesFilter)));
}
