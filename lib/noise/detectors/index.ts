import type { Detector } from "@/lib/noise/detector";
import { duplicate } from "./duplicate";
import { flapping } from "./flapping";
import { ignored } from "./ignored";
import { scheduled } from "./scheduled";
import { selfHealed } from "./self-healed";
import { stale } from "./stale";
import { test } from "./test";
import { workingAsExpected } from "./working-as-expected";

/** All detectors, in the order in which their reasons are preferred. */
export const detectors: readonly Detector[] = [
  test,
  duplicate,
  workingAsExpected,
  scheduled,
  flapping,
  selfHealed,
  stale,
  ignored,
];
