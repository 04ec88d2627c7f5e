import { respond } from "@/app/_http/respond";
import { splitSignature } from "@/db/commands/split-signature";
import { idFrom } from "@/db/queries/pages";
import { SplitSignatureBody } from "@/lib/contract/signature-shape";

type Context = { params: Promise<{ id: string }> };

export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const id = idFrom((await params).id, "alert");
    return splitSignature(ctx, id, SplitSignatureBody.parse(await request.json()));
  });
}
