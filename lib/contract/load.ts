import { z } from "zod";
import { VERDICTS } from "@/lib/model/verdict";
import { NoiseFilter } from "./filter";
import { HourCounts, Range, Share } from "./noise-report";

/** `team` = people who are in it; service, urgency and verdict narrow the interruptions that are counted. */
export const LoadFilter = NoiseFilter.extend({ verdict: z.enum(VERDICTS).optional() });
export type LoadFilter = z.infer<typeof LoadFilter>;

export const LOAD_TABLES = ["people", "teams"] as const;
export type LoadTable = (typeof LOAD_TABLES)[number];

const LOAD_BANDS = ["good", "watch", "act"] as const;
const Band = z.enum(LOAD_BANDS);

/**
 * Why a figure about people is not shown. small: fewer than 5 people; remainder: it would give such a group away; weeks:
 * people who may not be named are counted for whole weeks only; few: fewer than 5 people were interrupted by what the
 * filters ask for.
 */
const LOAD_HIDDEN = ["small", "remainder", "weeks", "few"] as const;
export type LoadHidden = (typeof LOAD_HIDDEN)[number];

/** What some people carried together. */
export const LoadSum = z.object({
  /** People the sum is over, quiet ones included. */
  people: z.number().int(),
  interrupted: z.number().int(),
  woken: z.number().int(),
  interruptions: HourCounts,
  /** Noise among the interruptions that could be judged. */
  noiseShare: Share,
  /** Interruptions with too little evidence or not judged yet. */
  unclear: z.number().int(),
  estimated: z.number().int(),
  disruptedNights: z.number().int(),
  disruptedHours: z.number().int(),
  /** Of the nights: those that left less than 11 hours of rest. */
  shortRests: z.number().int(),
  /** Distinct pages of each person, added up over people, by the line on which they came. */
  pages: z.object({
    first: z.number().int(),
    escalated: z.number().int(),
    lineNotKnown: z.number().int(),
    total: z.number().int(),
  }),
  /** Of one person, on average; null = of nobody. */
  pagesPerPersonWeek: z.number().nullable(),
});
export type LoadSum = z.infer<typeof LoadSum>;

/** A rate with its 95 % interval (Garwood). */
export const Rate = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Rate = z.infer<typeof Rate>;

/** Hours at the first level, at further levels and at any, overlaps once. */
const OnCall = z.discriminatedUnion("state", [
  z.object({ state: z.literal("hours"), first: z.number(), further: z.number(), any: z.number() }),
  /** A rota of the person's team is known, and they were not in it. */
  z.object({ state: z.literal("not-on-call") }),
  z.object({ state: z.literal("not-known") }),
]);
export type OnCall = z.infer<typeof OnCall>;

export const PersonLoad = LoadSum.omit({ people: true, interrupted: true, woken: true }).extend({
  id: z.string(),
  name: z.string(),
  teams: z.array(z.string()),
  /** Null = nobody told it: the workspace's zone was used. */
  zone: z.string().nullable(),
  band: Band.nullable(),
  onCall: OnCall,
  /** Interruptions per 24 on-call hours; null without known hours. */
  rate: Rate.nullable(),
});
export type PersonLoad = z.infer<typeof PersonLoad>;

const FAIRNESS_WORDS = ["uneven", "within-chance", "too-few-events", "too-few-people"] as const;

