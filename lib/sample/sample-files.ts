import type { Instant } from "@/lib/model/instant";
import { incidentsJson } from "./sample-company";

/** The same company on every first start. */
const SEED = 1;

/**
 * What the first start imports, as pieces of text: the files that an import reads. History ends at the last whole hour
 * before `until`.
 */
export function sampleFiles(until: Instant): { name: string; chunks: Iterable<string> }[] {
  return [{ name: "pagerduty-incidents.json", chunks: incidentsJson({ seed: SEED, until }) }];
}
