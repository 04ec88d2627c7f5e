import { z } from "zod";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { PRIVACY_MODES } from "@/lib/model/settings";

const Minute = z.int().min(0).max(1_439);

export const HoursValue = z.strictObject({
  sleepFrom: Minute,
  sleepTo: Minute,
  businessTo: Minute,
  workingDays: z
    .array(z.int().min(0).max(6))
    .max(7)
    .refine((days) => days.every((day, index) => index === 0 || day > (days[index - 1] ?? 7)), "must be in order")
    .readonly()
    .optional(),
});
export type HoursValue = z.infer<typeof HoursValue>;

const Hours = HoursValue.refine(
  (hours) => hours.sleepFrom !== hours.sleepTo,
  "sleep must not begin when it ends",
).refine((hours) => hours.sleepTo < hours.businessTo, "business must begin before it ends");

const Id = z.string().regex(/^\d{1,19}$/, "must be an id");
const Calendar = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, "must be two letters"),
  region: z.string().max(20).nullable(),
});

export const HoursBody = z.strictObject({
  of: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("workspace") }),
    z.strictObject({ kind: z.literal("team"), id: Id }),
    z.strictObject({ kind: z.literal("person"), id: Id }),
  ]),
  hours: Hours.nullable(),
});
export type HoursBody = z.infer<typeof HoursBody>;

export const HolidaysBody = z.strictObject({ holidays: Calendar.nullable() });

export const BudgetsBody = z.strictObject({
  incidentsPerShift: z.number().min(0).max(100),
  pagesPerPersonWeek: z.strictObject({ watch: z.number().min(0).max(1_000), act: z.number().min(0).max(1_000) }),
  accuracy: z.strictObject({ act: z.number().min(0).max(1), watch: z.number().min(0).max(1) }),
});
export type BudgetsBody = z.infer<typeof BudgetsBody>;

export const PrivacyBody = z.strictObject({ privacy: z.enum(PRIVACY_MODES) });

/** One whose holidays nobody knows: "XX" or "DE-ZZ". People null = the workspace's own. */
const UnknownCalendar = z.object({ name: z.string(), people: z.number().int().nullable() });
export type UnknownCalendar = z.infer<typeof UnknownCalendar>;

export const HoursSettings = z.object({
  workspace: HoursValue,
  holidays: Calendar.nullable(),
  teams: z.array(
    z.object({ id: z.string(), name: z.string(), people: z.number().int(), hours: HoursValue.nullable() }),
  ),
  /** Those with hours of their own. */
  people: z.array(z.object({ id: z.string(), name: z.string(), hours: HoursValue })),
  /** Who may be given hours of their own. */
  everybody: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Days of this and the next year in the workspace's calendar that are still to come. */
  nextHolidays: z.array(z.object({ date: z.string(), name: z.string() })),
  /** People whose own country takes the place of the workspace's calendar today. */
  ownCalendars: z.number().int(),
  unknownCalendars: z.array(UnknownCalendar),
  zone: z.string(),
  canChange: z.boolean(),
});
export type HoursSettings = z.infer<typeof HoursSettings>;

/** What other hours would do to the interruptions of the last 28 days; counts only, and no more than were there. */
export const HoursPreview = z.object({
  people: z.int(),
  interruptions: z.int(),
  /** Null: too many to try it out on. */
  moves: z.array(z.object({ from: z.enum(HOUR_CLASSES), to: z.enum(HOUR_CLASSES), interruptions: z.int() })).nullable(),
});
export type HoursPreview = z.infer<typeof HoursPreview>;

export const PrivacySettings = z.object({
  mode: z.enum(PRIVACY_MODES),
  change: z.object({ at: z.string(), from: z.enum(PRIVACY_MODES) }).nullable(),
  budgets: BudgetsBody,
  zone: z.string(),
  canChange: z.boolean(),
});
export type PrivacySettings = z.infer<typeof PrivacySettings>;
