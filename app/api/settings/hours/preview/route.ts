import { respond } from "@/app/_http/respond";
import { previewHours } from "@/db/commands/preview-hours";
import { HoursBody } from "@/lib/contract/load-settings";

/** What other hours would do to the last 28 days; nothing is stored. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => previewHours(ctx, HoursBody.parse(await request.json())));
}
