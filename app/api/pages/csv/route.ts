import { Readable } from "node:stream";
import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import type { Ctx } from "@/db/ctx";
import { pages } from "@/db/queries/pages";
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
    const first = await pages(ctx, filter, { offset: 0, limit: PORTION }, "export");
    const { from, to, zone } = first.range;
    const [firstDay, lastDay] = [localDateOf(Date.parse(from), zone), localDateOf(Date.parse(to) - 1, zone)];
    const days = { first: firstDay, last: lastDay };
    const name = fileName({ team: filter.team ?? null, metric: "pages", days, zone }, "csv");
    const body = Readable.toWeb(csvStream([...PAGES_HEAD, ...ABOUT], rowsOf(ctx, filter, first)));
    return new Response(body as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="pages.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
        "cache-control": "no-store",
      },
    });
  });
}

async function* rowsOf(ctx: Ctx, filter: PagesFilter, first: Pages) {
  const { from: _from, to: _to, tz: _tz, compare: _compare, sort: _sort, dir: _dir, ...given } = filter;
  const filters = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  const { label, zone } = first.range;
  const about = [label, zone, filters.join(", ") || "no filters", ...madeCells({ by: ctx.viewer.name, at: ctx.now })];
  for (let portion = first; ; ) {
    for (const row of portion.rows) yield [...pageCells(row), ...about];
    if (portion.nextOffset === null) return;
    portion = await pages(ctx, filter, { offset: portion.nextOffset, limit: PORTION }, "export");
  }
}
