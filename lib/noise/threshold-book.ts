import type { Reason } from "@/lib/model/verdict";
import { detectors } from "@/lib/noise/detectors";

export type ThresholdRule = {
  name: string;
  unit: "minutes" | "hours" | "days" | "count" | "share" | "times" | "probability";
  standard: number;
  /** Both ends are allowed. */
  least: number;
  most: number;
  whole: boolean;
};

type Bounds = Pick<ThresholdRule, "unit" | "least" | "most">;

const minutes = (least: number, most = 1_440): Bounds => ({ unit: "minutes", least, most });
const hours = (least: number, most: number): Bounds => ({ unit: "hours", least, most });
const count = (least: number, most = 100): Bounds => ({ unit: "count", least, most });
const share = (least = 0, most = 1): Bounds => ({ unit: "share", least, most });
const times = (least: number, most: number): Bounds => ({ unit: "times", least, most });

/** A name means the same in every detector that has it. */
const BOUNDS: Readonly<Record<string, Bounds>> = {
  openings: count(2),
  windowMinutes: minutes(1),
  clearGapMinutes: minutes(1),
  quietMinutes: minutes(1),
  cycles: count(2),
  p: { unit: "probability", least: 1e-9, most: 0.05 },
  concentration: share(0.5),
  outsideShare: share(),
  bandParts: count(2, 48),
  hitShare: share(),
  repeatMinutes: minutes(0),
  perCycle: times(1, 10),
  actedShare: share(),
  editDays: { unit: "days", least: 0, most: 14 },
  ratioLow: times(1, 10),
  ratio: times(1, 20),
  marks: count(1),
  agreeing: share(0.5),
  share: share(),
  certainty: share(0.5, 0.999),
  pages: count(1),
  lastPages: count(1),
  minPages: count(1),
  labels: count(1),
  engagedMinutes: minutes(0),
  workMinutes: minutes(1),
  withinMinutes: minutes(1),
  afterAcknowledgeMinutes: minutes(0),
  beforeMinutes: minutes(0),
  afterMinutes: minutes(0),
  laterHours: hours(1, 168),
  openHours: hours(1, 720),
  idleHours: hours(1, 720),
};

const WHOLE: ReadonlySet<ThresholdRule["unit"]> = new Set(["count"]);

/** What may be changed of each detector, in the order in which their reasons are preferred. */
export const THRESHOLD_BOOK: readonly { reason: Reason; rules: readonly ThresholdRule[] }[] = detectors.map(
  ({ reason, thresholds }) => ({
    reason,
    rules: Object.entries(thresholds).flatMap(([name, standard]): ThresholdRule[] => {
      const bounds = BOUNDS[name];
      return bounds ? [{ name, standard, ...bounds, whole: WHOLE.has(bounds.unit) }] : [];
    }),
  }),
);

/** What is wrong with a value, in words that follow the name of its place; null where nothing is. */
export function thresholdFault(reason: string, name: string, value: number): string | null {
  const rule = THRESHOLD_BOOK.find((entry) => entry.reason === reason)?.rules.find((one) => one.name === name);
  if (!rule) return "is no threshold that can be set";
  const { least, most, whole } = rule;
  if (!Number.isFinite(value) || value < least || value > most) return `must lie from ${least} to ${most}`;
  return whole && !Number.isInteger(value) ? "must be a whole number" : null;
}
