import { createHash } from "node:crypto";

/** `sqt_` reads the API, `sqs_` opens what was shared: known on sight, also to programs that look for leaked secrets. */
export type TokenKind = "sqt" | "sqs";

export const TOKEN_BYTES = 32;

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 62^43 > 2^256, and 62^6 > 2^32. */
const BODY_DIGITS = 43;
const SUM_DIGITS = 6;

/** The random bytes in base 62 and a checksum: letters and digits alone, so that a double click takes all of it. */
export function secretToken(kind: TokenKind, random: Uint8Array): string {
  if (random.length !== TOKEN_BYTES) throw new RangeError(`a token is made of ${TOKEN_BYTES} bytes`);
  const body = `${kind}_${base62(BigInt(`0x${Buffer.from(random).toString("hex")}`), BODY_DIGITS)}`;
  return body + checksum(body);
}

/** Whether it can be one of ours: what was cut or mistyped is refused without asking the database. */
export function isWellFormed(kind: TokenKind, text: string): boolean {
  if (text.length !== kind.length + 1 + BODY_DIGITS + SUM_DIGITS || !text.startsWith(`${kind}_`)) return false;
  const body = text.slice(0, -SUM_DIGITS);
  return checksum(body) === text.slice(-SUM_DIGITS);
}

const checksum = (body: string) =>
  base62(BigInt(createHash("sha256").update(body).digest().readUInt32BE()), SUM_DIGITS);

function base62(value: bigint, digits: number): string {
  let text = "";
  for (let rest = value; text.length < digits; rest /= 62n) text = (DIGITS[Number(rest % 62n)] ?? "") + text;
  return text;
}
