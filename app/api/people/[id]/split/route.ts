import { respond } from "@/app/_http/respond";
import { splitPerson } from "@/db/commands/split-person";
import { idFrom } from "@/db/queries/pages";
import { SplitBody } from "@/lib/contract/people";

type Context = { params: Promise<{ id: string }> };

/** The answer names the person whom the accounts taken out became. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const id = idFrom((await params).id, "person");
    const { accounts } = SplitBody.parse(await request.json());
    return { id: await splitPerson(ctx, id, accounts) };
  });
}
