import { applyTools } from "@/app/_http/apply-tools";
import { respond } from "@/app/_http/respond";
import { senderOrigin } from "@/app/_http/sender-origin";
import { applyDecision } from "@/db/commands/apply-decision";
import { applyView } from "@/db/queries/apply-view";
import { idFrom } from "@/db/queries/pages";
import { ApplyBody } from "@/lib/contract/apply";

type Context = { params: Promise<{ id: string }> };

/** The ways to carry it out, and what stands of it. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => applyView(ctx, idFrom((await params).id, "decision"), await senderOrigin()));
}

/** Carries it out, as it was shown. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const body = ApplyBody.parse(await request.json());
    return { id: await applyDecision(ctx, idFrom((await params).id, "decision"), body, await applyTools()) };
  });
}
