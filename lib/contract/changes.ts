import { z } from "zod";
import { CHANGE_KINDS } from "@/lib/model/change";

const Words = z
  .string()
  .max(200)
  .refine((text) => !text.includes("\u0000"), "holds a NUL character");

/** The list of changes: instants half-open. Newest first. */
export const ChangesFilter = z.object({
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  source: z
    .string()
    .regex(/^\d{1,19}$/, "must be an id")
    .optional(),
  kind: z.enum(CHANGE_KINDS).optional(),
  service: Words.optional(),
  team: Words.optional(),
  q: Words.optional(),
  /** Where the portion before ended. */
  after: z.string().max(60).optional(),
});
export type ChangesFilter = z.infer<typeof ChangesFilter>;

export const ChangeRow = z.object({
  id: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  kind: z.enum(CHANGE_KINDS),
  startsAt: z.string(),
  /** Null for a point in time, and for what is still going on. */
  endsAt: z.string().nullable(),
  /** Null = the whole workspace, as far as team and environment say nothing else. */
  service: z.string().nullable(),
  team: z.string().nullable(),
  environment: z.string().nullable(),
  rule: z.string().nullable(),
  title: z.string(),
  url: z.string().nullable(),
  /** As the feed names who did it. */
  by: z.string().nullable(),
  isRollback: z.boolean(),
  /** The record that is the latest word on it. */
  record: z.object({ kind: z.enum(["delivery", "import"]), id: z.string(), place: z.string() }),
  /** How many different things were said of it, by whatever record. */
  tellings: z.number().int(),
});
export type ChangeRow = z.infer<typeof ChangeRow>;

export const ChangesView = z.object({
  rows: z.array(ChangeRow),
  next: z.string().nullable(),
  /** Sources that have told of changes, whatever the filter says. */
  sources: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type ChangesView = z.infer<typeof ChangesView>;
