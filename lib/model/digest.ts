/** A report of the week that is over, and a reminder of verdicts after a shift. */
export const DIGEST_KINDS = ["weekly", "end-of-shift"] as const;
export type DigestKind = (typeof DIGEST_KINDS)[number];

export const DIGEST_CHANNELS = ["email", "slack", "webhook"] as const;
export type DigestChannel = (typeof DIGEST_CHANNELS)[number];

/** By the clock, or whenever a schedule says that a shift ended. */
export const DIGEST_TRIGGERS = ["clock", "shift-end"] as const;
export type DigestTrigger = (typeof DIGEST_TRIGGERS)[number];

/**
 * waiting: it goes out at `next_try_at`. preparing: somebody makes it, nothing has left. sending: it may have left.
 * unknown: whether it arrived is not known. nothing: there was nothing to say. skipped: its time was missed.
 */
export const SEND_STATES = [
  "waiting",
  "preparing",
  "sending",
  "sent",
  "failed",
  "unknown",
  "nothing",
  "skipped",
] as const;
export type SendState = (typeof SEND_STATES)[number];
