import { z } from "zod";
import { DECISION_KINDS, LOOP_STATES, REVIEW_QUESTIONS, WATCH_OUTCOMES } from "@/lib/model/decision";
import { Range } from "./noise-report";
import { Scope, Treatment } from "./treatment";
import { EffectView } from "./what-if";
import { words } from "./words";

const Id = z.string().regex(/^\d{1,19}$/, "must be an id");
const LocalDate = z.iso.date();
const At = z.iso.datetime({ offset: true });

/** Where the change is made; nothing but a web address may become a link. */
const ChangeUrl = z.url({ protocol: /^https?$/, message: "must be an address of http or https" }).max(2_000);

const Days = z.number().positive().max(3_650);

const Answers = z.partialRecord(z.enum(REVIEW_QUESTIONS), z.boolean());

/** What is left out is filled in as the form shows it. */
export const DecideBody = z.strictObject({
  signatureIds: z.array(Id).min(1).max(500),
  kind: z.enum(DECISION_KINDS),
  reason: words(2_000).trim().min(1).optional(),
  ownerPersonId: Id.nullable().optional(),
  /** Of one alert only. */
  scope: Scope.optional(),
  treatment: Treatment.nullable().optional(),
  expiresAt: At.optional(),
  /** In place of `expiresAt`: counted from the moment it is decided. */
  expiresInDays: Days.optional(),
  reviewDate: LocalDate.optional(),
  changeUrl: ChangeUrl.nullable().optional(),
  review: Answers.optional(),
  /** Whether it takes effect as it is decided, or once the change is applied or merged. */
  takesEffect: z.enum(["now", "with-change"]).optional(),
});
export type DecideBody = z.infer<typeof DecideBody>;

/** Several alerts, each with a decision of its own. */
export const DecideEachBody = z.strictObject({
  each: z
    .array(DecideBody.omit({ signatureIds: true }).extend({ signatureId: Id }))
    .min(1)
    .max(500)
    .refine((each) => new Set(each.map(({ signatureId }) => signatureId)).size === each.length, {
      message: "must name each alert once",
    }),
});
export type DecideEachBody = z.infer<typeof DecideEachBody>;

/** `move` null: nothing changed. */
export const Decided = z.object({
  move: z.number().int().nullable(),
  decisions: z.array(z.object({ id: z.string(), signatureId: z.string() })),
});
export type Decided = z.infer<typeof Decided>;

/** Somebody looked at it again: it stands, perhaps for longer, with another owner or a link. */
export const ReviewDecisionBody = z.strictObject({
  reviewDate: LocalDate.optional(),
  expiresAt: At.optional(),
  expiresInDays: Days.optional(),
  ownerPersonId: Id.nullable().optional(),
  changeUrl: ChangeUrl.nullable().optional(),
});
export type ReviewDecisionBody = z.infer<typeof ReviewDecisionBody>;

export const Moved = z.object({ move: z.number().int().nullable() });
export type Moved = z.infer<typeof Moved>;

const PersonName = z.object({
  id: z.string(),
  /** Null of somebody whom the viewer may not see by name. */
  name: z.string().nullable(),
});

export const DefaultsFilter = z.object({ kind: z.enum(DECISION_KINDS) });

export const DecisionDefaults = z.object({
  signatureId: z.string(),
  kind: z.enum(DECISION_KINDS),
  title: z.string(),
  reason: z.string(),
  ownerPersonId: z.string().nullable(),
  scope: Scope,
  treatment: Treatment.nullable(),
  /** Of a silence. */
  expiresAt: z.string().nullable(),
  days: z.object({ usual: z.number(), longest: z.number() }).nullable(),
  isTop: z.boolean(),
  reviewDate: z.string(),
  zone: z.string(),
  today: z.string(),
  /** Those of the alert's team first. */
  people: z.array(z.object({ id: z.string(), name: z.string(), inTeam: z.boolean() })),
  /** The one that it would replace. */
  inForce: z.object({ id: z.string(), kind: z.enum(DECISION_KINDS), decidedAt: z.string() }).nullable(),
});
export type DecisionDefaults = z.infer<typeof DecisionDefaults>;

const HiddenPage = z.object({ id: z.string(), title: z.string().nullable(), openedAt: z.string() });

