import type { ThresholdView } from "@/lib/contract/noise-settings";

/** "withinMinutes" -> "within"; the unit stands beside the value. */
export function thresholdName({ name, unit }: Pick<ThresholdView, "name" | "unit">): string {
  const known = NAMES[name];
  if (known) return known;
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.endsWith(` ${unit}`) ? words.slice(0, -unit.length - 1) : words;
}

const NAMES: Readonly<Record<string, string>> = {
  openings: "least openings",
  cycles: "least cycles",
  p: "chance of a false clock, at most",
  concentration: "least concentration",
  outsideShare: "outside the band, at most",
  bandParts: "parts of a cycle that make a band",
  hitShare: "cycles hit, at least",
  repeatMinutes: "repeats count once within",
  perCycle: "openings per cycle, at most",
  actedShare: "acted on, at most",
  windowMinutes: "window",
  clearGapMinutes: "from clear to opening, under",
  quietMinutes: "quiet that ends it",
  withinMinutes: "within",
  afterAcknowledgeMinutes: "after an acknowledgement, within",
  engagedMinutes: "nobody engaged for",
  workMinutes: "not where somebody was at it for",
  lastPages: "last pages looked at",
  minPages: "least pages",
  editDays: "from an edit of the rule, within",
  ratioLow: "lower bound of the ratio, over",
  ratio: "ratio of the rates, at least",
  marks: "least notes or verdicts",
  agreeing: "of them agreeing, at least",
  labels: "least verdicts by people",
  certainty: "certainty, at least",
  beforeMinutes: "before a change, within",
  afterMinutes: "after a change, within",
  laterHours: "worked on later than",
  openHours: "open for more than",
  idleHours: "nobody active for",
};

export const UNIT_WORDS: Record<ThresholdView["unit"], string> = {
  minutes: "min",
  hours: "h",
  days: "days",
  count: "",
  share: "of 1",
  times: "×",
  probability: "",
};

/** As it is typed: no separators, and no more digits than there are. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** A place in the form: whose value of which threshold. */
export function placeOf(team: string | null, reason: string, name: string): string {
  return JSON.stringify([team, reason, name]);
}

/** What is wrong with what was typed, null where it can be saved; empty = what lies behind it holds. */
export function faultOf(text: string, { least, most, unit }: ThresholdView): string | null {
  if (text.trim() === "") return null;
  const value = Number(text.replace(",", "."));
  if (!Number.isFinite(value)) return "Not a number.";
  if (value < least || value > most) return `From ${plainNumber(least)} to ${plainNumber(most)}.`;
  return unit === "count" && !Number.isInteger(value) ? "A whole number." : null;
}
