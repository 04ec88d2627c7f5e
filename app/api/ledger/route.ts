import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { ledger } from "@/db/queries/ledger";
import { LedgerFilter } from "@/lib/contract/ledger";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => ledger(ctx, searchOf(request, LedgerFilter)));
}
