import type { Ctx } from "@/db/ctx";
import { changeItems } from "./change-items";

/** By which local date flagged alerts want a decision; null = by none. */
export function setDue(ctx: Ctx, signatureIds: readonly string[], date: string | null): Promise<number | null> {
  return changeItems(ctx, { kind: "due", signatureIds, set: (sql) => sql`due_date = ${date}` });
}
