import { appendAudit } from "@/db/commands/append-audit";
import type { Ctx, Sql } from "@/db/ctx";
import type { AuditDetails } from "@/lib/model/audit";

/** A screen, or a file that leaves: every file is noted, also where it names nobody. */
export type Purpose = "named-view" | "export";

/**
 * Reads what names people with their load or pages, and notes one row of who saw whom, the viewer's own person left out.
 * `what` is the screen, or the screen with its range. `personIds` are those that it names, or are told of what was read.
 */
export async function viewNamed<T>(
  ctx: Ctx,
  what: string | ({ screen: string } & AuditDetails),
  personIds: Iterable<string> | ((seen: T) => Iterable<string>),
  read: () => Promise<T>,
  purpose: Purpose = "named-view",
): Promise<T> {
  const seen = await read();
  const ids = typeof personIds === "function" ? personIds(seen) : personIds;
  const others = [...new Set(ids)].filter((id) => id !== ctx.viewer.personId);
  const details = typeof what === "string" ? { screen: what } : what;
  // Before the answer leaves: a view that cannot be noted is none.
  if (others.length > 0 || purpose === "export")
    await ctx.sql.begin((tx) => appendAudit(tx as unknown as Sql, ctx, { what: purpose, personIds: others, details }));
  return seen;
}
