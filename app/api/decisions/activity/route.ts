import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { activity } from "@/db/queries/activity";
import { ActivityFilter } from "@/lib/contract/decision";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => activity(ctx, searchOf(request, ActivityFilter)));
}
