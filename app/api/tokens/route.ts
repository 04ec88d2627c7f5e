import { respond } from "@/app/_http/respond";
import { makeToken } from "@/db/commands/make-token";
import { tokens } from "@/db/queries/tokens";
import { TokenBody } from "@/lib/contract/tokens";

export function GET(request: Request): Promise<Response> {
  return respond(request, tokens);
}

/** The answer holds the token, this once. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => makeToken(ctx, TokenBody.parse(await request.json())));
}
