import type { Ctx } from "@/db/ctx";
import type { BestSetAsk, BestSetView } from "@/lib/contract/best-set";
import { DAY_MS } from "@/lib/time/boundaries";
import { bestSet } from "@/lib/what-if/best-set";
import { HISTORY_DAYS } from "./what-if";
import { whatIfClocks } from "./what-if-clocks";
import { whatIfHistory } from "./what-if-history";

/** The decisions for all alerts of a team, or of a service, that spare people most and lose no actionable page. */
export async function bestSetOf(ctx: Ctx, { team, service, until }: BestSetAsk): Promise<BestSetView> {
  const to = until === undefined ? ctx.now : Math.min(ctx.now, Date.parse(until));
  const scope = [
    ...(team === undefined ? [] : [{ field: "team", operator: "=", value: team } as const]),
    ...(service === undefined ? [] : [{ field: "service", operator: "=", value: service } as const]),
  ];
  const history = await whatIfHistory(ctx, scope, { from: to - HISTORY_DAYS * DAY_MS, to });
  const clocks = await whatIfClocks(ctx, history);
  const { choices, together, kept, fit, shown } = bestSet(history, { clocks, zone: ctx.zone, settings: ctx.settings });
  const titles = new Map(
    history.openings.map(({ signature, pageKey }) => [signature, history.titles.get(pageKey) ?? null]),
  );
  const titleOf = (signature: string) => titles.get(signature) ?? null;
  return {
    zone: ctx.zone,
    openings: history.openings.length,
    fit,
    shown,
    together: together.effect,
    alone: choices.reduce((sum, choice) => sum + choice.alone, 0),
    choices: choices.map(({ signature, ...choice }) => ({
      signatureId: signature,
      title: titleOf(signature),
      ...choice,
    })),
    kept: kept.map(({ signature, because }) => ({ signatureId: signature, title: titleOf(signature), because })),
  };
}
