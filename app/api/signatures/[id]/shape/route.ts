import { respond } from "@/app/_http/respond";
import { signatureShape } from "@/db/queries/signature-shape";

type Context = { params: Promise<{ id: string }> };

export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => signatureShape(ctx, (await params).id));
}
