import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "@/lib/errors";

type Key = { id: string; bytes: Uint8Array };

/** The first key seals, all of them unseal. */
export type KeyRing = { readonly keys: readonly [Key, ...Key[]] };

/** Where a sealed value stands: at another place it cannot be unsealed. */
export type SealedPlace = { table: string; column: string; id: string };

const MIN_KEY_LENGTH = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_BYTES = 4;
const CIPHER = "aes-256-gcm";

/** Reads `SQUELCH_KEYS`: newest first, separated by commas or line breaks. */
export function openKeyRing(text: string | null | undefined): KeyRing {
  const words = (text ?? "").split(/[\s,]+/).filter(Boolean);
  const short = words.findIndex((word) => word.length < MIN_KEY_LENGTH);
  if (short >= 0)
    throw new AppError("invalid", `Key ${short + 1} of SQUELCH_KEYS has fewer than ${MIN_KEY_LENGTH} characters.`);
  const [first, ...others] = words.map(keyOf);
  if (!first) throw new AppError("invalid", "SQUELCH_KEYS is empty: stored secrets can be neither kept nor read.");
  return { keys: [first, ...others] };
}

/** A new key as it stands in `SQUELCH_KEYS`. */
export function newKey(): string {
  return randomBytes(32).toString("base64url");
}

/** Text as `keyId.iv.tag.ciphertext`, in base64url. */
export function seal(ring: KeyRing, plain: string, place: SealedPlace): string {
  const [key] = ring.keys;
  const { iv, tag, data } = encrypt(key, Buffer.from(plain, "utf8"), place);
  return [key.id, ...[iv, tag, data].map((part) => part.toString("base64url"))].join(".");
}

export function unseal(ring: KeyRing, sealed: string, place: SealedPlace): string {
  const [keyId = "", ...parts] = sealed.split(".");
  const [iv, tag, data] = parts.map((part) => Buffer.from(part, "base64url"));
  if (!iv || !tag || !data || parts.length !== 3) throw damaged(place);
  return decrypt(keyIn(ring, keyId, place), { iv, tag, data }, place).toString("utf8");
}

/** The same for bytes: key id, initial vector, tag and ciphertext one after the other. */
export function sealBytes(ring: KeyRing, plain: Uint8Array, place: SealedPlace): Uint8Array {
  const [key] = ring.keys;
  const { iv, tag, data } = encrypt(key, plain, place);
  return Buffer.concat([Buffer.from(key.id, "hex"), iv, tag, data]);
}

export function unsealBytes(ring: KeyRing, sealed: Uint8Array, place: SealedPlace): Uint8Array {
  const bytes = Buffer.from(sealed);
  const [ivAt, tagAt, dataAt] = [KEY_ID_BYTES, KEY_ID_BYTES + IV_BYTES, KEY_ID_BYTES + IV_BYTES + TAG_BYTES];
  if (bytes.length < dataAt) throw damaged(place);
  const key = keyIn(ring, bytes.toString("hex", 0, ivAt), place);
  return decrypt(
    key,
    { iv: bytes.subarray(ivAt, tagAt), tag: bytes.subarray(tagAt, dataAt), data: bytes.subarray(dataAt) },
    place,
  );
}

/** Whether the newest key sealed this. */
export function isNewest(ring: KeyRing, sealed: string): boolean {
  return sealed.startsWith(`${ring.keys[0].id}.`);
}

/** Whether the key that sealed this is in the ring. */
export function isReadable({ keys }: KeyRing, sealed: string): boolean {
  return keys.some(({ id }) => sealed.startsWith(`${id}.`));
}

/** A value whose key is not in the ring: nothing is wrong with it, the key has to come back. */
export class MissingKeyError extends AppError {
  constructor(keyId: string, { table, column }: SealedPlace) {
    super(
      "invalid",
      `${table}.${column} is sealed with key ${keyId}, which is not in SQUELCH_KEYS. Add the key it was made with.`,
    );
    this.name = "MissingKeyError";
  }
}

type Parts = { iv: Buffer; tag: Buffer; data: Buffer };

function encrypt(key: Key, plain: Uint8Array, place: SealedPlace): Parts {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(placeBytes(place));
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { iv, tag: cipher.getAuthTag(), data };
}

function decrypt(key: Key, { iv, tag, data }: Parts, place: SealedPlace): Buffer {
  try {
    const decipher = createDecipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(placeBytes(place));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch {
    // The cipher's own words ("unable to authenticate data") say no more than ours.
    throw damaged(place);
  }
}

function keyIn({ keys }: KeyRing, id: string, place: SealedPlace): Key {
  const key = keys.find((one) => one.id === id);
  if (!key) throw new MissingKeyError(id, place);
  return key;
}

function damaged({ table, column, id }: SealedPlace): AppError {
  return new AppError("invalid", `${table}.${column} of ${id} cannot be unsealed: it was changed or moved.`);
}

const placeBytes = ({ table, column, id }: SealedPlace) => Buffer.from([table, column, id].join("\u0000"), "utf8");

/** The id is derived from the key, so that a ring needs no names and none can be mixed up. */
function keyOf(text: string): Key {
  const derive = (info: string, bytes: number) => Buffer.from(hkdfSync("sha256", text, "squelch", info, bytes));
  return { id: derive("key id", KEY_ID_BYTES).toString("hex"), bytes: derive("key", 32) };
}
