import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { noteReport } from "@/db/commands/note-report";
import { NoteBody, ReportSubject, WeekId } from "@/lib/contract/weekly-report";

type Context = { params: Promise<{ week: string }> };

/** Writes a note down with a section of the report. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const week = WeekId.parse((await params).week);
    return noteReport(ctx, week, searchOf(request, ReportSubject), NoteBody.parse(await request.json()));
  });
}
