import type { Ctx } from "@/db/ctx";
import type { MeansBody, PlanView } from "@/lib/contract/apply";
import { readMatchers } from "@/lib/silence/label-matcher";
import { orderOf } from "./order-of";
import { applierOf, meansOf, planOf, planView } from "./plan-view";

/** One way to carry out a decision, with what somebody added to it. Nothing is sent. */
export async function decisionPlan(
  ctx: Ctx,
  decisionId: string,
  body: MeansBody,
  origin: string | null,
): Promise<PlanView> {
  const typed = body.matchers === null ? null : readMatchers(body.matchers);
  const { order } = await orderOf(ctx, decisionId, { origin, typed });
  if (!order) return { kind: "refused", why: "This decision has no treatment: there is nothing to apply." };
  return planView(planOf(applierOf(body.applier), order, meansOf(body)));
}
