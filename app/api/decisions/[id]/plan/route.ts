import { respond } from "@/app/_http/respond";
import { senderOrigin } from "@/app/_http/sender-origin";
import { decisionPlan } from "@/db/queries/decision-plan";
import { idFrom } from "@/db/queries/pages";
import { MeansBody } from "@/lib/contract/apply";

type Context = { params: Promise<{ id: string }> };

/** What would be done with a file of one's own. Changes nothing; the file is too long for an address. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const body = MeansBody.parse(await request.json());
    return decisionPlan(ctx, idFrom((await params).id, "decision"), body, await senderOrigin());
  });
}
