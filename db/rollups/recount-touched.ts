import { foldDirtyPeople } from "@/db/commands/fold-people";
import type { WorkCtx } from "@/db/ctx";
import { withRules } from "@/db/work-ctx";

/**
 * Brings everything counted up to what it is counted from. For the worker, and for a command after its commit: what was
 * touched is marked, so that nothing is lost in between. `enough` stops it between two portions.
 */
export async function recountTouched(ctx: WorkCtx, enough: () => boolean = () => false): Promise<void> {
  await foldDirtyPeople(await withRules(ctx.sql, ctx), enough);
}
