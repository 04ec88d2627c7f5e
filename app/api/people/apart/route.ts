import { respond } from "@/app/_http/respond";
import { keepApart } from "@/db/commands/keep-apart";
import { proposeAgain } from "@/db/commands/propose-again";
import { ApartBody } from "@/lib/contract/people";

export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => keepApart(ctx, ApartBody.parse(await request.json())));
}

/** The opposite: they may be proposed again. */
export function DELETE(request: Request): Promise<Response> {
  return respond(request, async (ctx) => proposeAgain(ctx, ApartBody.parse(await request.json())));
}
