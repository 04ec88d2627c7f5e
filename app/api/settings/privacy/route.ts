import { respond } from "@/app/_http/respond";
import { setPrivacyMode } from "@/db/commands/set-privacy-mode";
import { privacySettings } from "@/db/queries/privacy-settings";
import { PrivacyBody } from "@/lib/contract/load-settings";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => Promise.resolve(privacySettings(ctx)));
}

export function PUT(request: Request): Promise<Response> {
  return respond(request, async (ctx) => setPrivacyMode(ctx, PrivacyBody.parse(await request.json()).privacy));
}
