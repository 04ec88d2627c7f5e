import { respond } from "@/app/_http/respond";
import { setHolidays } from "@/db/commands/set-holidays";
import { HolidaysBody } from "@/lib/contract/load-settings";

export function PUT(request: Request): Promise<Response> {
  return respond(request, async (ctx) => setHolidays(ctx, HolidaysBody.parse(await request.json()).holidays));
}
