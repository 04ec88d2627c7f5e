import type { Ctx } from "@/db/ctx";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { Range } from "@/lib/contract/noise-report";
import { type InstantRange, labelOf, previousRange, resolveRange } from "@/lib/time/range";

/** A range of a request, and the filter that goes with it. */
export type Scope = {
  range: InstantRange;
  zone: string;
  team: string | null;
  service: string | null;
  urgency: string | null;
  /** Pages of one signature alone. */
  signature: string | null;
  /** What interrupted people under this leader. */
  under?: string;
};

export function scopeOf(ctx: Pick<Ctx, "zone" | "now">, filter: NoiseFilter): Scope {
  const zone = filter.tz ?? ctx.zone;
  return {
    range: resolveRange({ from: filter.from, to: filter.to, zone, now: ctx.now }),
    zone,
    team: filter.team ?? null,
    service: filter.service ?? null,
    urgency: filter.urgency ?? null,
    signature: null,
  };
}

export function previousScope(scope: Scope, filter: NoiseFilter): Scope | null {
  return filter.compare === "none" ? null : { ...scope, range: previousRange(scope.range, scope.zone) };
}

export function rangeOf({ range, zone }: Scope): Range {
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    zone,
    label: labelOf(range, zone),
  };
}

/** As the audit log has it. */
export const rangeWords = ({ range }: Scope) => ({
  from: new Date(range.from).toISOString(),
  to: new Date(range.to).toISOString(),
});
