import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { changeNote } from "@/db/commands/change-note";
import { idFrom } from "@/db/queries/pages";
import { NoteChange, ReportSubject, WeekId } from "@/lib/contract/weekly-report";

type Context = { params: Promise<{ week: string; id: string }> };

/** Other words for one's own note; or it is taken back, or comes back. */
export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const given = await params;
    const of = {
      week: WeekId.parse(given.week),
      asked: searchOf(request, ReportSubject),
      id: idFrom(given.id, "note"),
    };
    return changeNote(ctx, of, NoteChange.parse(await request.json()));
  });
}
