import type { Detector } from "@/lib/noise/detector";
import { couldWait } from "./could-wait";
import { duplicate } from "./duplicate";
import { faultyCheck } from "./faulty-check";
import { fixedAFault } from "./fixed-a-fault";
import { flapping } from "./flapping";
import { ignored } from "./ignored";
import { infoOnly } from "./info-only";
import { plannedWork } from "./planned-work";
import { realUpstream } from "./real-upstream";
import { scheduled } from "./scheduled";
import { selfHealed } from "./self-healed";
import { stale } from "./stale";
import { stormSymptom } from "./storm-symptom";
import { test } from "./test";
import { threshold } from "./threshold";
import { workingAsExpected } from "./working-as-expected";
import { wrongTeam } from "./wrong-team";

/** All detectors, in the order in which their reasons are preferred: first those of actionable pages, then of noise. */
export const detectors: readonly Detector[] = [
  wrongTeam,
  couldWait,
  realUpstream,
  fixedAFault,
  test,
  duplicate,
  stormSymptom,
  plannedWork,
  workingAsExpected,
  scheduled,
  flapping,
  selfHealed,
  faultyCheck,
  threshold,
  infoOnly,
  stale,
  ignored,
];
