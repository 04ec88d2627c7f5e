import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { auditRows } from "@/db/queries/audit-rows";
import { AuditFilter } from "@/lib/contract/audit";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => auditRows(ctx, searchOf(request, AuditFilter)));
}
