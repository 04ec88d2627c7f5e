import { respond } from "@/app/_http/respond";
import { changeThresholds } from "@/db/commands/change-thresholds";
import { noiseSettings } from "@/db/queries/noise-settings";
import { ThresholdsBody } from "@/lib/contract/noise-settings";

export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => noiseSettings(ctx));
}

/** Sets what is named and leaves the rest; the answer counts the alerts that were judged again. */
export function PATCH(request: Request): Promise<Response> {
  return respond(request, async (ctx) => changeThresholds(ctx, ThresholdsBody.parse(await request.json())));
}
