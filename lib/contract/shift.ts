import { z } from "zod";
import { REASONS, VERDICTS } from "@/lib/model/verdict";

export const ShiftPage = z.object({
  id: z.string(),
  openedAt: z.string(),
  endedAt: z.string().nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  reason: z.enum(REASONS).nullable(),
  /** A person said so. */
  byPerson: z.boolean(),
});
export type ShiftPage = z.infer<typeof ShiftPage>;

export const MyShift = z.object({
  /** Which time this is: told by a schedule, or around the last page. */
  known: z.enum(["shift", "last-pages", "nothing", "not-linked"]),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** The shift goes on. */
  isRunning: z.boolean(),
  schedule: z.string().nullable(),
  zone: z.string(),
  /** Pages of the same alert together, the latest first. */
  groups: z.array(
    z.object({
      /** Of the alert. */
      id: z.string(),
      title: z.string(),
      service: z.string().nullable(),
      pages: z.array(ShiftPage),
      /** What the engine says of most of them that no person judged; null where it cannot tell. */
      suggestion: z
        .object({
          verdict: z.enum(VERDICTS),
          reason: z.enum(REASONS).nullable(),
          pages: z.number().int(),
          sentence: z.string(),
        })
        .nullable(),
    }),
  ),
});
export type MyShift = z.infer<typeof MyShift>;
