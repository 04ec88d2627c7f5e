import { respond } from "@/app/_http/respond";
import { judgeAlerts } from "@/db/commands/judge-alerts";
import { AlertsVerdictBody } from "@/lib/contract/triage";

/** One word on several alerts. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => judgeAlerts(ctx, AlertsVerdictBody.parse(await request.json())));
}
