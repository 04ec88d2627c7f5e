import { type Redactor, stringsIn } from "./redactor";

/**
 * A raw body without the words of a redactor, as near to its own bytes as can be; the same bytes where none stand in it.
 * Null where they stand in it in a way that cannot be rewritten with certainty: such a body must not be kept.
 */
export function redactBody(body: Uint8Array, redactor: Redactor): Uint8Array | null {
  const text = decoded(body);
  if (text === null) return null;
  const redacted = redactor.text(text);
  const parsed = parsedJson(redacted);
  if (parsed !== undefined) {
    // Written with escapes they are not seen in the text.
    const clean = redactor.deep(parsed.value);
    if (clean !== parsed.value) return Buffer.from(JSON.stringify(clean));
  } else if (hides(redacted, redactor)) return null;
  return redacted === text ? body : Buffer.from(redacted);
}

function decoded(body: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function parsedJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether a form, or lines of JSON, still hold a word behind their escapes. */
function hides(text: string, redactor: Redactor): boolean {
  const unescaped = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\[nrt]/g, " ")
    .replace(/\\(.)/g, "$1");
  const forms = [unescaped, ...formValues(text)];
  return forms.some((form) => redactor.text(form) !== form);
}

function formValues(text: string): string[] {
  if (!/[=&+%]/.test(text)) return [];
  const values = [...new URLSearchParams(text)].flat();
  return values.flatMap((value) => [value, ...(parsedJson(value) ? stringsIn(parsedJson(value)?.value) : [])]);
}
