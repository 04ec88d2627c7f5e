import { z } from "zod";
import { PRIVACY_MODES } from "@/lib/model/settings";
import { HourCounts, Range, Share } from "./noise-report";

/** Whether a leader carries a pager: as one of the rota, only where something escalates, not at all, or nobody can tell. */
const CARRIES = ["yes", "escalation-only", "no", "not-known"] as const;
export type Carries = (typeof CARRIES)[number];

/** What is set beside the same figure of the people led. */
export const COMPARED = ["first", "escalated", "sleep", "off", "business", "nights"] as const;
export type ComparedFigure = (typeof COMPARED)[number];

/**
 * Why figures about people are not shown. `small`: fewer than 5 people; `remainder`: with the others shown they would
 * tell of fewer than 5; `part-weeks`: without names they are told for whole weeks only.
 */
const HIDDEN_BECAUSE = ["small", "remainder", "part-weeks"] as const;
export type HiddenBecause = (typeof HIDDEN_BECAUSE)[number];

const Figures = z.record(z.enum(COMPARED), z.number());

/** Pages per 24 hours on call, with the 95 % interval (Garwood). */
const CallRate = z.object({
  value: z.number(),
  count: z.number().int(),
  hours: z.number(),
  low: z.number(),
  high: z.number(),
});

/** One's own rate beside the middle one of the people led; `ratio` is null where theirs is 0. */
export const RateBeside = z.object({
  own: CallRate,
  median: z.number().nullable(),
  n: z.number().int(),
  ratio: z.number().nullable(),
});
export type RateBeside = z.infer<typeof RateBeside>;

/** What a leader's own pager did. Only of leaders whom the viewer may see by name. */
export const OwnPager = z.object({
  carries: z.enum(CARRIES),
  /** Null = never, as far as is known. */
  lastRangAt: z.string().nullable(),
  pages: z.object({
    first: z.number().int(),
    escalated: z.number().int(),
    lineNotKnown: z.number().int(),
    total: z.number().int(),
  }),
  interruptions: HourCounts,
  estimated: z.number().int(),
  nights: z.number().int(),
  /** Null = no schedule is known of the leader or of anybody under them. */
  onCallHours: z.object({ first: z.number(), further: z.number() }).nullable(),
  /** Null without hours on call at that line. */
  rates: z.object({ first: RateBeside.nullable(), further: RateBeside.nullable() }),
});
export type OwnPager = z.infer<typeof OwnPager>;

/** The middle and the worst of the people led, figure by figure. */
export const Led = z.object({
  /** Over whom: those on call or, where no schedule is known, those who were paged. */
  of: z.enum(["on-call", "paged"]),
  n: z.number().int(),
  /** The others under the leader. */
  others: z.number().int(),
  /** Null where n = 0. */
  median: Figures.nullable(),
  /** Null where n = 0, and unless all are seen by name: the largest is one person's number. */
  worst: Figures.nullable(),
  /** Whose number the worst is, where it is one person's alone. */
  worstWho: z.partialRecord(z.enum(COMPARED), z.object({ id: z.string(), name: z.string() })),
  /** Of the largest pages per person-week. */
  worstBand: z.enum(["good", "watch", "act"]).nullable(),
});
export type Led = z.infer<typeof Led>;

/** The last 28 whole days by the end of the range against the 28 before. */
export const PagesTrend = z.object({
  /** First day of the 56 and the day after the last. */
  fromDate: z.string(),
  toDate: z.string(),
  /** Pages of the last 28 of these days. */
  last: z.number().int(),
  /** Pages of the 28 days before those. */
  before: z.number().int(),
  /** 95 % interval of the exact ratio; null = open. */
  ratio: z.object({ value: z.number().nullable(), low: z.number(), high: z.number().nullable() }),
  /** none = no clear change. */
  change: z.enum(["up", "down", "none"]),
});
export type PagesTrend = z.infer<typeof PagesTrend>;

/** Facts about the people under a leader. */
export const OrganisationLoad = z.object({
  interruptions: HourCounts,
  estimated: z.number().int(),
  /** People with a disrupted night. */
  woken: z.number().int(),
  /** Disrupted nights, and per person of those that `Led` is over. `max` is null where it is nobody's to see. */
  nights: z.object({
    /** Of all people together. */
    sum: z.number().int(),
    /** A head, 0 or more; null = nobody to divide by. */
    mean: z.number().nullable(),
    /** Of the one in the middle; null = nobody to take it of. */
    median: z.number().nullable(),
    /** Of the one with most; null = not to be told. */
    max: z.number().nullable(),
  }),
});
export type OrganisationLoad = z.infer<typeof OrganisationLoad>;

