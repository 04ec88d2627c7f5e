/**
 * PostgreSQL holds neither NUL nor half a surrogate pair: both become U+FFFD, visibly. Applied to everything that
 * comes from outside, once, before it is stored.
 */
export function storable<T>(value: T): T {
  if (typeof value === "string") return storableText(value) as T;
  if (value === null || typeof value !== "object") return value;
  return isStorable(value) ? value : (remade(value) as T);
}

/** Nearly everything is: then nothing is copied. */
function isStorable(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\u0000");
  if (value === null || typeof value !== "object") return true;
  for (const key in value) {
    if (!isStorable(key) || !isStorable((value as Record<string, unknown>)[key])) return false;
  }
  return true;
}

function remade(value: object): unknown {
  if (Array.isArray(value)) return value.map(storable);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), storable(item)]));
}

function storableText(text: string): string {
  return isStorable(text) ? text : text.toWellFormed().replaceAll("\u0000", "\ufffd");
}
