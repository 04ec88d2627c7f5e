import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { takeInReport } from "@/db/commands/take-in-report";
import { ReportSubject, TakenBody, WeekId } from "@/lib/contract/weekly-report";

type Context = { params: Promise<{ week: string }> };

/** Notes that decisions were taken in the meeting of the report. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const week = WeekId.parse((await params).week);
    const { decisionIds } = TakenBody.parse(await request.json());
    return takeInReport(ctx, week, searchOf(request, ReportSubject), decisionIds);
  });
}
