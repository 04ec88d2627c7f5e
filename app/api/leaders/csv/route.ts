import { Readable } from "node:stream";
import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { leaders } from "@/db/queries/named/leaders";
import { pseudonyms } from "@/db/secrets/pseudonyms";
import { LeadersFilter } from "@/lib/contract/filter";
import { csvStream } from "@/lib/export/csv";
import { fileName } from "@/lib/export/file-name";
import { leadersTable } from "@/lib/report/leaders-table";
import { localDateOf } from "@/lib/time/boundaries";

/** The rows of the tree, as the viewer may see them. */
export function GET(request: Request): Promise<Response> {
  return respond(request, async (ctx) => {
    const tree = await leaders(ctx, searchOf(request, LeadersFilter), "export");
    const made = { by: ctx.viewer.name, at: ctx.now };
    const { from, to, zone } = tree.range;
    const days = { first: localDateOf(Date.parse(from), zone), last: localDateOf(Date.parse(to) - 1, zone) };
    const name = fileName({ team: null, metric: "Leaders", days, zone }, "csv");
    const { header, rows } = leadersTable(tree, { made, pseudonymOf: await pseudonyms(ctx.sql, ctx) });
    const body = Readable.toWeb(csvStream(header, inTurn(rows))) as ReadableStream<Uint8Array>;
    return new Response(body, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="leaders.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
        "cache-control": "no-store",
      },
    });
  });
}

async function* inTurn<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}
