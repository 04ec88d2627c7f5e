import { Readable } from "node:stream";
import { z } from "zod";
import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { load } from "@/db/queries/load";
import { LOAD_TABLES, LoadFilter } from "@/lib/contract/load";
import { csvStream } from "@/lib/export/csv";
import { loadCsv } from "@/lib/report/load-csv";

type Context = { params: Promise<{ table: string }> };

/** The table as it is shown to who asks, as CSV. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const table = z.enum(LOAD_TABLES).parse((await params).table);
    const filter = searchOf(request, LoadFilter);
    const { name, header, rows } = loadCsv(await load(ctx, filter, "export"), table, filter, {
      by: ctx.viewer.name,
      at: ctx.now,
    });
    const body = Readable.toWeb(csvStream(header, each(rows))) as ReadableStream<Uint8Array>;
    return new Response(body, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="load-${table}.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
        "cache-control": "no-store",
      },
    });
  });
}

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}
