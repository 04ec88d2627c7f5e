import { respond } from "@/app/_http/respond";
import { endDecision } from "@/db/commands/end-decision";
import { reviewDecision } from "@/db/commands/review-decision";
import { idFrom } from "@/db/queries/pages";
import { ReviewDecisionBody } from "@/lib/contract/decision";

type Context = { params: Promise<{ id: string }> };

/** Somebody looked at it again, and it stands. */
export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    reviewDecision(ctx, idFrom((await params).id, "decision"), ReviewDecisionBody.parse(await request.json())),
  );
}

/** Ends it; it stays in the record. */
export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => endDecision(ctx, idFrom((await params).id, "decision")));
}
