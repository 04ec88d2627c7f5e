import { Readable } from "node:stream";
import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import type { Ctx } from "@/db/ctx";
import { exportedPages, filtersOf } from "@/db/queries/pages";
import { PagesFilter } from "@/lib/contract/filter";
import type { Pages } from "@/lib/contract/page";
import { csvStream } from "@/lib/export/csv";
import { fileName } from "@/lib/export/file-name";
import { MADE_HEADS, madeCells } from "@/lib/export/made";
import { PAGES_HEAD, pageCells } from "@/lib/report/pages-table";
import { localDateOf } from "@/lib/time/boundaries";

const PORTION = 2_000;
const ABOUT = ["range", "zone", "filters", ...MADE_HEADS] as const;

/** Every page that the filters leave, in the order asked for, as CSV. */
export function GET(request: Request): Promise<Response> {
  return respond(request, async (ctx) => {
    const filter = searchOf(request, PagesFilter);
    // What is not to be told is refused before the file begins.
    const { first, rest } = await exportedPages(ctx, filter, PORTION);
    const { from, to, zone } = first.range;
    const [firstDay, lastDay] = [localDateOf(Date.parse(from), zone), localDateOf(Date.parse(to) - 1, zone)];
    const days = { first: firstDay, last: lastDay };
    const name = fileName({ team: filter.team ?? null, metric: "pages", days, zone }, "csv");
    const body = Readable.toWeb(csvStream([...PAGES_HEAD, ...ABOUT], rowsOf(ctx, filter, first, rest)));
    return new Response(body as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="pages.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
        "cache-control": "no-store",
      },
    });
  });
}

async function* rowsOf(ctx: Ctx, filter: PagesFilter, first: Pages, rest: AsyncGenerator<Pages>) {
  const { label, zone } = first.range;
  const filters = filtersOf(filter).join(", ") || "no filters";
  const about = [label, zone, filters, ...madeCells({ by: ctx.viewer.name, at: ctx.now })];
  for (const row of first.rows) yield [...pageCells(row), ...about];
  for await (const { rows } of rest) for (const row of rows) yield [...pageCells(row), ...about];
}
