import { keyRing } from "@/app/_http/outbound-settings";
import { respond } from "@/app/_http/respond";
import { addSecret } from "@/db/commands/add-secret";
import { idFrom } from "@/db/queries/pages";
import { AddSecretBody } from "@/lib/contract/source";

type Context = { params: Promise<{ id: string }> };

/** The answer holds a secret of ours, this once. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const body = AddSecretBody.parse(await request.json());
    return addSecret(ctx, idFrom((await params).id, "source"), body, keyRing());
  });
}
