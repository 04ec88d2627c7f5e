import { Readable } from "node:stream";
import { browsing } from "@/app/_http/browsing";
import { drawn } from "@/app/_http/drawn";
import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { publishReport } from "@/db/commands/publish-report";
import { drawReportPdf, drawReportZip } from "@/db/drawing/draw-report";
import { reportInput } from "@/db/queries/report-input";
import { weeklyReport } from "@/db/queries/weekly-report";
import { ReportFileFilter, ReportSubject, WeekId } from "@/lib/contract/weekly-report";
import { type WeeklyFile, weeklyFile, weeklyFileName } from "@/lib/report/weekly-file";

type Context = { params: Promise<{ week: string }> };

/** The report of a week: as published, or worked out today with `as=now`. As a file where a format is asked for. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const week = WeekId.parse((await params).week);
    const filter = searchOf(request, ReportFileFilter);
    if (filter.format === undefined) return weeklyReport(ctx, week, filter, filter);
    const { format, paper } = filter;
    const input = await reportInput(ctx, week, filter, { names: true });
    if (format !== "pdf" && format !== "zip") return fileResponse(weeklyFile(input, format));
    const draw = format === "pdf" ? drawReportPdf : drawReportZip;
    const whom = { db: ctx.db, workspaceId: ctx.workspaceId, userId: ctx.viewer.userId };
    return drawn(await draw(browsing(), whom, { input, filter, paper }), weeklyFileName(input.report, format));
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
