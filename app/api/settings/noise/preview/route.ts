import { respond } from "@/app/_http/respond";
import { previewThresholds } from "@/db/commands/change-thresholds";
import { ThresholdsBody } from "@/lib/contract/noise-settings";

/** What a change of thresholds would do; nothing is kept. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => previewThresholds(ctx, ThresholdsBody.parse(await request.json())));
}
