import type { Hours } from "@/lib/model/settings";
import type { Treatment, TreatmentKind } from "@/lib/model/treatment";
import { STEPS_MINUTES } from "./candidates";
import { clockBand } from "./clock-band";
import type { HistoryOpening } from "./history";
import { outsideBusiness, sleepWindows } from "./quiet-windows";

const SLIDER_MINUTES = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 45, 60];

/** All settings of a kind that its slider can stand on, from the smallest on. */
export function stopsOf(
  kind: TreatmentKind,
  openings: readonly HistoryOpening[],
  { zone, hours }: { zone: string; hours: Hours },
): Treatment[] {
  switch (kind) {
    case "hold":
      return SLIDER_MINUTES.map((holdMinutes) => ({ kind, holdMinutes }));
    case "merge":
      return SLIDER_MINUTES.map((mergeMinutes) => ({ kind, mergeMinutes }));
    case "hold-and-merge":
      return STEPS_MINUTES.flatMap((holdMinutes) =>
        STEPS_MINUTES.map((mergeMinutes): Treatment => ({ kind, holdMinutes, mergeMinutes })),
      );
    case "window": {
      const scheduled = openings.filter(({ reason }) => reason === "scheduled");
      const band = clockBand(scheduled, zone);
      const quiets = [band ?? [], sleepWindows(hours), outsideBusiness(hours)].filter((quiet) => quiet.length > 0);
      return quiets.map((quiet) => ({ kind, zone, quiet }));
    }
    case "ticket":
    case "drop":
      return [{ kind }];
    default:
      return kind satisfies never;
  }
}