export const LeaderRow = z.object({
  id: z.string(),
  /** Null where the viewer may not see them by name. */
  name: z.string().nullable(),
  /** The name, else the teams they lead. */
  label: z.string(),
  /** By the organisation on the last day of the range; null = at the top. */
  parentId: z.string().nullable(),
  isSelf: z.boolean(),
  /** Leaders anywhere under them. */
  leadersUnder: z.number().int(),
  /** People under them on any day of the range, each once, without the leader. */
  people: z.number().int(),
  onCall: z.number().int(),
  own: OwnPager.nullable(),
  /** Distinct pages that interrupted anybody under them, by verdict; `unclear` holds what is not judged yet. */
  pages: z.object({
    total: z.number().int(),
    actionable: z.number().int(),
    noise: z.number().int(),
    unclear: z.number().int(),
  }),
  noiseShare: Share,
  unclearShare: Share,
  /** Null = less than 56 days of history. */
  trend: PagesTrend.nullable(),
  /** Why the two below are null. */
  hidden: z.enum(HIDDEN_BECAUSE).nullable(),
  load: OrganisationLoad.nullable(),
  led: Led.nullable(),
});
export type LeaderRow = z.infer<typeof LeaderRow>;

const FAIRNESS_WORDS = ["uneven", "within-chance", "too-few", "too-many"] as const;

/** One organisation, looked at. */
export const LeaderDetail = LeaderRow.extend({
  /** Whether those on call were woken and called in proportion to their hours; null where people's figures are hidden. */
  fairness: z
    .object({
      word: z.enum(FAIRNESS_WORDS),
      p: z.number().nullable(),
      people: z.number().int(),
      /** Disrupted hours. */
      events: z.number().int(),
    })
    .nullable(),
});
export type LeaderDetail = z.infer<typeof LeaderDetail>;

export const Leaders = z.object({
  range: Range,
  /** In `aggregate` no pages are listed by hour. */
  privacy: z.enum(PRIVACY_MODES),
  /** The range cuts days: nothing is counted. */
  partDays: z.boolean(),
  /** Local dates of the range, half-open; null where it cuts days. */
  dates: z.object({ fromDate: z.string(), toDate: z.string() }).nullable(),
  /** All leaders, those whose pager is counted here, and how many of these carry one. */
  carrying: z.object({
    leaders: z.number().int(),
    counted: z.number().int(),
    carry: z.number().int(),
    notKnown: z.number().int(),
  }),
  /** The viewer, where they lead people. */
  you: LeaderRow.nullable(),
  /** Whose organisation the panels are about. */
  focus: LeaderDetail.nullable(),
  /** From the top down to the leader asked for; empty where none was. */
  path: z.array(z.object({ id: z.string(), label: z.string() })),
  /** The tree under the leader asked for, else all of it, each leader before those under them, by name. */
  rows: z.array(LeaderRow),
  /** Leaders deeper down who are left out; they are there when one drills down. */
  leftOut: z.number().int(),
  /** The two asked for. */
  beside: z.array(LeaderDetail),
});
export type Leaders = z.infer<typeof Leaders>;

/** The alerts that did most to the people under a leader. */
export const LeaderAlerts = z.object({
  range: Range,
  leaderId: z.string(),
  /** Why they are told by noise pages alone, and without interruptions. */
  hidden: z.enum(HIDDEN_BECAUSE).nullable(),
  alerts: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      service: z.string().nullable(),
      team: z.string().nullable(),
      pages: z.number().int(),
      noisePages: z.number().int(),
      /** By noise, of people under the leader. */
      interruptions: HourCounts.nullable(),
      /** Weighted noise interruptions; null = hidden. */
      pain: z.number().nullable(),
    }),
  ),
});
export type LeaderAlerts = z.infer<typeof LeaderAlerts>;

const PageOf = z.object({
  id: z.string(),
  title: z.string().nullable(),
  service: z.string().nullable(),
  triggeredAt: z.string(),
});

/** Somebody else's pager: pages of people under a leader that belong to another team, and those handed from team to team. */
export const NotMine = z.object({
  range: Range,
  leaderId: z.string(),
  /** Pages that interrupted anybody under the leader, and those of them whose owner or whose people's teams nobody knows. */
  pages: z.number().int(),
  notKnown: z.number().int(),
  /** Pages that rang nobody of the team that owns them. */
  elsewhere: z.number().int(),
  owners: z.array(
    z.object({
      owner: z.string(),
      service: z.string().nullable(),
      pages: z.number().int(),
      noise: z.number().int(),
      last: PageOf,
    }),
  ),
  /** Pages that were handed on to people of a team that had not been rung before. */
  handed: z.object({
    pages: z.number().int(),
    /** Pages by how many teams they went through. */
    byTeams: z.array(
      z.object({
        /** Through how many teams a page went, 2 or more. */
        teams: z.number().int(),
        pages: z.number().int(),
      }),
    ),
    /** The longest first, then the latest. */
    chains: z.array(
      PageOf.extend({
        /** The teams in their order. */
        steps: z.array(z.string()),
        /** From the first to the last team that had it. */
        minutes: z.number().int(),
      }),
    ),
  }),
});
export type NotMine = z.infer<typeof NotMine>;
