import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { publishReport } from "@/db/commands/publish-report";
import { weeklyReport } from "@/db/queries/weekly-report";
import { ReportFileFilter, ReportSubject, WeekId } from "@/lib/contract/weekly-report";

type Context = { params: Promise<{ week: string }> };

/** The report of a week: as published, or worked out today with `as=now`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const week = WeekId.parse((await params).week);
    const filter = searchOf(request, ReportFileFilter);
    return weeklyReport(ctx, week, filter, filter);
  });
}

/** Publishes it: what it says now is kept as its next version. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    publishReport(ctx, WeekId.parse((await params).week), searchOf(request, ReportSubject)),
  );
}
