import type { Vote } from "@/lib/model/verdict";

/** All weak evidence by name: the family in which it competes, and its log-odds before any refit. Minus is for noise. */
const SIGNS = {
  "one-below-top": ["severity", 1.5],
  "engaged-long": ["response", 1.5],
  "closed-silently": ["response", 1],
  "cleared-when-taken": ["response", -1.5],
  ignored: ["response", -2.5],
  unanswered: ["response", -1],
  fleeting: ["outcome", -2.5],
  stale: ["outcome", -2.5],
  "fixed-elsewhere": ["outcome", 2.5],
  "not-production": ["context", -2.5],
  "planned-work": ["context", -2.5],
  scaling: ["context", -2.5],
  symptom: ["context", -2.5],
  "clock-untouched": ["context", -2.5],
  clock: ["context", -1],
  "rule-edited": ["context", -2.5],
  "rolled-back": ["context", 1.5],
  "already-open": ["repetition", -2.5],
  repeated: ["repetition", -1.5],
  "noise-note": ["text", -2.5],
  "fix-note": ["text", 2.5],
  "information-title": ["text", -1.5],
  "no-data": ["text", -1.5],
} as const satisfies Record<string, readonly [Vote["family"], number]>;

export type Sign = keyof typeof SIGNS;

/** Log-odds by sign. A refit moves them; the families stay. */
export type Weights = Readonly<Record<Sign, number>>;

export const SIGN_NAMES = Object.keys(SIGNS) as readonly Sign[];

export const DEFAULT_WEIGHTS = Object.fromEntries(
  SIGN_NAMES.map((sign) => [sign, SIGNS[sign][1]]),
) as unknown as Weights;

export function familyOf(sign: Sign): Vote["family"] {
  return SIGNS[sign][0];
}
