import { respond } from "@/app/_http/respond";
import { sayEffort, withdrawEffort } from "@/db/commands/say-effort";
import { idFrom } from "@/db/queries/pages";
import { EffortBody } from "@/lib/contract/person";

type Context = { params: Promise<{ id: string }> };

export function PUT(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    sayEffort(ctx, idFrom((await params).id, "page"), EffortBody.parse(await request.json()).minutes),
  );
}

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => withdrawEffort(ctx, idFrom((await params).id, "page")));
}
