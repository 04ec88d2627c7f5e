import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { leaders } from "@/db/queries/named/leaders";
import { LeadersFilter } from "@/lib/contract/filter";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => leaders(ctx, searchOf(request, LeadersFilter)));
}
