import { createHmac, timingSafeEqual } from "node:crypto";
import type { Instant } from "@/lib/model/instant";

/** A request as its signature sees it. */
export type SignedRequest = {
  /** The raw bytes: nothing may be parsed and written again before this. */
  body: Uint8Array;
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>;
  /** The address as it was typed at the sender. */
  url: string;
  receivedAt: Instant;
  /** Name of the header with the signed time, in lower case, where people choose it. */
  timestampHeader: string | null;
  /** PEM certificate of the signer, of schemes that have one; fetched by whoever calls. */
  certificate: string | null;
};

export type Checked =
  | { valid: true }
  | { valid: false; why: "missing" | "wrong" }
  /** By how much the signed time is before our clock; negative where it is after. */
  | { valid: false; why: "outside-window"; offSeconds: number };

/** One scheme. Every active secret is tried: two are in force during a rotation. */
export type Signature = {
  check(request: SignedRequest, secrets: readonly string[]): Checked;
  /** What is wrong with a secret that somebody pastes; null where it may be right. */
  secretProblem(secret: string): string | null;
};

/** However many a request lists, no more are looked at. */
const MAX_LISTED = 10;
const WINDOW_SECONDS = 5 * 60;

export const VALID: Checked = { valid: true };
export const MISSING: Checked = { valid: false, why: "missing" };
export const WRONG: Checked = { valid: false, why: "wrong" };

/** The first ten entries of a list, blanks trimmed; cut off before it is split, because it may be megabytes. */
export function listed(header: string, separator: "," | " "): string[] {
  const entries: string[] = [];
  for (let from = 0; from <= header.length && entries.length < MAX_LISTED; ) {
    const end = header.indexOf(separator, from);
    const entry = header.slice(from, end < 0 ? undefined : end).trim();
    if (entry) entries.push(entry);
    if (end < 0) break;
    from = end + 1;
  }
  return entries;
}

/** Lower-case hexadecimal of a whole digest, else null. */
export function hexDigest(text: string, bytes: number): Buffer | null {
  return text.length === 2 * bytes && /^[0-9a-f]+$/.test(text) ? Buffer.from(text, "hex") : null;
}

/** Canonical base64 of a whole digest, else null. */
export function base64Digest(text: string, bytes: number): Buffer | null {
  const digest = Buffer.from(text, "base64");
  return digest.length === bytes && digest.toString("base64") === text ? digest : null;
}

export function hmac(algorithm: "sha1" | "sha256", secret: string, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const mac = createHmac(algorithm, secret);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** Whether any given digest is any expected one; each pair is compared in the same time. */
export function anyEqual(given: readonly (Buffer | null)[], expected: readonly Buffer[]): boolean {
  let equal = false;
  for (const digest of given) {
    for (const wanted of expected) {
      if (digest?.length === wanted.length && timingSafeEqual(digest, wanted)) equal = true;
    }
  }
  return equal;
}

/** A time in whole seconds since 1970, else null. */
export function secondsOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** Five minutes either way, the value of the Standard Webhooks libraries. Null inside. */
export function outsideWindow(signedSeconds: number, receivedAt: Instant): Checked | null {
  const offSeconds = Math.floor(receivedAt / 1_000) - signedSeconds;
  return Math.abs(offSeconds) > WINDOW_SECONDS ? { valid: false, why: "outside-window", offSeconds } : null;
}

export function notBlank(secret: string): string | null {
  return secret.trim() === secret && secret !== "" ? null : "The secret is empty, or has blanks around it.";
}
