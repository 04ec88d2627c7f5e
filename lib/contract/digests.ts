import { z } from "zod";
import { DIGEST_CHANNELS, DIGEST_KINDS, DIGEST_TRIGGERS, SEND_STATES } from "@/lib/model/digest";
import { isZone } from "@/lib/time/boundaries";
import { words } from "./words";

const Zone = words(64).refine(isZone, "must be a time zone such as Europe/Berlin");
const LINE = 500;

/** One plain address: no list, no name, and nothing that ends a line of a mail's head. */
const Address = z.email("must be one e-mail address").max(254);

const line = words(LINE)
  .trim()
  .min(1)
  .refine((text) => !/\p{Cc}/u.test(text), "must not hold control characters");

/** Where it goes; of a webhook with what its messages are signed with. */
const DigestTarget = z.discriminatedUnion("channel", [
  z.strictObject({ channel: z.literal("email"), address: Address }),
  z.strictObject({ channel: z.literal("slack"), url: line }),
  z.strictObject({ channel: z.literal("webhook"), url: line, secret: line }),
]);
export type DigestTarget = z.infer<typeof DigestTarget>;

const DigestTime = z.discriminatedUnion("trigger", [
  z.strictObject({
    trigger: z.literal("clock"),
    /** 0 = Monday; null = every day. */
    weekday: z.int().min(0).max(6).nullable(),
    minute: z.int().min(0).max(1439),
    zone: Zone,
  }),
  z.strictObject({ trigger: z.literal("shift-end") }),
]);
export type DigestTime = z.infer<typeof DigestTime>;

export const DigestBody = z
  .strictObject({
    kind: z.enum(DIGEST_KINDS),
    /** By name; null = the workspace, or of one's own reminder oneself. */
    team: words(200).nullable(),
    /** A reminder of one's own shifts, which nobody else sees. */
    own: z.boolean().default(false),
    target: DigestTarget,
    time: DigestTime,
  })
  .refine(
    ({ kind, time }) => kind !== "weekly" || (time.trigger === "clock" && time.weekday !== null),
    "a weekly digest goes out on a day of the week",
  )
  .refine(
    ({ kind, team, own }) => kind !== "end-of-shift" || own !== (team !== null),
    "a reminder is of a team or one's own",
  )
  .refine(({ kind, own }) => !own || kind === "end-of-shift", "only a reminder can be one's own");
export type DigestBody = z.infer<typeof DigestBody>;

/** What is left out stays as it is. */
export const DigestChange = z.strictObject({
  target: DigestTarget.optional(),
  time: DigestTime.optional(),
  enabled: z.boolean().optional(),
});
export type DigestChange = z.infer<typeof DigestChange>;

export const SendAgainBody = z.strictObject({ period: words(60).min(1) });

export const DigestSendView = z.object({
  period: z.string(),
  dueAt: z.string(),
  state: z.enum(SEND_STATES),
  attempts: z.number().int(),
  nextTryAt: z.string().nullable(),
  sentAt: z.string().nullable(),
  said: z.string().nullable(),
});
export type DigestSendView = z.infer<typeof DigestSendView>;

export const DigestView = z.object({
  id: z.string(),
  kind: z.enum(DIGEST_KINDS),
  team: z.string().nullable(),
  own: z.boolean(),
  channel: z.enum(DIGEST_CHANNELS),
  shown: z.string(),
  trigger: z.enum(DIGEST_TRIGGERS),
  weekday: z.number().int().nullable(),
  minute: z.number().int().nullable(),
  zone: z.string(),
  enabled: z.boolean(),
  unsubscribedAt: z.string().nullable(),
  /** Null where it is paused, and of one that waits for the end of a shift. */
  nextAt: z.string().nullable(),
  /** The last ones, the latest first. */
  sends: z.array(DigestSendView),
});
export type DigestView = z.infer<typeof DigestView>;

export const DigestsView = z.object({
  digests: z.array(DigestView),
  /** Everything; others keep a reminder of their own. */
  mayChange: z.boolean(),
  /** Whether the viewer is one of the people who are paged: without that there are no shifts to remind of. */
  linked: z.boolean(),
  /** Addresses that are known to be the viewer's. */
  addresses: z.array(z.string()),
  /** With the zone in which most of its people live. */
  teams: z.array(z.object({ name: z.string(), zone: z.string() })),
  zone: z.string(),
  /** What whoever runs Squelch has set. */
  mail: z.boolean(),
  publicUrl: z.string().nullable(),
  pictures: z.boolean(),
  /** Whether links may be shared: only then pictures go to Slack and other addresses. */
  sharing: z.boolean(),
});
export type DigestsView = z.infer<typeof DigestsView>;

/** Exactly what would leave now; null where there would be nothing to say. */
export const DigestPreview = z.object({
  message: z
    .object({
      subject: z.string(),
      text: z.string(),
      html: z.string().nullable(),
      /** The body as it would be posted, indented. */
      json: z.string().nullable(),
    })
    .nullable(),
  notes: z.array(z.string()),
});
export type DigestPreview = z.infer<typeof DigestPreview>;

export const DigestTest = z.object({ ok: z.boolean(), said: z.string() });
export type DigestTest = z.infer<typeof DigestTest>;
