import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { deliveries } from "@/db/queries/deliveries";
import { DeliveriesFilter } from "@/lib/contract/ledger";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => deliveries(ctx, searchOf(request, DeliveriesFilter)));
}
