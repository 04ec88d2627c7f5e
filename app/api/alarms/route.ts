import { door } from "@/app/_http/door";
import { respond } from "@/app/_http/respond";
import { alarms } from "@/db/queries/alarms";
import { spoolState } from "@/db/staging/spool";

export function GET(request: Request): Promise<Response> {
  return respond(request, async (ctx) => alarms(ctx, await spoolState(door().spool)));
}
