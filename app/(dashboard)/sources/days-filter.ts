import { z } from "zod";
import { LEDGER_RANGE } from "@/components/format/ledger-href";
import type { Ctx } from "@/db/ctx";
import { NoiseFilter } from "@/lib/contract/filter";
import { DeliveriesFilter } from "@/lib/contract/ledger";
import { localDateOf } from "@/lib/time/boundaries";
import { resolveRange } from "@/lib/time/range";

const Text = z.string().max(40);

/** The address of the ledger and its records: the range in the grammar of all screens, two weeks by default. */
export const DaysFilter = NoiseFilter.extend({
  from: Text.default(LEDGER_RANGE.from),
  to: Text.default(LEDGER_RANGE.to),
  source: DeliveriesFilter.shape.source,
  outcome: DeliveriesFilter.shape.outcome,
  reason: DeliveriesFilter.shape.reason,
});
export type DaysFilter = z.infer<typeof DaysFilter>;

/** The local days of the workspace that the range touches; none of them is still to come. */
export function daysOf(
  { zone, now }: Pick<Ctx, "zone" | "now">,
  { from, to }: DaysFilter,
): { from: string; to: string } {
  const range = resolveRange({ from, to, zone, now });
  const first = localDateOf(range.from, zone);
  const last = localDateOf(Math.min(range.to - 1, now), zone);
  return { from: first, to: last < first ? first : last };
}
