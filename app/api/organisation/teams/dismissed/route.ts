import { respond } from "@/app/_http/respond";
import { dismissTeams } from "@/db/commands/dismiss-teams";
import { TeamNamesBody } from "@/lib/contract/organisation";

export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => dismissTeams(ctx, TeamNamesBody.parse(await request.json()).teams));
}
