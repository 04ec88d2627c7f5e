import { sha256 } from "@/db/ids";
import type { MeansBody, PlanView } from "@/lib/contract/apply";
import { AppError } from "@/lib/errors";
import { appliers } from "@/lib/silence/appliers";
import type { Applier, Means, Order, Plan } from "@/lib/silence/appliers/applier";
import { diffText } from "@/lib/silence/diff-text";
import { readMatchers } from "@/lib/silence/label-matcher";

export const NO_MEANS: Means = { config: null, label: null, receiver: null, whileFiring: null };

export function applierOf(id: string): Applier {
  const applier = appliers.find((one) => one.id === id);
  if (!applier) throw new AppError("invalid", "There is no such way to apply a decision.");
  return applier;
}

export function meansOf({ config, label, receiver, whileFiring }: MeansBody): Means {
  return { config, label, receiver, whileFiring: whileFiring === null ? null : readMatchers(whileFiring) };
}

/** A file that cannot be read is an answer to whoever gave it. */
export function planOf(applier: Applier, order: Order, means: Means): Plan {
  try {
    return applier.plan(order, means);
  } catch (error) {
    if (error instanceof AppError) return { refused: error.message };
    throw error;
  }
}

export function planView(plan: Plan): PlanView {
  if ("refused" in plan) return { kind: "refused", why: plan.refused };
  const { sentence, limits, change } = plan;
  const files = change.kind === "files" ? change.files : [];
  return {
    kind: "plan",
    sentence,
    limits: [...limits],
    hash: hashOf(plan),
    request: change.kind === "request" ? change.request : null,
    files: files.map(({ name, before, after }) => ({ name, text: after, diff: diffText(name, before, after) })),
  };
}

/** Of what is done, when it begins left out: that is when somebody clicks. */
function hashOf({ change }: Exclude<Plan, { refused: string }>): string {
  const body =
    change.kind === "request" ? { ...change.request, body: withoutStart(change.request.body) } : change.files;
  return sha256(JSON.stringify(body));
}

function withoutStart(body: string | null): string {
  return (body ?? "").replace(/"startsAt": "[^"]*"/, "");
}
