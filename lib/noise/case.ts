import type { NoiseReason, Vote } from "@/lib/model/verdict";
import type { Sight } from "./sight";

/** At or under the first a page is noise, at or over the second actionable: a missed page costs nine needless ones. */
export const BANDS = { noiseAtMost: 0.1, actionableAtLeast: 0.8, actionEvidenceAtLeast: 0.95 };

/** What is known of a page before any prior is added. */
export type Case = {
  sight: Sight;
  evidence: readonly string[];
  votes: readonly Vote[];
  /** Indexes into the findings. */
  findings: readonly number[];
  noiseReason: NoiseReason | null;
  /** Whether the source tells how the page ended or whether it was acknowledged. */
  isTold: boolean;
};
