import { respond } from "@/app/_http/respond";
import { makeShareLink } from "@/db/commands/make-share-link";
import { shareLinks } from "@/db/queries/share-links";
import { ShareBody } from "@/lib/contract/sharing";

export function GET(request: Request): Promise<Response> {
  return respond(request, shareLinks);
}

/** The answer holds the address, this once. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => makeShareLink(ctx, ShareBody.parse(await request.json())));
}
