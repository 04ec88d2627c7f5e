import type { DecisionKind } from "@/lib/model/decision";
import type { Hours } from "@/lib/model/settings";
import type { Treatment } from "@/lib/model/treatment";
import { clockBand } from "./clock-band";
import type { HistoryOpening } from "./history";
import { outsideBusiness } from "./quiet-windows";

/** Settings that are tried for a suggestion. */
export const STEPS_MINUTES = [1, 2, 3, 5, 10, 15, 30] as const;

/** Treatments of one kind, from the smallest to the largest. */
export type Family = { kind: DecisionKind; treatments: readonly Treatment[] };

/** By the clock, or could wait: so much of an alert must be, before a window is tried. */
const MOSTLY = 0.6;

/** What to try for these openings, from the gentlest to the harshest. */
export function candidateFamilies(
  openings: readonly HistoryOpening[],
  { zone, hours }: { zone: string; hours: Hours },
): Family[] {
  const families: Family[] = [
    { kind: "tune", treatments: STEPS_MINUTES.map((holdMinutes) => ({ kind: "hold", holdMinutes })) },
    { kind: "tune", treatments: STEPS_MINUTES.map((mergeMinutes) => ({ kind: "merge", mergeMinutes })) },
    {
      kind: "tune",
      treatments: STEPS_MINUTES.map((each) => ({ kind: "hold-and-merge", holdMinutes: each, mergeMinutes: each })),
    },
  ];
  const band = withReason(openings, "scheduled", (those) => clockBand(those, zone));
  if (band) families.push({ kind: "silence", treatments: [{ kind: "window", zone, quiet: band }] });
  const waits = withReason(openings, "could-wait", () => outsideBusiness(hours));
  if (waits) families.push({ kind: "silence", treatments: [{ kind: "window", zone, quiet: waits }] });
  families.push({ kind: "reroute", treatments: [{ kind: "ticket" }] });
  families.push({ kind: "silence", treatments: [{ kind: "drop" }] });
  return families;
}

function withReason<T>(
  openings: readonly HistoryOpening[],
  reason: HistoryOpening["reason"],
  make: (those: readonly HistoryOpening[]) => T,
): T | null {
  const those = openings.filter((opening) => opening.reason === reason);
  return those.length >= MOSTLY * openings.length ? make(those) : null;
}
