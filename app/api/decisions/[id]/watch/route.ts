import { respond } from "@/app/_http/respond";
import { takeEffect } from "@/db/commands/open-watch";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

/** Its change is made: the watch begins. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => takeEffect(ctx, idFrom((await params).id, "decision")));
}
