import { z } from "zod";
import { VERDICTS } from "@/lib/model/verdict";
import { PagesFilter } from "./filter";

const Id = z.string().regex(/^\d{1,19}$/, "must be an id");

const Said = z.strictObject({
  verdict: z.enum(VERDICTS),
  reason: z.string().max(40).nullable().default(null),
  note: z.string().max(2000).nullable().default(null),
  /** Real or normal, but not at that hour. */
  wrongHour: z.boolean().default(false),
});

export const VerdictBody = Said.extend({
  /** The word that the person saw, null for none. Left out, nobody is asked. */
  seen: Id.nullable().optional(),
});
export type VerdictBody = z.infer<typeof VerdictBody>;

/** On a signature: the pages that open in [from, until). */
export const SignatureVerdictBody = VerdictBody.extend({
  /** `now`: from now on; null: whenever they opened. */
  from: z
    .union([z.literal("now"), z.iso.datetime({ offset: true })])
    .nullable()
    .default("now"),
  /** A date ends with its first moment in the zone of the workspace. */
  until: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })])
    .nullable()
    .default(null),
});
export type SignatureVerdictBody = z.input<typeof SignatureVerdictBody>;

/** Pages that one gesture may judge. */
export const MAX_BULK = 50_000;
const MAX_CHOSEN = 5_000;

export const BulkBody = Said.extend({
  on: z.union([
    z.strictObject({ pages: z.array(Id).min(1).max(MAX_CHOSEN) }),
    z.strictObject({
      filter: PagesFilter,
      /** How many pages the person was told. */
      expected: z.number().int().min(1),
    }),
  ]),
  /** What becomes of pages that people have judged one by one. */
  judged: z.enum(["keep", "replace"]).default("keep"),
});
export type BulkBody = z.infer<typeof BulkBody>;

/** How many pages match, before anything is said of them. */
export const BulkCount = z.object({ pages: z.number().int(), judged: z.number().int() });
export type BulkCount = z.infer<typeof BulkCount>;

/** What a word did to other pages of the alerts it touches: those that no person judged. */
export const Lesson = z.object({
  others: z.number().int(),
  /** Of them, those whose probability of actionable moved by a tenth of a percent or more. */
  moved: z.number().int(),
  /** Mean probability of those that moved, before and after; null where none did. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** Of the others, those that have another verdict now. */
  verdicts: z.number().int(),
});
export type Lesson = z.infer<typeof Lesson>;

/** What was done, what undoes it, and what was learnt; `lesson` null = worked out later. */
export const MadeGesture = z.object({
  gesture: z.string(),
  words: z.number().int(),
  lesson: Lesson.nullable().optional(),
});
export type MadeGesture = z.infer<typeof MadeGesture>;

/** The viewer's last gestures, newest first. */
export const LastGesture = z.object({
  last: z
    .object({
      id: z.string(),
      kind: z.enum(["give", "withdraw", "import"]),
      madeAt: z.string(),
      words: z.number().int(),
    })
    .nullable(),
});
export type LastGesture = z.infer<typeof LastGesture>;
