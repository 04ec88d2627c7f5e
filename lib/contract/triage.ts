import { z } from "zod";
import { LOOP_STATES } from "@/lib/model/decision";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { TRIAGE_RANGE } from "@/lib/model/triage-range";
import { REASONS, VERDICTS } from "@/lib/model/verdict";
import { NoiseFilter } from "./filter";
import { Range, SignatureRow } from "./noise-report";

export const TriageFilter = NoiseFilter.extend({
  from: NoiseFilter.shape.from.unwrap().default(TRIAGE_RANGE.from),
  to: NoiseFilter.shape.to.unwrap().default(TRIAGE_RANGE.to),
});
export type TriageFilter = z.infer<typeof TriageFilter>;

const TriagePain = z.object({
  /** Interruptions by hour class, each with what one weighs. */
  parts: z.array(
    z.object({
      hours: z.enum(HOUR_CLASSES),
      interruptions: z.number().int(),
      /** What one interruption in these hours counts. */
      weight: z.number(),
    }),
  ),
  weighted: z.number(),
  noiseProbability: z.number(),
  /** weighted x noiseProbability. */
  value: z.number(),
});

export const TriageItem = z.object({
  /** Of the alert. */
  id: z.string(),
  /** The same row as on Noise, of the range. */
  row: SignatureRow,
  /** Null = not to be told: `row.withheld` says why. */
  pain: TriagePain.nullable(),
  flaggedAt: z.string(),
  rule: z.enum(["came-back", "noise", "louder", "new", "by-hand"]),
  /** Why it is here, with the numbers of that moment. */
  because: z.string(),
  /** Name null: somebody whom the viewer may not see by name. */
  owner: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  dueDate: z.string().nullable(),
  isOverdue: z.boolean(),
  snoozedUntil: z.string().nullable(),
  state: z.enum(LOOP_STATES),
  /** What the engine says of the alert; null where that is unclear or a person has spoken. */
  suggestion: z.object({ verdict: z.enum(VERDICTS), reason: z.enum(REASONS).nullable() }).nullable(),
  /** Somebody gave it an owner, a date or a verdict, or put it off, today. */
  isHandledToday: z.boolean(),
  notes: z.array(z.object({ id: z.string(), by: z.string(), at: z.string(), text: z.string() })),
});
export type TriageItem = z.infer<typeof TriageItem>;

export const Triage = z.object({
  range: Range,
  /** Most pain first; those put off are left out unless asked for. */
  items: z.array(TriageItem),
  /** Put off, soonest back first. */
  later: z.array(TriageItem),
  /** Decided, or gone by themselves, today in the workspace's zone. */
  leftToday: z.number().int(),
  /** When the alerts were last looked through, and when at the latest they are again; null = never yet. */
  lastCheckAt: z.string().nullable(),
  nextCheckAt: z.string().nullable(),
  /** Whom the viewer may give an alert to. */
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  /** The viewer among the people; null = nobody linked them. */
  selfId: z.string().nullable(),
  /** The workspace's date of today. */
  today: z.string(),
  canMove: z.boolean(),
});
export type Triage = z.infer<typeof Triage>;

const Id = z.string().regex(/^\d{1,19}$/, "must be an id");
const Signatures = z.array(Id).min(1).max(500);

export const MoveBody = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("claim"),
    signatures: Signatures,
    owner: z.union([z.literal("me"), Id]).nullable(),
  }),
  /** Days from today; null = back at once. */
  z.strictObject({
    kind: z.literal("snooze"),
    signatures: Signatures,
    days: z.number().int().min(1).max(90).nullable(),
  }),
  z.strictObject({ kind: z.literal("due"), signatures: Signatures, date: z.iso.date().nullable() }),
  /** A person wants a decision about them, whatever the thresholds say. */
  z.strictObject({ kind: z.literal("flag"), signatures: Signatures }),
  z.strictObject({ kind: z.literal("note"), signatures: Signatures, text: z.string().trim().min(1).max(2_000) }),
]);
export type MoveBody = z.infer<typeof MoveBody>;

/** Its number undoes it; null where everything was so already. */
export const MadeMove = z.object({ move: z.number().int().nullable() });
export type MadeMove = z.infer<typeof MadeMove>;

export const AlertsVerdictBody = z.strictObject({
  signatures: Signatures,
  verdict: z.enum(VERDICTS),
  reason: z.string().max(40).nullable().default(null),
});
export type AlertsVerdictBody = z.infer<typeof AlertsVerdictBody>;

/** Nothing named = what the viewer did last. */
export const UndoBody = z.strictObject({ move: z.number().int().optional() });

export const Undone = z.object({
  /** What was undone: a verdict, the kind of a move, or something that was applied. */
  what: z.string(),
  signatureIds: z.array(z.string()),
  /** What it did elsewhere, by the name of the object; null = nothing. */
  sentence: z.string().nullable(),
  /** What was done later and cannot be undone: why each stays. */
  stays: z.array(z.string()),
});
export type Undone = z.infer<typeof Undone>;
