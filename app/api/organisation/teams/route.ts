import { respond } from "@/app/_http/respond";
import { takeTeams } from "@/db/commands/take-teams";
import { TeamNamesBody } from "@/lib/contract/organisation";

export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => takeTeams(ctx, TeamNamesBody.parse(await request.json()).teams));
}
