import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { bestSetOf } from "@/db/queries/best-set";
import { BestSetAsk } from "@/lib/contract/best-set";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => bestSetOf(ctx, searchOf(request, BestSetAsk)));
}
