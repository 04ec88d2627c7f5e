import { gitRemotes, keyRing, outboundAllow } from "@/app/_http/outbound-settings";
import { respond } from "@/app/_http/respond";
import { addConnection } from "@/db/commands/add-connection";
import { connectionsView } from "@/db/queries/connections";
import { ConnectionBody } from "@/lib/contract/connections";

export function GET(request: Request): Promise<Response> {
  return respond(request, async (ctx) => connectionsView(ctx, { allowed: outboundAllow(), remotes: gitRemotes() }));
}

export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => {
    const body = ConnectionBody.parse(await request.json());
    return { id: await addConnection(ctx, body, { ring: keyRing, allow: outboundAllow(), remotes: gitRemotes() }) };
  });
}
