import { z } from "zod";
import { DECISION_KINDS } from "@/lib/model/decision";
import { TREATMENT_KINDS } from "@/lib/model/treatment";
import { REASONS, VERDICTS } from "@/lib/model/verdict";
import { Treatment } from "./treatment";

const Id = z.string().regex(/^\d{1,19}$/, "must be an id");

/** All settings of one kind of treatment, tried on the history of an alert. */
export const WhatIfSearch = z.object({
  signatureId: Id,
  kind: z.enum(TREATMENT_KINDS),
  /** The history ends here; as late as anything is known where it is left out. */
  until: z.iso.datetime({ offset: true }).optional(),
});

export const WhatIfBody = z.strictObject({
  ...WhatIfSearch.shape,
  /** One setting instead of all of its kind. */
  treatment: Treatment.optional(),
});
export type WhatIfBody = z.infer<typeof WhatIfBody>;

/** Half-open, as instants. */
const Span = z.object({
  /** Epoch milliseconds, included. */
  from: z.number(),
  /** Epoch milliseconds, not included. */
  to: z.number(),
});
const CountedSpan = Span.extend({ openings: z.number().int() });
const Bounds = z.object({ worst: z.number().int(), best: z.number().int() });

export const EffectView = Span.extend({
  openings: z.number().int(),
  actionable: z.number().int(),
  unclear: z.number().int(),
  noise: z.number().int(),
  removed: z.number().int(),
  removedActionable: Bounds,
  delayed: z.number().int(),
  delayedActionable: z.number().int(),
  interruptionsSaved: z.number().int(),
  sleepInterruptionsSaved: z.number().int(),
  nightsSaved: z.number().int(),
  estimated: z.boolean(),
});

/** Openings of actionable or unclear pages that a treatment would have changed: by the place of the page in `pages`. */
const Changed = z.object({
  n: z.number().int(),
  /** The first ones, by their opening. */
  listed: z.array(z.object({ page: z.number().int(), openedAt: z.number(), delayMs: z.number().nullable() })),
});
export type Changed = z.infer<typeof Changed>;

const Spread = z.object({ n: z.number().int(), p50Ms: z.number(), p95Ms: z.number(), maxMs: z.number() });

const Saving = z.object({
  personId: z.string(),
  name: z.string(),
  sleep: z.number().int(),
  off: z.number().int(),
  business: z.number().int(),
  nights: z.number().int(),
  estimated: z.boolean(),
});

export const WhatIfStop = z.object({
  treatment: Treatment,
  effect: EffectView,
  lost: Changed,
  joined: Changed,
  late: Changed,
  unclear: Changed,
  delays: z.object({ pages: Spread, incidents: Spread.nullable() }).nullable(),
  /** Of people whom the viewer may see, by name. */
  people: z.array(Saving),
});
export type WhatIfStop = z.infer<typeof WhatIfStop>;

const SurvivalView = z.object({
  openings: z.number().int(),
  cleared: z.number().int(),
  censored: z.number().int(),
  unknown: z.number().int(),
  points: z.array(
    z.object({
      /** Since the page opened. */
      seconds: z.number(),
      open: z.number(),
      atRisk: z.number().int(),
    }),
  ),
});
export type SurvivalView = z.infer<typeof SurvivalView>;

export const WhatIf = z.object({
  signatureId: z.string(),
  kind: z.enum(TREATMENT_KINDS),
  zone: z.string(),
  /** What is looked at; tests are left out and counted. */
  history: CountedSpan.extend({ tests: z.number().int() }),
  /** Of the suggestion. */
  fit: CountedSpan,
  shown: CountedSpan,
  /** The stops are counted over `shown`; over all of the history where there is not enough of it to choose a setting. */
  enough: z.boolean(),
  endedByPerson: z.number().int(),
  censored: z.number().int(),
  stops: z.array(WhatIfStop),
  pages: z.array(
    z.object({
      id: z.string(),
      title: z.string().nullable(),
      verdict: z.enum(VERDICTS),
      reason: z.enum(REASONS).nullable(),
      topPriority: z.boolean(),
    }),
  ),
  survival: z.object({ actionable: SurvivalView, noise: SurvivalView, unclear: SurvivalView }),
  suggestion: z.object({
    kind: z.enum(DECISION_KINDS),
    treatment: Treatment.nullable(),
    because: z.string(),
    effect: EffectView.nullable(),
    /** Of coming pages, by both parts of the history. */
    expected: z
      .object({
        removed: z.number().int(),
        openings: z.number().int(),
        share: z.number(),
        low: z.number(),
        high: z.number(),
      })
      .nullable(),
  }),
  /** People whom it rang, and why not all of those in sight are named. */
  people: z.object({ n: z.number().int(), unnamed: z.number().int(), hidden: z.boolean() }),
  classifierVersion: z.number().int(),
});
export type WhatIf = z.infer<typeof WhatIf>;
