import { digestSettings, digestTools } from "@/app/_http/digest-tools";
import { respond } from "@/app/_http/respond";
import { addDigest } from "@/db/commands/add-digest";
import { digestsView } from "@/db/queries/digests";
import { DigestBody } from "@/lib/contract/digests";

export function GET(request: Request): Promise<Response> {
  return respond(request, async (ctx) => digestsView(ctx, digestSettings()));
}

export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => ({
    id: await addDigest(ctx, DigestBody.parse(await request.json()), digestTools()),
  }));
}
