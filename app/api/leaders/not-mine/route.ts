import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { notMine } from "@/db/queries/not-mine";
import { LeadersFilter } from "@/lib/contract/filter";

/** Pages of the people under a leader that belong to other teams, and those handed from team to team. */
export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => notMine(ctx, searchOf(request, LeadersFilter)));
}
