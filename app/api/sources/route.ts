import { keyRing } from "@/app/_http/outbound-settings";
import { respond } from "@/app/_http/respond";
import { createSource } from "@/db/commands/create-source";
import { sourceView } from "@/db/queries/source-list";
import { sources } from "@/db/queries/sources";
import { CreateSourceBody } from "@/lib/contract/source";

export function GET(request: Request): Promise<Response> {
  return respond(request, sources);
}

/** The answer holds a secret of ours, this once. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => {
    const { id, secret } = await createSource(ctx, CreateSourceBody.parse(await request.json()), keyRing());
    return { source: await sourceView(ctx, id), secret };
  });
}
