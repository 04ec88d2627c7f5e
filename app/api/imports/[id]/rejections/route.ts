import { Readable } from "node:stream";
import { respond } from "@/app/_http/respond";
import { idFrom } from "@/db/queries/pages";
import { rejectionRows } from "@/db/queries/rejections";
import { csvStream } from "@/lib/export/csv";

type Context = { params: Promise<{ id: string }> };

/** Every rejected record, and every part left out of an accepted one, with its line and reason. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const { fileName, rows } = await rejectionRows(ctx, idFrom((await params).id, "import"));
    const body = Readable.toWeb(csvStream(["kind", "line", "place", "reason"], rows)) as ReadableStream<Uint8Array>;
    return new Response(body, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="rejected.csv"; filename*=UTF-8''${encodeURIComponent(`rejected_${fileName}.csv`)}`,
        "cache-control": "no-store",
      },
    });
  });
}
