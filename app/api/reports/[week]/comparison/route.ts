import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { reportComparison } from "@/db/queries/weekly-report";
import { ReportFilter, WeekId } from "@/lib/contract/weekly-report";

type Context = { params: Promise<{ week: string }> };

/** The published report beside what comes out today, figure by figure where they differ. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const filter = searchOf(request, ReportFilter);
    return reportComparison(ctx, WeekId.parse((await params).week), filter, filter.version);
  });
}
