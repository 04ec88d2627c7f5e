import { z } from "zod";
import { CHANNELS } from "@/lib/model/page-event";
import { HourCounts, Range, Share } from "./noise-report";
import { PageRow } from "./page";
import { MyViewers } from "./viewers";

/** What one person carried in a range. Test pages are outside. */
export const Carried = z.object({
  interruptions: HourCounts,
  /** Noise among the interruptions that could be judged. */
  noiseShare: Share,
  /** Interruptions with too little evidence, or not judged yet. */
  unclear: z.number().int(),
  estimated: z.number().int(),
  disruptedNights: z.number().int(),
  disruptedHours: z.number().int(),
  /** Of the nights: those that left less than 11 hours of rest. */
  shortRests: z.number().int(),
  /** Distinct pages whose first notification to the person lies in the range, by the line on which they came. */
  pages: z.object({
    first: z.number().int(),
    escalated: z.number().int(),
    lineNotKnown: z.number().int(),
    total: z.number().int(),
  }),
  /** Hours on call, overlaps once; null = no schedule is known for the person. */
  onCallHours: z.object({ first: z.number(), further: z.number() }).nullable(),
});
export type Carried = z.infer<typeof Carried>;

export const PersonDay = HourCounts.extend({
  /** Local date of the person. */
  date: z.string(),
  /** The night that begins on this date was disrupted. */
  night: z.boolean(),
});
export type PersonDay = z.infer<typeof PersonDay>;

export const WakingAlert = z.object({
  signatureId: z.string(),
  title: z.string(),
  interruptions: HourCounts,
  /** Of the interruptions. */
  noise: z.number().int(),
  nights: z.number().int(),
});
export type WakingAlert = z.infer<typeof WakingAlert>;

/** What a page took the person; `minutes` null = unknown. */
export const Effort = z.object({
  pageId: z.string(),
  title: z.string().nullable(),
  triggeredAt: z.string(),
  minutes: z.number().int().nullable(),
  /** From their acknowledgement to its end; else in their own words. */
  estimated: z.boolean(),
  /** The estimate was cut at four hours. */
  capped: z.boolean(),
});
export type Effort = z.infer<typeof Effort>;

export const Objection = z.object({
  id: z.string(),
  pageId: z.string().nullable(),
  note: z.string(),
  saidAt: z.string(),
  settledAt: z.string().nullable(),
  answer: z.string().nullable(),
});
export type Objection = z.infer<typeof Objection>;

export const PersonDetail = z.object({
  range: Range,
  previousRange: Range.nullable(),
  person: z.object({
    id: z.string(),
    name: z.string(),
    jobTitle: z.string().nullable(),
    /** Zone of the last day of the range; null = nobody told one, and the workspace's is used. */
    zone: z.string().nullable(),
    /** By the organisation on the last day of the range. */
    teams: z.array(z.string()),
    leader: z.string().nullable(),
    isSelf: z.boolean(),
  }),
  /** The zone that hours and nights are in. */
  zone: z.string(),
  totals: Carried,
  previous: Carried.nullable(),
  /** Every local date of the range, also the quiet ones; empty where the range has hours. */
  days: z.array(PersonDay),
  heat: z.array(z.object({ weekday: z.number().int(), hour: z.number().int(), interruptions: z.number().int() })),
  /** Alerts by how often they woke the person, then by interruptions. */
  alerts: z.array(WakingAlert),
  channels: z.array(
    z.object({ channel: z.enum(CHANNELS), notifications: z.number().int(), estimated: z.number().int() }),
  ),
  /** The last pages that notified the person. */
  rows: z.array(PageRow),
  /** What only the person sees; null for everybody else. */
  own: z
    .object({
      /** Pages of the range without a verdict to rely on: unclear or not judged, and no person has spoken. */
      toJudge: z.object({ pages: z.number().int(), rows: z.array(PageRow) }),
      /** Pages that they acted on or said something of, newest first. */
      efforts: z.array(Effort),
      viewers: MyViewers,
    })
    .nullable(),
  /** For the person, and for whoever may settle them; null for everybody else. */
  objections: z.array(Objection).nullable(),
  maySettle: z.boolean(),
});
export type PersonDetail = z.infer<typeof PersonDetail>;

/** Whole minutes, at most a week. */
export const EffortBody = z.strictObject({ minutes: z.number().int().min(0).max(10_080) });
export type EffortBody = z.infer<typeof EffortBody>;

export const ObjectionBody = z.strictObject({
  pageId: z
    .string()
    .regex(/^\d{1,19}$/, "must be an id")
    .nullable(),
  note: z.string().trim().min(1, "say what is wrong").max(2_000),
});
export type ObjectionBody = z.infer<typeof ObjectionBody>;

export const SettleBody = z.strictObject({ answer: z.string().trim().min(1, "say what came of it").max(2_000) });
export type SettleBody = z.infer<typeof SettleBody>;
