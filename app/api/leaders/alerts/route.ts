import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { leaderAlerts } from "@/db/queries/named/leader-alerts";
import { LeadersFilter } from "@/lib/contract/filter";

/** The alerts that did most to the people under a leader. */
export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => leaderAlerts(ctx, searchOf(request, LeadersFilter)));
}
