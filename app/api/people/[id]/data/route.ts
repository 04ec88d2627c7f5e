import { respond } from "@/app/_http/respond";
import { myData } from "@/db/queries/named/my-data";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

/** A file to keep. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const data = await myData(ctx, idFrom((await params).id, "person"));
    return new Response(`${JSON.stringify(data, null, 2)}\n`, {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="squelch-my-data-${data.madeAt.slice(0, 10)}.json"`,
        "cache-control": "no-store",
      },
    });
  });
}
