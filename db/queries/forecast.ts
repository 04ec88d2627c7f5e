import type { WorkCtx } from "@/db/ctx";
import type { Effect } from "@/lib/model/decision";
import type { Instant } from "@/lib/model/instant";
import type { Scope } from "@/lib/model/scope";
import type { Treatment } from "@/lib/model/treatment";
import { DAY_MS } from "@/lib/time/boundaries";
import { forecast } from "@/lib/what-if/forecast";
import { simulate } from "@/lib/what-if/simulate";
import { HISTORY_DAYS } from "./what-if";
import { whatIfClocks } from "./what-if-clocks";
import { whatIfHistory } from "./what-if-history";

type Asked = { scope: Scope; treatment: Treatment | null };

/** What is expected of the treatment by the history before it; null without a treatment, or where there is too little. */
export async function forecastOf(
  ctx: WorkCtx,
  { scope, treatment, at }: Asked & { at: Instant },
): Promise<Effect | null> {
  if (treatment === null) return null;
  const history = await whatIfHistory(ctx, scope, { from: at - HISTORY_DAYS * DAY_MS, to: at });
  return forecast(history, treatment, await whatIfClocks(ctx, history));
}

type Fact = { effect: Effect | null; lostPageIds: readonly string[] };

/** The same over the pages of a watch: what the treatment takes from people now. */
export async function factOf(
  ctx: WorkCtx,
  { scope, treatment, from, to }: Asked & { from: Instant; to: Instant },
): Promise<Fact> {
  if (treatment === null || to <= from) return { effect: null, lostPageIds: [] };
  const history = await whatIfHistory(ctx, scope, { from, to });
  const simulation = simulate(history, treatment, { from, to }, await whatIfClocks(ctx, history));
  return {
    effect: simulation.effect,
    lostPageIds: [...simulation.lost, ...simulation.joined].map(({ opening }) => opening.pageKey),
  };
}
