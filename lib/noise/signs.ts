import type { Vote } from "@/lib/model/verdict";

/**
 * All weak evidence by name: the family in which it competes, and its log-odds before any refit. Minus is for noise. The
 * proposals of the design were -2.5 for whatever is a pattern; simulated histories show that a pattern that holds says more
 * than that somebody acknowledged by reflex (+1.5), and that a silent close or the second priority says little.
 */
const SIGNS = {
  "one-below-top": ["severity", 0.5],
  "engaged-long": ["response", 1.5],
  "closed-silently": ["response", 0.4],
  "cleared-when-taken": ["response", -1.5],
  ignored: ["response", -3.5],
  unanswered: ["response", -2.5],
  /** The log-odds that the team's own history gives to such an answer, with its sign. */
  habit: ["response", 1],
  fleeting: ["outcome", -2.5],
  stale: ["outcome", -3.5],
  "fixed-elsewhere": ["outcome", 2.5],
  "not-production": ["context", -4],
  "planned-work": ["context", -4],
  scaling: ["context", -4],
  symptom: ["context", -3],
  "clock-untouched": ["context", -4],
  clock: ["context", -3],
  "rule-edited": ["context", -4],
  "rolled-back": ["context", 1.5],
  "already-open": ["repetition", -4],
  repeated: ["repetition", -1.5],
  "noise-note": ["text", -2.5],
  "fix-note": ["text", 2.5],
  "information-title": ["text", -2.5],
  "no-data": ["text", -1.5],
} as const satisfies Record<string, readonly [Vote["family"], number]>;

export type Sign = keyof typeof SIGNS;

/** Log-odds by sign. A refit moves them; the families stay. */
export type Weights = Readonly<Record<Sign, number>>;

const SIGN_NAMES = Object.keys(SIGNS) as readonly Sign[];

export const DEFAULT_WEIGHTS = Object.fromEntries(
  SIGN_NAMES.map((sign) => [sign, SIGNS[sign][1]]),
) as unknown as Weights;

export function familyOf(sign: Sign): Vote["family"] {
  return SIGNS[sign][0];
}
