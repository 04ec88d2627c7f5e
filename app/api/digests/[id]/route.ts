import { digestTools } from "@/app/_http/digest-tools";
import { respond } from "@/app/_http/respond";
import { changeDigest } from "@/db/commands/change-digest";
import { removeDigest } from "@/db/commands/remove-digest";
import { idFrom } from "@/db/queries/pages";
import { DigestChange } from "@/lib/contract/digests";

type Context = { params: Promise<{ id: string }> };

export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const id = idFrom((await params).id, "digest");
    return changeDigest(ctx, id, DigestChange.parse(await request.json()), digestTools());
  });
}

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => removeDigest(ctx, idFrom((await params).id, "digest")));
}
