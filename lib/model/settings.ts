import type { Instant } from "./instant";
import type { Reason } from "./verdict";

/** Hours in a person's own zone, as whole minutes after midnight, half-open. */
export type Hours = {
  /** Sleep begins, e.g. 1320 = 22:00. */
  sleepFrom: number;
  /** Sleep ends and business begins, e.g. 480 = 08:00. */
  sleepTo: number;
  /** Business ends, e.g. 1080 = 18:00. */
  businessTo: number;
  /** 0 = Monday; missing = Monday to Friday. */
  workingDays?: readonly number[];
};

/** Whose public holidays: ISO 3166-1 country and the region as `date-holidays` writes it. */
export type HolidayCalendar = { country: string; region: string | null };

/** Who may see whose load by name; product.md, "Who may see whom". */
export const PRIVACY_MODES = ["team", "leaders", "aggregate"] as const;
export type PrivacyMode = (typeof PRIVACY_MODES)[number];

/** Agreed limits. From `watch` on a figure is to be watched, over `act` to be acted on. */
export type Budgets = {
  /** Incidents per 12-hour shift, at most. */
  incidentsPerShift: number;
  pagesPerPersonWeek: { watch: number; act: number };
  /** Share of actionable among judged pages, below. */
  accuracy: { act: number; watch: number };
};

/** Thresholds of detectors that differ from the defaults, by reason and name. */
export type Thresholds = Readonly<Partial<Record<Reason, Readonly<Record<string, number>>>>>;

/** When the week of a rota begins, on the wall of the zone of its report. */
export type HandOver = {
  /** 0 = Monday. */
  weekday: number;
  /** 0 to 23. */
  hour: number;
};

export type Settings = {
  hours: Hours;
  /** Priorities that inference never calls noise. */
  topPriorities: readonly string[];
  /** Pain of one interruption on a noise page, by hour class. */
  painWeights: { sleep: number; off: number; business: number };
  /** Of the workspace. */
  thresholds?: Thresholds;
  /** Of a team, by its name as pages carry it; they win over those of the workspace. */
  teamThresholds?: Readonly<Record<string, Thresholds>>;
  /** Of people who have none of their own; missing = no public holidays. */
  holidays?: HolidayCalendar;
  /** Missing = `team`. */
  privacy?: PrivacyMode;
  /** The last change of it, which everybody is told. */
  privacyChange?: { at: Instant; from: PrivacyMode };
  /** Whether links may be made that open without an account; missing = no. */
  shareLinks?: boolean;
  /** Teams that providers name and nobody wants to take over. */
  dismissedTeams?: readonly string[];
  /** When weekly reports begin; missing = Monday 00:00, a week of whole local dates. */
  handOver?: HandOver;
  /** Missing = DEFAULT_BUDGETS. */
  budgets?: Budgets;
};

/** product.md, "Load". */
export const DEFAULT_BUDGETS: Budgets = {
  incidentsPerShift: 2,
  pagesPerPersonWeek: { watch: 2, act: 5 },
  accuracy: { act: 0.5, watch: 0.9 },
};

export const DEFAULT_SETTINGS: Settings = {
  hours: { sleepFrom: 22 * 60, sleepTo: 8 * 60, businessTo: 18 * 60 },
  topPriorities: ["P1", "SEV1"],
  painWeights: { sleep: 3, off: 2, business: 1 },
};
