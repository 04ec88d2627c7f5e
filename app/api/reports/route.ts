import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { reports } from "@/db/queries/reports";
import { ReportSubject } from "@/lib/contract/weekly-report";

/** The weeks that have a report, and which of them were published. */
export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => reports(ctx, searchOf(request, ReportSubject)));
}
