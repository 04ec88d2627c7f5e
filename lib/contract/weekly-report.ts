import { z } from "zod";
import { isWeek } from "@/lib/time/report-week";
import { DecisionView, Squashed } from "./decision";
import { HandOverValue } from "./hand-over";
import { Leaders } from "./leaders";
import { Load } from "./load";
import { HourCounts, Lead, Range, Share, SignatureRow, VerdictCounts } from "./noise-report";
import { SignatureTrend } from "./trends";
import { WhatIf } from "./what-if";
import { words } from "./words";

/** An ISO week, as `2026-W46`. */
export const WeekId = z.string().refine(isWeek, "must be a week such as 2026-W46");
export type WeekId = z.infer<typeof WeekId>;

/** Whose report: a team's, that of the people under a leader, else the workspace's. */
export const ReportSubject = z
  .object({
    team: words(200).optional(),
    /** Of the person who leads. */
    leader: z
      .string()
      .regex(/^\d{1,19}$/, "must be an id")
      .optional(),
  })
  .refine(({ team, leader }) => team === undefined || leader === undefined, "must be of a team or of a leader");
export type ReportSubject = z.infer<typeof ReportSubject>;

const REPORT_SHOWN = ["published", "now"] as const;

/** In the order of the meeting; a note belongs to one of them. */
export const REPORT_SECTIONS = [
  "sentence",
  "figures",
  "changed",
  "worst",
  "due",
  "last-week",
  "load",
  "leaders",
  "unknown",
] as const;
export type ReportSection = (typeof REPORT_SECTIONS)[number];

const REPORT_FIGURES = [
  "pages",
  "noise-share",
  "unclear-share",
  "interruptions",
  "sleep-interruptions",
  "off-interruptions",
  "business-interruptions",
  "disrupted-nights",
  "time-to-squash",
] as const;
export type ReportFigureKey = (typeof REPORT_FIGURES)[number];

/**
 * Why a figure is null. `small`, `remainder`: it would tell of fewer than five people; `weeks`: of people without names
 * whole calendar weeks alone are told; `nothing`: there is nothing to count it over.
 */
const FIGURE_HIDDEN = ["small", "remainder", "weeks", "nothing"] as const;
export type FigureHidden = (typeof FIGURE_HIDDEN)[number];

