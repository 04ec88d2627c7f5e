import { respond } from "@/app/_http/respond";
import { giveVerdict, withdrawVerdict } from "@/db/commands/give-verdict";
import { idFrom } from "@/db/queries/pages";
import { VerdictBody } from "@/lib/contract/signature";

type Context = { params: Promise<{ id: string }> };

const subjectOf = async (params: Context["params"]) => ({
  kind: "signature" as const,
  id: idFrom((await params).id, "alert"),
});

export function PUT(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    giveVerdict(ctx, await subjectOf(params), VerdictBody.parse(await request.json())),
  );
}

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => withdrawVerdict(ctx, await subjectOf(params)));
}
