import { z } from "zod";
import { SHARED_KINDS } from "@/lib/model/shared-thing";
import { NoiseFilter } from "./filter";
import { LONGEST_DAYS } from "./tokens";
import { WeekId } from "./weekly-report";
import { words } from "./words";

export const SHARE_DAYS = 30;

const Days = z.int().min(1).max(LONGEST_DAYS).default(SHARE_DAYS);
const { from, to, tz, team, service, urgency } = NoiseFilter.shape;

/** What is shared: the range of an overview is frozen as it is now. */
export const ShareBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("overview"), from, to, tz, team, service, urgency, days: Days }),
  z.strictObject({
    kind: z.literal("weekly-report"),
    week: WeekId,
    team: words(200).optional(),
    leader: z
      .string()
      .regex(/^\d{1,19}$/, "must be an id")
      .optional(),
    days: Days,
  }),
]);
export type ShareBody = z.input<typeof ShareBody>;

export const SharingBody = z.strictObject({ allowed: z.boolean() });

const SHARE_STATES = ["open", "expired", "revoked", "maker"] as const;

export const ShareLinkView = z.object({
  id: z.string(),
  kind: z.enum(SHARED_KINDS),
  /** "Overview, 9 – 15 Nov 2026, payments" */
  what: z.string(),
  by: z.string(),
  mine: z.boolean(),
  createdAt: z.string(),
  expiresAt: z.string(),
  /** How often it was opened. By whom is not kept. */
  opened: z.number().int(),
  /** In UTC. */
  lastOpenedOn: z.string().nullable(),
  /** maker = whoever made it may not sign in any more. */
  state: z.enum(SHARE_STATES),
});
export type ShareLinkView = z.infer<typeof ShareLinkView>;

export const ShareLinksView = z.object({
  /** False = no link opens, whatever its state. */
  allowed: z.boolean(),
  /** Only an admin. */
  mayAllow: z.boolean(),
  mayShare: z.boolean(),
  links: z.array(ShareLinkView),
  zone: z.string(),
});
export type ShareLinksView = z.infer<typeof ShareLinksView>;

/** The answer to making one: the only time that its address is told. */
export const MadeShareLink = z.object({ id: z.string(), path: z.string(), expiresAt: z.string() });
export type MadeShareLink = z.infer<typeof MadeShareLink>;
