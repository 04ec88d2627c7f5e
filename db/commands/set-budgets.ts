import type { Ctx } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import type { Budgets } from "@/lib/model/settings";
import { changeOrganisation, NOTHING_CHANGED } from "./change-organisation";
import { changeSettings } from "./change-settings";

/** Agreed limits. They colour figures and change none. */
export function setBudgets(ctx: Ctx, budgets: Budgets): Promise<void> {
  return changeOrganisation(ctx, "budgets-changed", async (sql) => {
    const { incidentsPerShift, pagesPerPersonWeek: pages, accuracy } = budgets;
    if (pages.watch >= pages.act)
      throw new AppError(
        "invalid",
        "Pages per person-week are watched before they are acted on: make watch the smaller.",
      );
    if (accuracy.act >= accuracy.watch)
      throw new AppError("invalid", "Accuracy is watched before it is acted on: make act the smaller.");
    if (!(await changeSettings(sql, ctx.workspaceId, { budgets }))) return NOTHING_CHANGED;
    const details = {
      incidentsPerShift,
      pagesWatch: pages.watch,
      pagesAct: pages.act,
      accuracyAct: accuracy.act,
      accuracyWatch: accuracy.watch,
    };
    return { details };
  });
}
