import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { recordPages } from "@/db/queries/model-record";
import { RecordPagesFilter } from "@/lib/contract/model-record";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => recordPages(ctx, searchOf(request, RecordPagesFilter)));
}
