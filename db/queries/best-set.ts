import type { Ctx } from "@/db/ctx";
import type { BestSetAsk, BestSetView } from "@/lib/contract/best-set";
import type { DecisionKind } from "@/lib/model/decision";
import { DAY_MS } from "@/lib/time/boundaries";
import { bestSet } from "@/lib/what-if/best-set";
import { alertNames } from "./alert-names";
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
  const alerts = [...choices, ...kept].map(({ signature }) => signature);
  const titles = new Map((await alertNames(ctx, alerts)).map(({ id, title }) => [id, title]));
  const standing = await inForce(
    ctx,
    choices.map(({ signature }) => signature),
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
      inForce: standing.get(signature) ?? null,
    })),
    kept: kept.map(({ signature, because }) => ({ signatureId: signature, title: titleOf(signature), because })),
    mayDecide: ctx.viewer.role !== "auditor",
  };
}

async function inForce(
  { sql, workspaceId }: Ctx,
  signatures: readonly string[],
): Promise<ReadonlyMap<string, DecisionKind>> {
  const rows = await sql<{ id: string; kind: DecisionKind }[]>`
    select signature_id as id, kind from decisions
    where workspace_id = ${workspaceId} and signature_id = any(${signatures as string[]}::bigint[]) and ended_at is null`;
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}
