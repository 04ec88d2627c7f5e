import { respond } from "@/app/_http/respond";
import { setHours } from "@/db/commands/set-hours";
import { hoursSettings } from "@/db/queries/hours-settings";
import { HoursBody } from "@/lib/contract/load-settings";

export function GET(request: Request): Promise<Response> {
  return respond(request, hoursSettings);
}

export function PUT(request: Request): Promise<Response> {
  return respond(request, async (ctx) => setHours(ctx, HoursBody.parse(await request.json())));
}
