import type { Ctx } from "@/db/ctx";
import type { DecisionView, Squashed } from "@/lib/contract/decision";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { Instant } from "@/lib/model/instant";
import { readDecisions, squashOf } from "./decisions";
import { rangeOf, type Scope, scopeOf } from "./period";

/** What was decided in a range, what became of it, and how long squashing takes: for the overview. */
export async function squashed(ctx: Ctx, filter: NoiseFilter): Promise<Squashed> {
  const scope = scopeOf(ctx, filter);
  const all = (await readDecisions(ctx, ctx.sql`true`)).filter(
    ({ team, service }) =>
      (scope.team === null || team === scope.team) && (scope.service === null || service === scope.service),
  );
  return squashedAmong(all, scope, ctx.now);
}

/** The same of decisions that were read. */
export function squashedAmong(all: readonly DecisionView[], scope: Scope, now: Instant): Squashed {
  const [from, to] = [new Date(scope.range.from).toISOString(), new Date(scope.range.to).toISOString()];
  // A later decision about the same alert tells what became of it.
  const decided = all.filter(({ kind, decidedAt, endedFor, watch }) => {
    const at = watch?.startedAt ?? decidedAt;
    return kind !== "keep" && at >= from && at < to && endedFor !== "replaced";
  });
  const count = (state: Squashed["decisions"][number]["state"]) => decided.filter((one) => one.state === state).length;
  return {
    zone: scope.zone,
    range: rangeOf(scope),
    decisions: decided.sort((a, b) => Date.parse(b.decidedAt) - Date.parse(a.decidedAt)),
    outcomes: {
      verifiedQuiet: count("verified-quiet"),
      cameBack: count("came-back"),
      hidSomethingReal: count("hid-something-real"),
      tooEarly: count("too-early"),
      watching: count("watching"),
      waiting: decided.length - SETTLED.reduce((sum, state) => sum + count(state), 0),
    },
    timeToSquash: squashOf(all, now),
    forgotten: all.filter(({ forgotten }) => forgotten !== null).length,
  };
}

const SETTLED = ["verified-quiet", "came-back", "hid-something-real", "too-early", "watching"] as const;
