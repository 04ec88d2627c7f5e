import { respond } from "@/app/_http/respond";
import { setTeams } from "@/db/commands/set-teams";
import { idFrom } from "@/db/queries/pages";
import { TeamsBody } from "@/lib/contract/organisation";

type Context = { params: Promise<{ id: string }> };

export function PUT(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    setTeams(ctx, idFrom((await params).id, "person"), TeamsBody.parse(await request.json())),
  );
}
