import type { DecisionsView } from "@/lib/contract/decision";
import type { DEFINITIONS } from "@/lib/contract/definitions";
import type { HourCounts, Share } from "@/lib/contract/noise-report";
import type { FigureHidden, FigureValue, ReportFigure, ReportFigureKey } from "@/lib/contract/weekly-report";
import type { WeekTotals } from "./assemble-week";

/** What the figures of one week are made of. */
export type WeekFacts = {
  totals: WeekTotals;
  /** Why facts about people are not told, where `totals` does not say it. */
  hidden: FigureHidden | null;
  squash: DecisionsView["timeToSquash"];
};

type Rule = {
  key: ReportFigureKey;
  label: string;
  unit: ReportFigure["unit"];
  definition: keyof typeof DEFINITIONS;
  of: (facts: WeekFacts) => FigureValue;
};

const hours =
  (part: keyof HourCounts) =>
  (facts: WeekFacts): FigureValue =>
    aboutPeople(facts, facts.totals.interruptions?.[part] ?? null);

/** In the order of the meeting. */
const RULES: readonly Rule[] = [
  { key: "pages", label: "Pages", unit: "pages", definition: "pages", of: ({ totals }) => count(totals.pages) },
  {
    key: "noise-share",
    label: "Noise share",
    unit: "share",
    definition: "noise-share",
    of: ({ totals }) => share(totals.noiseShare),
  },
  {
    key: "unclear-share",
    label: "Unclear share",
    unit: "share",
    definition: "unclear-share",
    of: ({ totals }) => share(totals.unclearShare),
  },
  {
    key: "interruptions",
    label: "Interruptions",
    unit: "interruptions",
    definition: "interruptions",
    of: hours("total"),
  },
  {
    key: "sleep-interruptions",
    label: "Interruptions in sleep hours",
    unit: "interruptions",
    definition: "hour-class",
    of: hours("sleep"),
  },
  {
    key: "off-interruptions",
    label: "Interruptions in off hours",
    unit: "interruptions",
    definition: "hour-class",
    of: hours("off"),
  },
  {
    key: "business-interruptions",
    label: "Interruptions in business hours",
    unit: "interruptions",
    definition: "hour-class",
    of: hours("business"),
  },
  {
    key: "disrupted-nights",
    label: "Disrupted nights",
    unit: "nights",
    definition: "disrupted-nights",
    of: (facts) => aboutPeople(facts, facts.totals.disruptedNights),
  },
  {
    key: "time-to-squash",
    label: "Median time to squash",
    unit: "days",
    definition: "time-to-squash",
    of: ({ squash }) => ({ ...BLANK, value: squash.medianDays, hidden: nothing(squash.n), n: squash.n }),
  },
];

/** The figures of a week beside those of the week before. */
export function weeklyFigures(now: WeekFacts, previous: WeekFacts | null): ReportFigure[] {
  return RULES.map(({ key, label, unit, definition, of }) => ({
    key,
    label,
    unit,
    definition,
    now: of(now),
    previous: previous && of(previous),
  }));
}

const BLANK: FigureValue = { value: null, hidden: null, of: null, n: null, low: null, high: null };

const count = (value: number): FigureValue => ({ ...BLANK, value });

const nothing = (n: number): FigureHidden | null => (n === 0 ? "nothing" : null);

const share = ({ value, of, n, low, high }: Share): FigureValue => ({ value, hidden: nothing(n), of, n, low, high });

function aboutPeople({ totals, hidden }: WeekFacts, value: number | null): FigureValue {
  return value === null ? { ...BLANK, hidden: hidden ?? totals.withheld } : count(value);
}
