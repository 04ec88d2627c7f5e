import { respond } from "@/app/_http/respond";
import { setBudgets } from "@/db/commands/set-budgets";
import { BudgetsBody } from "@/lib/contract/load-settings";

export function PUT(request: Request): Promise<Response> {
  return respond(request, async (ctx) => setBudgets(ctx, BudgetsBody.parse(await request.json())));
}
