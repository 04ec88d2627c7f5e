import type { WorkCtx } from "@/db/ctx";
import type { Effect } from "@/lib/model/decision";
import type { Instant } from "@/lib/model/instant";
import type { Scope } from "@/lib/model/scope";
import type { Treatment } from "@/lib/model/treatment";

type Asked = { scope: Scope; treatment: Treatment | null };

/** What the treatment would have done to the history before a decision; null where there is too little of it, or no treatment. */
export async function forecastOf(_ctx: WorkCtx, _asked: Asked & { at: Instant }): Promise<Effect | null> {
  return null;
}

type Fact = { effect: Effect | null; lostPageIds: readonly string[] };

/** The same over the pages of a watch: what the treatment takes from people now. */
export async function factOf(_ctx: WorkCtx, _asked: Asked & { from: Instant; to: Instant }): Promise<Fact> {
  return { effect: null, lostPageIds: [] };
}
