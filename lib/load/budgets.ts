import type { Budgets } from "@/lib/model/settings";

export type Band = "good" | "watch" | "act";

/** What has an agreed limit: incidents per 12-hour shift, distinct pages per person and week, share of actionable pages. */
export type Budgeted = keyof Budgets;

/**
 * Where a figure stands against its budget (product.md, "Load"); an unknown figure stands nowhere. Pages: from `watch` on
 * to be watched, over `act` to be acted on. Accuracy: under `watch`, under `act`. Incidents have one limit, at most.
 */
export function budgetBand(of: Budgeted, value: number | null, budgets: Budgets): Band | null {
  if (value === null) return null;
  if (of === "incidentsPerShift") return value <= budgets.incidentsPerShift ? "good" : "act";
  if (of === "pagesPerPersonWeek") {
    const { watch, act } = budgets.pagesPerPersonWeek;
    return value < watch ? "good" : value <= act ? "watch" : "act";
  }
  const { watch, act } = budgets.accuracy;
  return value < act ? "act" : value < watch ? "watch" : "good";
}

/** Distinct pages that notified a person, per week of seven local days. Null where there is no day. */
export function pagesPerWeek(pages: number, days: number): number | null {
  return days <= 0 ? null : (pages / days) * 7;
}
