import { respond } from "@/app/_http/respond";
import { keepApart } from "@/db/commands/keep-apart";
import { ApartBody } from "@/lib/contract/people";

export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => keepApart(ctx, ApartBody.parse(await request.json())));
}
