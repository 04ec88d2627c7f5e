import { respond } from "@/app/_http/respond";
import { objectToLoad } from "@/db/commands/object-to-load";
import { idFrom } from "@/db/queries/pages";
import { ObjectionBody } from "@/lib/contract/person";

type Context = { params: Promise<{ id: string }> };

export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    objectToLoad(ctx, idFrom((await params).id, "person"), ObjectionBody.parse(await request.json())),
  );
}
