/** How a delivery proves that it comes from the sender: a signature, a secret header, a token in the path. */
export const PROOFS = ["signature", "header", "path"] as const;
export type Proof = (typeof PROOFS)[number];

/** `api` = token of the provider's API, for the backfill. */
export const SECRET_KINDS = ["signing", "header", "path", "api"] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** How a delivery came in. */
export const DELIVERY_VIAS = ["webhook", "spool", "backfill"] as const;
export type DeliveryVia = (typeof DELIVERY_VIAS)[number];

export const BACKFILL_STATES = ["queued", "running", "waiting", "done", "failed", "stopped"] as const;
export type BackfillState = (typeof BACKFILL_STATES)[number];

/** Why a request was turned away at the door. */
export const REFUSAL_REASONS = [
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
