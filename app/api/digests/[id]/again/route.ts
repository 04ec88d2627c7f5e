import { respond } from "@/app/_http/respond";
import { sendDigestAgain } from "@/db/commands/send-digest-again";
import { idFrom } from "@/db/queries/pages";
import { SendAgainBody } from "@/lib/contract/digests";

type Context = { params: Promise<{ id: string }> };

export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const { period } = SendAgainBody.parse(await request.json());
    return sendDigestAgain(ctx, idFrom((await params).id, "digest"), period);
  });
}
