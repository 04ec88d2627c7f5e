import { respond } from "@/app/_http/respond";
import { mergePeople } from "@/db/commands/merge-people";
import { MergeBody } from "@/lib/contract/people";

export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => mergePeople(ctx, MergeBody.parse(await request.json())));
}
