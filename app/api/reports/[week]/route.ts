import { Readable } from "node:stream";
import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { publishReport } from "@/db/commands/publish-report";
import { reportInput } from "@/db/queries/report-input";
import { weeklyReport } from "@/db/queries/weekly-report";
import { ReportFileFilter, ReportSubject, WeekId } from "@/lib/contract/weekly-report";
import { type WeeklyFile, weeklyFile } from "@/lib/report/weekly-file";

type Context = { params: Promise<{ week: string }> };

/** The report of a week: as published, or worked out today with `as=now`. As a file where a format is asked for. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const week = WeekId.parse((await params).week);
    const filter = searchOf(request, ReportFileFilter);
    if (filter.format === undefined) return weeklyReport(ctx, week, filter, filter);
    return fileResponse(weeklyFile(await reportInput(ctx, week, filter, { names: true }), filter.format));
  });
}

function fileResponse({ name, type, body }: WeeklyFile): Response {
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="weekly-noise-report"; filename*=UTF-8''${encodeURIComponent(name)}`,
      "cache-control": "no-store",
    },
  });
}

/** Publishes it: what it says now is kept as its next version. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    publishReport(ctx, WeekId.parse((await params).week), searchOf(request, ReportSubject)),
  );
}
