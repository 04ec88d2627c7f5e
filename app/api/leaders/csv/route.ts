import { Readable } from "node:stream";
import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { leaders } from "@/db/queries/named/leaders";
import { pseudonyms } from "@/db/secrets/pseudonyms";
import { LeadersFilter } from "@/lib/contract/filter";
import { csvStream } from "@/lib/export/csv";
import { leadersTable } from "@/lib/report/leaders-table";

/** The rows of the tree, as the viewer may see them. */
export function GET(request: Request): Promise<Response> {
  return respond(request, async (ctx) => {
    const tree = await leaders(ctx, searchOf(request, LeadersFilter), "export");
    const made = { by: ctx.viewer.name, at: ctx.now };
    const { header, rows } = leadersTable(tree, { made, pseudonymOf: await pseudonyms(ctx.sql, ctx) });
    const body = Readable.toWeb(csvStream(header, inTurn(rows))) as ReadableStream<Uint8Array>;
    return new Response(body, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="leaders.csv"',
        "cache-control": "no-store",
      },
    });
  });
}

async function* inTurn<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}
