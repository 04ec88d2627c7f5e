import { MAX_DEPTH } from "./json-scan";

type JsonError = { at: number; expected: string };

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
const WORD = /true|false|null/y;
const BLANKS = /[ \t\r\n]*/y;

/** Where a text stops being JSON, and what was expected there. For text that JSON.parse has refused. */
export function locateJsonError(text: string): JsonError {
  const cursor = { text, at: 0 };
  const found = value(cursor, 0);
  if (found) return found;
  skip(cursor);
  return { at: cursor.at, expected: "the end of the value" };
}

type Cursor = { text: string; at: number };

function skip(cursor: Cursor): void {
  BLANKS.lastIndex = cursor.at;
  BLANKS.test(cursor.text);
  cursor.at = BLANKS.lastIndex;
}

function accept(cursor: Cursor, pattern: RegExp): boolean {
  pattern.lastIndex = cursor.at;
  if (!pattern.test(cursor.text)) return false;
  cursor.at = pattern.lastIndex;
  return true;
}

/** By hand: a pattern with a choice for each character would run out of stack on a long text. */
function acceptString(cursor: Cursor): boolean {
  const { text } = cursor;
  if (text[cursor.at] !== '"') return false;
  for (let i = cursor.at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) {
      cursor.at = i + 1;
      return true;
    }
    if (code < 32) return false;
    if (code !== 92) continue;
    ESCAPE.lastIndex = i + 1;
    if (!ESCAPE.test(text)) return false;
    i = ESCAPE.lastIndex - 1;
  }
  return false;
}

function value(cursor: Cursor, depth: number): JsonError | null {
  skip(cursor);
  const first = cursor.text[cursor.at];
  if (depth > MAX_DEPTH) return { at: cursor.at, expected: `at most ${MAX_DEPTH} levels` };
  if (first === "{") return members(cursor, depth, "}", true);
  if (first === "[") return members(cursor, depth, "]", false);
  if (acceptString(cursor) || accept(cursor, NUMBER) || accept(cursor, WORD)) return null;
  return { at: cursor.at, expected: first === '"' ? "a closed string" : "a value" };
}

function members(cursor: Cursor, depth: number, close: string, keyed: boolean): JsonError | null {
  cursor.at++;
  skip(cursor);
  if (cursor.text[cursor.at] === close) {
    cursor.at++;
    return null;
  }
  for (;;) {
    const wrong = (keyed ? key(cursor) : null) ?? value(cursor, depth + 1);
    if (wrong) return wrong;
    skip(cursor);
    const next = cursor.text[cursor.at];
    if (next !== "," && next !== close) return { at: cursor.at, expected: `"," or "${close}"` };
    cursor.at++;
    if (next === close) return null;
  }
}

function key(cursor: Cursor): JsonError | null {
  skip(cursor);
  if (!acceptString(cursor)) return { at: cursor.at, expected: "a name in double quotes" };
  skip(cursor);
  if (cursor.text[cursor.at] !== ":") return { at: cursor.at, expected: '":"' };
  cursor.at++;
  return null;
}
