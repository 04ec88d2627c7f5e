const MAX_DEPTH = 64;
const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  "0": "\0",
  a: "\x07",
  v: "\v",
};
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;

type Cursor = { text: string; at: number };

/** Reads what Python's `repr` writes for dicts, lists, tuples, text, numbers, None, True and False; nothing is run. Undefined where the text is something else. */
export function readPython(text: string): unknown {
  const cursor = { text, at: 0 };
  const value = readValue(cursor, 0);
  skipBlanks(cursor);
  return cursor.at === text.length ? value : undefined;
}

function skipBlanks(cursor: Cursor): void {
  while (cursor.at < cursor.text.length && cursor.text.charCodeAt(cursor.at) <= 32) cursor.at++;
}

function take(cursor: Cursor, word: string): boolean {
  if (!cursor.text.startsWith(word, cursor.at)) return false;
  cursor.at += word.length;
  return true;
}

function readValue(cursor: Cursor, depth: number): unknown {
  if (depth > MAX_DEPTH) return undefined;
  skipBlanks(cursor);
  if (take(cursor, "None")) return null;
  if (take(cursor, "True")) return true;
  if (take(cursor, "False")) return false;
  if (take(cursor, "{")) return readDict(cursor, depth);
  if (take(cursor, "[")) return readItems(cursor, depth, "]");
  if (take(cursor, "(")) return readItems(cursor, depth, ")");
  if (cursor.text[cursor.at] === "u" && /['"]/.test(cursor.text[cursor.at + 1] ?? "")) cursor.at++;
  const quote = cursor.text[cursor.at];
  if (quote === "'" || quote === '"') return readText(cursor, quote);
  NUMBER.lastIndex = cursor.at;
  const number = NUMBER.exec(cursor.text);
  if (!number) return undefined;
  cursor.at = NUMBER.lastIndex;
  return Number(number[0]);
}

function readItems(cursor: Cursor, depth: number, close: string): unknown {
  const items: unknown[] = [];
  for (;;) {
    skipBlanks(cursor);
    if (take(cursor, close)) return items;
    const item = readValue(cursor, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
    skipBlanks(cursor);
    if (!take(cursor, ",") && cursor.text[cursor.at] !== close) return undefined;
  }
}

function readDict(cursor: Cursor, depth: number): unknown {
  const members: [string, unknown][] = [];
  for (;;) {
    skipBlanks(cursor);
    if (take(cursor, "}")) return Object.fromEntries(members); // defines keys, so `__proto__` is only a key
    const key = readValue(cursor, depth + 1);
    skipBlanks(cursor);
    if ((typeof key !== "string" && typeof key !== "number") || !take(cursor, ":")) return undefined;
    const value = readValue(cursor, depth + 1);
    if (value === undefined) return undefined;
    members.push([String(key), value]);
    skipBlanks(cursor);
    if (!take(cursor, ",") && cursor.text[cursor.at] !== "}") return undefined;
  }
}

function readText(cursor: Cursor, quote: string): string | undefined {
  let text = "";
  for (let i = cursor.at + 1; i < cursor.text.length; i++) {
    const char = cursor.text[i] as string;
    if (char === quote) {
      cursor.at = i + 1;
      return text;
    }
    if (char !== "\\") {
      text += char;
      continue;
    }
    const letter = cursor.text[++i] ?? "";
    const digits = letter === "x" ? 2 : letter === "u" ? 4 : letter === "U" ? 8 : 0;
    if (digits === 0) {
      text += Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : letter;
      continue;
    }
    const hex = cursor.text.slice(i + 1, i + 1 + digits);
    const code = Number.parseInt(hex, 16);
    if (!/^[0-9a-f]+$/i.test(hex) || hex.length !== digits || code > 0x10ffff) return undefined;
    text += String.fromCodePoint(code);
    i += digits;
  }
  return undefined;
}
