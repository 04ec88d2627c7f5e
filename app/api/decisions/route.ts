import { respond } from "@/app/_http/respond";
import { decide } from "@/db/commands/decide";
import { decisions } from "@/db/queries/decisions";
import { DecideBody } from "@/lib/contract/decision";

export function GET(request: Request): Promise<Response> {
  return respond(request, decisions);
}

/** About one alert or many. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => decide(ctx, DecideBody.parse(await request.json())));
}
