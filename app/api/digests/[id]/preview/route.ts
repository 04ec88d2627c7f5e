import { digestTools } from "@/app/_http/digest-tools";
import { respond } from "@/app/_http/respond";
import { previewDigest } from "@/db/commands/test-digest";
import { idFrom } from "@/db/queries/pages";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => previewDigest(ctx, idFrom((await params).id, "digest"), digestTools()));
}
