import { Readable } from "node:stream";
import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { importLabels } from "@/db/commands/import-labels";
import { labels } from "@/db/queries/labels";
import { viewNamed } from "@/db/queries/named/view-named";
import { LabelImportBody, LabelsFilter } from "@/lib/contract/labels";
import { labelLines, labelsCsv } from "@/lib/labels/write-labels";

const TYPES = { csv: "text/csv", jsonl: "application/x-ndjson" } as const;

/** All words of people as a file that can be brought in again. */
export function GET(request: Request): Promise<Response> {
  return respond(request, async (ctx) => {
    const { format, history } = searchOf(request, LabelsFilter);
    const told = await viewNamed(
      ctx,
      { screen: "labels", history },
      [],
      async () => labels(ctx, { history: history === "yes", names: false }),
      "export",
    );
    const body = Readable.toWeb(format === "csv" ? labelsCsv(told) : labelLines(told)) as ReadableStream<Uint8Array>;
    return new Response(body, {
      headers: {
        "content-type": `${TYPES[format]}; charset=utf-8`,
        "content-disposition": `attachment; filename="labels.${format}"`,
        "cache-control": "no-store",
      },
    });
  });
}

export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => importLabels(ctx, LabelImportBody.parse(await request.json())));
}
