import { respond } from "@/app/_http/respond";
import { myData } from "@/db/queries/named/my-data";
import { viewNamed } from "@/db/queries/named/view-named";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

/** A file to keep. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const id = idFrom((await params).id, "person");
    const data = await viewNamed(ctx, "own data", [], () => myData(ctx, id), "export");
    return new Response(`${JSON.stringify(data, null, 2)}\n`, {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="squelch-my-data-${data.madeAt.slice(0, 10)}.json"`,
        "cache-control": "no-store",
      },
    });
  });
}