export const TeamLoad = z.object({
  id: z.string(),
  name: z.string(),
  people: z.number().int(),
  /** Pages of the team's own services that opened in the range: facts about alerts. */
  pages: z.object({ total: z.number().int(), noiseShare: Share, unclear: z.number().int() }),
  /** Facts about its people; null = hidden, and why. */
  load: LoadSum.extend({ nightsPerPerson: z.number(), band: Band.nullable() }).nullable(),
  hidden: z.enum(LOAD_HIDDEN).nullable(),
  /** Incidents per 12-hour shift over the 21 days that end with the range; null = no incident and no shift is known. */
  shift: Rate.extend({
    /** Problems in the 21 days that the mean is over. */
    incidents: z.number().int(),
    /** Hours on call in those days, of all seats. */
    hours: z.number(),
    /** No schedule is known: one seat round the clock is assumed. */
    estimated: z.boolean(),
    /** More incidents a shift than the budget allows. */
    over: z.boolean(),
  }).nullable(),
  /** Null = hidden, of fewer than five on call whom one may not name too, or not to be had with a filter. */
  fairnessHidden: z.boolean().default(false),
  fairness: z
    .object({
      word: z.enum(FAIRNESS_WORDS),
      /** Incidents of the people counted, and of those who were not on call. */
      events: z.number().int(),
      people: z.number().int(),
      outside: z.number().int(),
      /** Held against hours on call; else against equal parts. */
      byHours: z.boolean(),
      p: z.number().nullable(),
    })
    .nullable(),
  /** The last 28 days against the 28 before; null = hidden. */
  trend: z
    .object({
      /** Interruptions of the 28 days that end with the range. */
      now: z.number().int(),
      /** Of the 28 days before those. */
      before: z.number().int(),
      /** Now against before, above 0; null = there were none before. */
      ratio: z.number().nullable(),
      /** Of the 95 % interval of the ratio. */
      low: z.number(),
      /** Null = without an upper bound. */
      high: z.number().nullable(),
      word: z.enum(["more", "less", "no clear change"]),
    })
    .nullable(),
  timeToAcknowledge: z
    .object({
      medianSeconds: z.number().nullable(),
      p95Seconds: z.number().nullable(),
      acknowledged: z.number().int(),
      neverAcknowledged: z.number().int(),
      notKnown: z.number().int(),
    })
    .nullable(),
});
export type TeamLoad = z.infer<typeof TeamLoad>;

/** An alert by what it did to people. */
export const WakingSignature = z.object({
  id: z.string(),
  title: z.string(),
  service: z.string().nullable(),
  interruptions: HourCounts,
  noiseShare: Share,
  unclear: z.number().int(),
  nights: z.number().int(),
  /** Null = fewer than 5, and some of them may not be named. */
  people: z.number().int().nullable(),
});
export type WakingSignature = z.infer<typeof WakingSignature>;

export const LoadWeek = z.object({
  /** ISO instants in the workspace's zone, for links. */
  from: z.string(),
  to: z.string(),
  label: z.string(),
  /** In the asked range. */
  asked: z.boolean(),
  interruptions: HourCounts,
});
export type LoadWeek = z.infer<typeof LoadWeek>;

export const Load = z.object({
  range: Range,
  previousRange: Range.nullable(),
  /** Whole weeks around the range, as the range grammar takes them; null where the range is one of whole weeks. */
  wholeWeeks: z.object({ from: z.string(), to: z.string() }).nullable(),
  budgets: z.object({ incidentsPerShift: z.number(), watch: z.number(), act: z.number() }),
  /** Everybody who is counted: those named and, where they may be counted, the others. Null = nobody may be shown. */
  sum: LoadSum.nullable(),
  previous: LoadSum.nullable(),
  /** Sorted by name: those the viewer may see by name who were interrupted, paged or on call. */
  people: z.array(PersonLoad),
  /** Named people with none of it. */
  quiet: z.number().int(),
  /** People whom the viewer may not see by name; `sum` null = hidden, and why. */
  others: z.object({ people: z.number().int(), sum: LoadSum.nullable(), hidden: z.enum(LOAD_HIDDEN).nullable() }),
  teams: z.array(TeamLoad),
  /** Whole weeks that end with the range, oldest first. */
  weeks: z.array(LoadWeek),
  /** Weekday 0 = Monday; hours local to the person interrupted. */
  heat: z.array(z.object({ weekday: z.number().int(), hour: z.number().int(), interruptions: z.number().int() })),
  /** Whether the viewer may open the pages of single hours. */
  hoursOpen: z.boolean(),
  /** Most sleep-hour interruptions first. */
  alerts: z.array(WakingSignature),
});
export type Load = z.infer<typeof Load>;
