import { decodeUtf8 } from "./utf8";

/** More than any sender allows itself in a form. */
const MAX_FORM = 1024 * 1024;

/** What a form may hold: one line without blanks, brackets of markup or quotes. Looser than the standard, as senders are. */
const FORM = /^[^\s=&"<>{}[\]]+=[^\s"<>{}]*\s*$/;

/** The fields of an application/x-www-form-urlencoded body as one object of strings, or why there is none. */
export type FormBody = { value: Readonly<Record<string, string>> } | { broken: string };

/** Null where the text is no form. Where the content type says that it is one (`said`) it may be written more loosely. */
export function readForm(text: string, said = false): FormBody | null {
  if (said ? !/^[^=]+=/.test(text) || /^\s*[{[]/.test(text) : !FORM.test(text)) return null;
  const fields: [string, string][] = [];
  for (const pair of text.trim().split("&")) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const [name, value] = at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    const [readName, readValue] = [decoded(name), decoded(value)];
    if (readName === null || readValue === null)
      return { broken: `the form's field ${shown(name)} is not URL-encoded` };
    fields.push([readName, readValue]);
  }
  // Of a name that occurs twice the last counts, as in JSON; `__proto__` becomes a member like any other.
  return { value: Object.fromEntries(fields) };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null; // the caller names the field
  }
}

function shown(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}

/** The form that a whole file or body is, from its decoded bytes; null where it is none. JSON is left after its first byte. */
export async function formOf(bytes: AsyncIterable<Uint8Array>, said = false): Promise<FormBody | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    if (size === 0 && NOT_FIRST.has(chunk[0] ?? 0)) return null;
    size += chunk.length;
    if (size > MAX_FORM) return null;
    chunks.push(chunk);
  }
  const text = decodeUtf8(joined(chunks, size));
  return text === null ? null : readForm(text, said);
}

const NOT_FIRST = new Set(["{", "[", '"', "=", "&"].map((sign) => sign.charCodeAt(0)));

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
