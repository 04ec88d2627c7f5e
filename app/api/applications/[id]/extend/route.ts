import { applyTools } from "@/app/_http/apply-tools";
import { respond } from "@/app/_http/respond";
import { extendApplication } from "@/db/commands/extend-application";
import { idFrom } from "@/db/queries/pages";
import { ExtendBody } from "@/lib/contract/apply";

type Context = { params: Promise<{ id: string }> };

export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const until = Date.parse(ExtendBody.parse(await request.json()).until);
    return extendApplication(ctx, idFrom((await params).id, "application"), until, await applyTools());
  });
}
