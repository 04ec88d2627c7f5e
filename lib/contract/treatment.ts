import { z } from "zod";
import { MATCHER_OPERATORS, SCOPE_FIELDS } from "@/lib/model/scope";
import { words } from "./words";

export const Scope = z
  .array(z.strictObject({ field: z.enum(SCOPE_FIELDS), operator: z.enum(MATCHER_OPERATORS), value: words(1_000) }))
  .min(1)
  .max(50)
  .readonly();

const Minutes = z
  .number()
  .int()
  .min(1)
  .max(24 * 60);
const MinuteOfDay = z
  .number()
  .int()
  .min(0)
  .max(24 * 60);

export const Treatment = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("hold"), holdMinutes: Minutes }),
  z.strictObject({ kind: z.literal("merge"), mergeMinutes: Minutes }),
  z.strictObject({ kind: z.literal("hold-and-merge"), holdMinutes: Minutes, mergeMinutes: Minutes }),
  z.strictObject({
    kind: z.literal("window"),
    zone: words(64),
    quiet: z
      .array(
        z
          .strictObject({ weekday: z.number().int().min(0).max(6), fromMinute: MinuteOfDay, toMinute: MinuteOfDay })
          .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, "ends before it begins"),
      )
      .min(1)
      .max(50)
      .readonly(),
  }),
  z.strictObject({ kind: z.literal("ticket") }),
  z.strictObject({ kind: z.literal("drop") }),
]);