const FigureValue = z.object({
  value: z.number().nullable(),
  hidden: z.enum(FIGURE_HIDDEN).nullable(),
  /** Of a share: value = of / n. */
  of: z.number().int().nullable(),
  /** What it is over: pages judged, interruptions, alerts squashed. Null = the value is a count itself. */
  n: z.number().int().nullable(),
  /** 95 % interval (Wilson) of a share. */
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type FigureValue = z.infer<typeof FigureValue>;

export const ReportFigure = z.object({
  key: z.enum(REPORT_FIGURES),
  label: z.string(),
  /** A share is from 0 to 1. */
  unit: z.enum(["pages", "share", "interruptions", "nights", "days"]),
  /** In lib/contract/definitions.ts. */
  definition: z.string(),
  now: FigureValue,
  /** Of the week before; null = before anything was known. */
  previous: FigureValue.nullable(),
});
export type ReportFigure = z.infer<typeof ReportFigure>;

export const ReportWeek = z.object({
  week: WeekId,
  range: Range,
  counts: VerdictCounts,
  /** Test pages left out. */
  pages: z.number().int(),
  noiseShare: Share,
  unclearShare: Share,
  /** Null = not to be told. */
  interruptions: HourCounts.nullable(),
  disruptedNights: z.number().int().nullable(),
  hidden: z.enum(FIGURE_HIDDEN).nullable(),
  /** Of the alerts squashed in the 90 days that end with the week. */
  timeToSquash: Squashed.shape.timeToSquash,
  /** False = it lies, in part, before the first known page: no week of few pages. */
  whole: z.boolean(),
});
export type ReportWeek = z.infer<typeof ReportWeek>;

const WorstAlert = z.object({
  row: SignatureRow,
  /** Null where there is too little history to say anything. */
  suggestion: WhatIf.shape.suggestion.nullable(),
});

/** A stretch in which a webhook was silent for longer than usual, or turned away. */
const ReportGap = z.object({
  sourceId: z.string(),
  source: z.string(),
  from: z.string(),
  to: z.string(),
  /** For people. */
  message: z.string(),
});

export const ReportNote = z.object({
  id: z.string(),
  section: z.enum(REPORT_SECTIONS),
  text: z.string(),
  /** Null of somebody who is no longer to be named. */
  by: z.string().nullable(),
  mine: z.boolean(),
  at: z.string(),
  /** Null = as it was written at first. */
  changedAt: z.string().nullable(),
  /** One's own, and the report was not published since. */
  mayChange: z.boolean(),
});
export type ReportNote = z.infer<typeof ReportNote>;

export const PublishedVersion = z.object({
  id: z.string(),
  /** From 1, of this week and subject. */
  version: z.number().int(),
  at: z.string(),
  /** Null of somebody who is no longer to be named. */
  by: z.string().nullable(),
  classifierVersion: z.number().int(),
});
export type PublishedVersion = z.infer<typeof PublishedVersion>;

/** Kept with a published report; without names. */
export const ReportContent = z.object({
  week: WeekId,
  subject: z.object({
    kind: z.enum(["workspace", "team", "leader"]),
    /** Of the team or of the person who leads. */
    id: z.string().nullable(),
    /** As a heading has it; of a leader who is not to be named the teams under them. */
    name: z.string(),
  }),
  range: Range,
  previousRange: Range,
  /** Null = Monday 00:00. */
  handOver: HandOverValue.nullable(),
  /** False = the week still runs. */
  over: z.boolean(),
  classifierVersion: z.number().int(),
  madeAt: z.string(),
  lead: Lead.nullable(),
  figures: z.array(ReportFigure),
  /** Twelve weeks that end with this one, oldest first. */
  trend: z.array(ReportWeek),
  changed: z.object({
    /** All of them; at most ten a kind are listed. */
    n: z.object({
      new: z.number().int(),
      louder: z.number().int(),
      quieter: z.number().int(),
      gone: z.number().int(),
    }),
    new: z.array(SignatureTrend),
    louder: z.array(SignatureTrend),
    quieter: z.array(SignatureTrend),
    gone: z.array(SignatureTrend),
  }),
  /** At most five, most pain first. */
  worst: z.array(WorstAlert),
  due: z.array(DecisionView),
  /** Decisions that took effect in the week, each with its forecast and the fact. */
  lastWeek: Squashed,
  /** Null in a leader's report: who is under a leader is counted in `leaders`. */
  load: Load.pick({
    range: true,
    budgets: true,
    sum: true,
    previous: true,
    people: true,
    quiet: true,
    others: true,
    teams: true,
    wholeWeeks: true,
  }).nullable(),
  /** Null in a team's report. Of the calendar week where the report's own week cuts days. */
  leaders: Leaders.pick({
    range: true,
    privacy: true,
    carrying: true,
    focus: true,
    rows: true,
    leftOut: true,
  }).nullable(),
  unknown: z.object({
    unclear: Share,
    unclassified: z.number().int(),
    /** Left out everywhere. */
    tests: z.number().int(),
    /** Records of the week that could not be read. */
    rejected: z.number().int(),
    gaps: z.array(ReportGap),
    /** Their hours are taken in the workspace's zone. */
    peopleWithoutZone: z.number().int(),
    /** Interruptions worked out from assignments; null = not to be told. */
    estimated: z.object({ of: z.number().int(), n: z.number().int() }).nullable(),
    /** Alerts whose interruptions are not told. */
    hiddenAlerts: z.number().int(),
  }),
});
export type ReportContent = z.infer<typeof ReportContent>;

export const WeeklyReport = ReportContent.extend({
  /** The version shown; null = worked out today. */
  published: PublishedVersion.nullable(),
  /** The last first. */
  versions: z.array(PublishedVersion),
  notes: z.array(ReportNote),
  /** Decisions that were taken in the meeting. */
  taken: z.array(DecisionView),
  mayPublish: z.boolean(),
  /** Write notes and decide in it, also while the week runs. */
  mayWrite: z.boolean(),
});
export type WeeklyReport = z.infer<typeof WeeklyReport>;

/** `classifier`: another version judged; `verdicts`: pages were judged or judged otherwise since; `data`: pages arrived late. */
const DIFFERENCE_CAUSES = ["classifier", "verdicts", "data", "decisions", "organisation", "privacy"] as const;
export type DifferenceCause = (typeof DIFFERENCE_CAUSES)[number];

export const ReportDifference = z.object({
  section: z.enum(REPORT_SECTIONS),
  /** For people: "Noise share". */
  what: z.string(),
  frozen: z.string(),
  now: z.string(),
  /** Why it may differ; empty where nothing is known to have changed. */
  mayBe: z.array(z.enum(DIFFERENCE_CAUSES)),
});
export type ReportDifference = z.infer<typeof ReportDifference>;

export const ReportComparison = z.object({
  published: PublishedVersion,
  classifierVersion: z.number().int(),
  /** Empty = every figure is still the same. */
  differences: z.array(ReportDifference),
});
export type ReportComparison = z.infer<typeof ReportComparison>;

export const ReportsList = z.object({
  subject: ReportContent.shape.subject,
  zone: z.string(),
  /** The newest first; the first one may still run. */
  weeks: z.array(
    z.object({
      week: WeekId,
      range: Range,
      over: z.boolean(),
      /** Null of an older week, which is listed because it was published. */
      pages: z.number().int().nullable(),
      /** The last version. */
      published: PublishedVersion.nullable(),
      notes: z.number().int(),
    }),
  ),
  teams: z.array(z.string()),
  leaders: z.array(z.object({ id: z.string(), label: z.string() })),
});
export type ReportsList = z.infer<typeof ReportsList>;

/** The end of the address: what is asked of one week. */
export const ReportFilter = z.object({
  ...ReportSubject.shape,
  as: z.enum(REPORT_SHOWN).optional(),
  /** A version that was published; the last one where it is left out. */
  version: z
    .string()
    .regex(/^\d{1,6}$/, "must be a number")
    .optional(),
});
export type ReportFilter = z.infer<typeof ReportFilter>;

export const REPORT_FORMATS = ["json", "md", "html", "csv"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Those that a browser draws. */
export const DRAWN_FORMATS = ["pdf", "zip"] as const;

/** A report as a file; as the answer itself where no format is asked for. */
export const ReportFileFilter = ReportFilter.extend({
  format: z.enum([...REPORT_FORMATS, ...DRAWN_FORMATS]).optional(),
  /** Of a PDF. */
  paper: z.enum(["A4", "Letter"]).default("A4"),
});
export type ReportFileFilter = z.infer<typeof ReportFileFilter>;

export const NoteBody = z.strictObject({
  section: z.enum(REPORT_SECTIONS),
  text: words(4_000).trim().min(1),
});
export type NoteBody = z.infer<typeof NoteBody>;

/** Other words for one's own note; or it is taken back, or comes back. */
export const NoteChange = z.union([NoteBody.pick({ text: true }), z.strictObject({ takenBack: z.boolean() })]);
export type NoteChange = z.infer<typeof NoteChange>;

/** Decisions that were just taken in the meeting. */
export const TakenBody = z.strictObject({
  decisionIds: z
    .array(z.string().regex(/^\d{1,19}$/, "must be an id"))
    .min(1)
    .max(100),
});
export type TakenBody = z.infer<typeof TakenBody>;
