import { respond } from "@/app/_http/respond";
import { erasePerson, previewErasure } from "@/db/commands/erase-person";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

/** What it would do. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => previewErasure(ctx, idFrom((await params).id, "person")));
}

export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => erasePerson(ctx, idFrom((await params).id, "person")));
}
