import { respond } from "@/app/_http/respond";
import { giveVerdict, withdrawVerdict } from "@/db/commands/give-verdict";
import { idFrom } from "@/db/queries/pages";
import { VerdictBody } from "@/lib/contract/verdict";

type Context = { params: Promise<{ id: string }> };

const subjectOf = async (params: Context["params"]) => ({
  kind: "page" as const,
  id: idFrom((await params).id, "page"),
});

export function PUT(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const { seen, ...said } = VerdictBody.parse(await request.json());
    return giveVerdict(ctx, await subjectOf(params), said, { seen });
  });
}

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => withdrawVerdict(ctx, await subjectOf(params)));
}
