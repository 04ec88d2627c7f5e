import { respond } from "@/app/_http/respond";
import { idFrom } from "@/db/queries/pages";
import { personHistory } from "@/db/queries/person-history";

type Context = { params: Promise<{ id: string }> };

/** What was said of a person, and from when to when. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => personHistory(ctx, idFrom((await params).id, "person")));
}
