import { respond } from "@/app/_http/respond";
import { setLeader } from "@/db/commands/set-leader";
import { idFrom } from "@/db/queries/pages";
import { LeaderBody } from "@/lib/contract/organisation";

type Context = { params: Promise<{ id: string }> };

export function PUT(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    setLeader(ctx, idFrom((await params).id, "person"), LeaderBody.parse(await request.json())),
  );
}