const WatchView = z.object({
  startedAt: z.string(),
  endsAt: z.string(),
  baselinePerDay: z.number(),
  openings: z.number().int(),
  actionable: z.number().int(),
  fact: EffectView.nullable(),
  outcome: z.enum(WATCH_OUTCOMES).nullable(),
  sentence: z.string().nullable(),
  settledAt: z.string().nullable(),
  hidden: z.array(HiddenPage),
  earlier: z.array(z.object({ outcome: z.enum(WATCH_OUTCOMES), settledAt: z.string() })),
  /** Until when the history of its source is known; null = nothing of it is. */
  knownUntil: z.string().nullable(),
});
export type WatchView = z.infer<typeof WatchView>;

export const DecisionView = z.object({
  id: z.string(),
  signatureId: z.string(),
  title: z.string(),
  service: z.string().nullable(),
  team: z.string().nullable(),
  kind: z.enum(DECISION_KINDS),
  state: z.enum(LOOP_STATES),
  reason: z.string(),
  scope: Scope,
  treatment: Treatment.nullable(),
  owner: PersonName.nullable(),
  decidedBy: z.string(),
  decidedAt: z.string(),
  flaggedAt: z.string(),
  expiresAt: z.string().nullable(),
  reviewDate: z.string().nullable(),
  reviewedAt: z.string().nullable(),
  changeUrl: z.string().nullable(),
  review: Answers,
  forecast: EffectView.nullable(),
  endedAt: z.string().nullable(),
  endedFor: z.string().nullable(),
  endedPages: z.array(HiddenPage),
  watch: WatchView.nullable(),
  lastRangAt: z.string().nullable(),
  inForce: z.boolean(),
  daysToReview: z.number().int().nullable(),
  due: z.boolean(),
  expired: z.boolean(),
  ownerless: z.boolean(),
  forgotten: z.enum(["review-passed", "quiet"]).nullable(),
});
export type DecisionView = z.infer<typeof DecisionView>;

const TimeToSquashView = z.object({
  medianDays: z.number().nullable(),
  n: z.number().int(),
  notYet: z.number().int(),
});

/** The Decisions screen. */
export const DecisionsView = z.object({
  zone: z.string(),
  /** Red and came back first, then what somebody must look at, then by decision, the last first. */
  decisions: z.array(DecisionView),
  counts: z.object({
    inForce: z.number().int(),
    silences: z.number().int(),
    due: z.number().int(),
    expired: z.number().int(),
    ownerless: z.number().int(),
    forgotten: z.number().int(),
  }),
  timeToSquash: TimeToSquashView,
  mayDecide: z.boolean(),
});
export type DecisionsView = z.infer<typeof DecisionsView>;

/** One alert's. */
export const DecisionHistory = z.object({
  zone: z.string(),
  /** The last first. */
  decisions: z.array(DecisionView),
  timeToSquash: TimeToSquashView,
  mayDecide: z.boolean(),
});
export type DecisionHistory = z.infer<typeof DecisionHistory>;

/** What the panel of the overview says. */
export const Squashed = z.object({
  zone: z.string(),
  range: Range,
  /** Decided in the range, of those that are expected to page less. */
  decisions: z.array(DecisionView),
  outcomes: z.object({
    verifiedQuiet: z.number().int(),
    cameBack: z.number().int(),
    hidSomethingReal: z.number().int(),
    tooEarly: z.number().int(),
    watching: z.number().int(),
    waiting: z.number().int(),
  }),
  timeToSquash: TimeToSquashView,
  forgotten: z.number().int(),
});
export type Squashed = z.infer<typeof Squashed>;

export const ActivityFilter = z.object({
  /** Only what happened before. */
  before: At.optional(),
});
export type ActivityFilter = z.infer<typeof ActivityFilter>;

const ACTIVITY_KINDS = ["decided", "took-effect", "settled", "resettled", "reviewed", "ended"] as const;

export const ActivityView = z.object({
  zone: z.string(),
  entries: z.array(
    z.object({
      at: z.string(),
      kind: z.enum(ACTIVITY_KINDS),
      decisionId: z.string(),
      signatureId: z.string(),
      title: z.string(),
      decision: z.enum(DECISION_KINDS),
      /** Null = the program itself. */
      by: z.string().nullable(),
      outcome: z.enum(WATCH_OUTCOMES).nullable(),
      words: z.string(),
    }),
  ),
  /** What to ask for the older ones before; null = there are none. */
  older: z.string().nullable(),
});
export type ActivityView = z.infer<typeof ActivityView>;
