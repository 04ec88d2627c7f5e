import { respond } from "@/app/_http/respond";
import { claimAlert } from "@/db/commands/claim-alert";
import { comment } from "@/db/commands/comment";
import { flagByHand } from "@/db/commands/flag-by-hand";
import { setDue } from "@/db/commands/set-due";
import { snoozeAlert } from "@/db/commands/snooze-alert";
import type { Ctx } from "@/db/ctx";
import { type MadeMove, MoveBody } from "@/lib/contract/triage";

export function POST(request: Request): Promise<Response> {
  return respond(
    request,
    async (ctx): Promise<MadeMove> => ({ move: await make(ctx, MoveBody.parse(await request.json())) }),
  );
}

function make(ctx: Ctx, body: MoveBody): Promise<number | null> {
  switch (body.kind) {
    case "claim":
      return claimAlert(ctx, body.signatures, body.owner);
    case "snooze":
      return snoozeAlert(ctx, body.signatures, body.days);
    case "due":
      return setDue(ctx, body.signatures, body.date);
    case "flag":
      return flagByHand(ctx, body.signatures);
    case "note":
      return comment(ctx, body.signatures, body.text);
  }
}
