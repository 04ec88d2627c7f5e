import { z } from "zod";
import { Mapping } from "./mapping";

/** How a delivery proves that it comes from the sender: a signature, a secret header, a token in the path. */
export const PROOFS = ["signature", "header", "path"] as const;
export type Proof = (typeof PROOFS)[number];

/** `api` = token of the provider's API, for the backfill. */
export const SECRET_KINDS = ["signing", "header", "path", "api"] as const;

/** How a delivery came in. */
export const DELIVERY_VIAS = ["webhook", "spool", "backfill"] as const;
export type DeliveryVia = (typeof DELIVERY_VIAS)[number];

export const BACKFILL_STATES = ["queued", "running", "waiting", "done", "failed", "stopped"] as const;
export type BackfillState = (typeof BACKFILL_STATES)[number];

/** Why a request was turned away at the door. */
const REFUSAL_REASONS = [
  "proof-missing",
  "proof-wrong",
  "outside-window",
  "too-large",
  "type-not-allowed",
  "encoding-not-allowed",
  "source-deleted",
  "too-slow",
  "too-many",
  "spool-full",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

const Name = z.string().trim().min(1).max(100);
const Zone = z.string().max(64);
const RESERVED_HEADERS = [
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "cookie",
  "host",
  "user-agent",
  "x-squelch-peer",
];
/** Lower case; those that carry the request itself cannot be a secret. */
const HeaderName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]{1,100}$/, "must be the name of a header, such as x-squelch-secret")
  .refine((name) => !RESERVED_HEADERS.includes(name), "carries the request itself; take another header");

const Webhook = z.strictObject({
  proof: z.enum(PROOFS),
  /** Of proof `header`. */
  headerName: HeaderName.default("x-squelch-secret"),
  /** Header of the signed time, where people choose its name at the sender. */
  timestampHeader: HeaderName.nullable().default(null),
  /** The sender's signing secret; it may also be added later, as most show it only once the address is set up. */
  secret: z.string().trim().min(1).max(500).nullable().default(null),
});

export const CreateSourceBody = z.strictObject({
  name: Name,
  provider: z.string().max(50),
  /** Null = files and the provider's API only. */
  webhook: Webhook.nullable(),
  zone: Zone.nullable().default(null),
  mapping: Mapping.nullable().default(null),
});
export type CreateSourceBody = z.infer<typeof CreateSourceBody>;

/** What is left out stays as it is. */
export const ChangeSourceBody = z.strictObject({
  name: Name.optional(),
  paused: z.boolean().optional(),
  proof: z.enum(PROOFS).optional(),
  headerName: HeaderName.optional(),
  timestampHeader: HeaderName.nullable().optional(),
  zone: Zone.nullable().optional(),
  mapping: Mapping.nullable().optional(),
});
export type ChangeSourceBody = z.infer<typeof ChangeSourceBody>;

/** A signing secret is pasted; those of a header and of the path are made by us. */
export const AddSecretBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("signing"), secret: z.string().trim().min(1).max(500) }),
  z.strictObject({ kind: z.enum(["header", "path"]) }),
]);
export type AddSecretBody = z.infer<typeof AddSecretBody>;

export const SecretView = z.object({
  id: z.string(),
  kind: z.enum(SECRET_KINDS),
  /** Its last characters. */
  hint: z.string(),
  createdAt: z.string(),
});
export type SecretView = z.infer<typeof SecretView>;

/** Shown once: it is nowhere else in the clear. */
export const MadeSecret = SecretView.extend({ secret: z.string().nullable() });
export type MadeSecret = z.infer<typeof MadeSecret>;

export const WebhookView = z.object({
  /** Behind the public address; of proof `path` the token follows as one more part. */
  path: z.string(),
  proof: z.enum(PROOFS),
  headerName: z.string().nullable(),
  timestampHeader: z.string().nullable(),
  /** What the sender can do, so what people may choose. */
  proofs: z.array(z.enum(PROOFS)),
  /** What to do at the provider; `{url}` and `{secret}` stand for the two. */
  setUp: z.array(z.string()),
});
export type WebhookView = z.infer<typeof WebhookView>;

/** What is wrong, worst first; null where nothing is. */
export const SourceHealth = z.object({
  /** Requests with a missing, wrong or outdated proof since the last accepted delivery. */
  failing: z.object({ requests: z.number().int(), since: z.string(), detail: z.string().nullable() }).nullable(),
  /** Nothing came for much longer than usual: how long is usual, and how long it is now. */
  quiet: z
    .object({
      usualSeconds: z.number(),
      /** Seconds since the last delivery. */
      seconds: z.number(),
    })
    .nullable(),
  /** So many refusals in a row that the sender is known to have switched us off. */
  probablyDisabled: z.boolean(),
  /** For a banner; null where nothing is wrong. */
  words: z.string().nullable(),
});
export type SourceHealth = z.infer<typeof SourceHealth>;

export const SourceView = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  providerLabel: z.string(),
  webhook: WebhookView.nullable(),
  secrets: z.array(SecretView),
  /** How records of a tool that we do not know are read; null = nobody has said so yet. */
  mapping: Mapping.nullable(),
  zone: z.string().nullable(),
  paused: z.boolean(),
  createdAt: z.string(),
  /** The last delivery that was accepted, first or repeated. */
  lastReceivedAt: z.string().nullable(),
  /** By the provider's own clock. */
  lastEventAt: z.string().nullable(),
  /** Of the local day: the ledger, what waits to be read, and what was turned away. */
  today: z.object({
    received: z.number().int(),
    stored: z.number().int(),
    duplicate: z.number().int(),
    ignored: z.number().int(),
    rejected: z.number().int(),
    waiting: z.number().int(),
    refused: z.number().int(),
  }),
  health: SourceHealth,
});
export type SourceView = z.infer<typeof SourceView>;

export const CreatedSource = z.object({ source: SourceView, secret: MadeSecret.nullable() });
export type CreatedSource = z.infer<typeof CreatedSource>;

/** What one provider can do, for people who choose. */
export const ProviderView = z.object({
  id: z.string(),
  label: z.string(),
  /** Names of what is read from files. */
  files: z.array(z.string()),
  /** Whether its API is read, for what a webhook has missed. */
  hasApi: z.boolean(),
  webhook: z
    .object({
      /** Name of its scheme; null = it cannot sign. */
      signature: z.string().nullable(),
      proofs: z.array(z.enum(PROOFS)),
      setUp: z.array(z.string()),
    })
    .nullable(),
});
export type ProviderView = z.infer<typeof ProviderView>;

/** What every screen must say at once. */
export const Alarms = z.object({
  sources: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      providerLabel: z.string(),
      /** `quiet` may be normal; the others lose deliveries. */
      kind: z.enum(["failing", "disabled", "quiet"]),
      words: z.string(),
    }),
  ),
  /** The room for what comes while the database is away is more than half full. */
  spool: z.object({ bytes: z.number(), limitBytes: z.number() }).nullable(),
});
export type Alarms = z.infer<typeof Alarms>;
