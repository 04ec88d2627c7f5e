import { createHash, randomBytes } from "node:crypto";

/** A 64-bit id that the same words always give: a repeated import needs no look-up. Positive, as decimal text. */
export function idOf(...words: readonly (string | number)[]): string {
  const digest = createHash("sha256").update(words.join("\u0000")).digest();
  return (digest.readBigUInt64BE() >> 1n).toString();
}

/** A 64-bit id that means nothing. */
export function randomId(): string {
  return (randomBytes(8).readBigUInt64BE() >> 1n).toString();
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
