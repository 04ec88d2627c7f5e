import type { Ctx } from "@/db/ctx";
import { addDays, localDateOf, startOfDate } from "@/lib/time/boundaries";
import { changeItems } from "./change-items";

/** Puts flagged alerts off until the day begins that is so many days from today; null = they are back at once. */
export function snoozeAlert(ctx: Ctx, signatureIds: readonly string[], days: number | null): Promise<number | null> {
  const until = days === null ? null : new Date(startOfDate(addDays(localDateOf(ctx.now, ctx.zone), days), ctx.zone));
  return changeItems(ctx, { kind: "snooze", signatureIds, set: (sql) => sql`snoozed_until = ${until}` });
}
