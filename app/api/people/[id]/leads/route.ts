import { respond } from "@/app/_http/respond";
import { setLeads } from "@/db/commands/set-leads";
import { idFrom } from "@/db/queries/pages";
import { LeadsBody } from "@/lib/contract/organisation";

type Context = { params: Promise<{ id: string }> };

export function PUT(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    setLeads(ctx, idFrom((await params).id, "person"), LeadsBody.parse(await request.json()).leads),
  );
}
