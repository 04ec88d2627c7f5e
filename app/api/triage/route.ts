import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { triage } from "@/db/queries/triage";
import { TriageFilter } from "@/lib/contract/triage";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => triage(ctx, searchOf(request, TriageFilter)));
}
