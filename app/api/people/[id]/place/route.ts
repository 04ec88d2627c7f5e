import { respond } from "@/app/_http/respond";
import { setPlace } from "@/db/commands/set-place";
import { idFrom } from "@/db/queries/pages";
import { PlaceBody } from "@/lib/contract/organisation";

type Context = { params: Promise<{ id: string }> };

export function PUT(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    setPlace(ctx, idFrom((await params).id, "person"), PlaceBody.parse(await request.json())),
  );
}
