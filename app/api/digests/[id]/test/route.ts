import { digestTools } from "@/app/_http/digest-tools";
import { respond } from "@/app/_http/respond";
import { testDigest } from "@/db/commands/test-digest";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => testDigest(ctx, idFrom((await params).id, "digest"), digestTools()));
}
