/** Words by which somebody is known, and what stands in their place afterwards. */
export type Needle = { text: string; token: string };

/**
 * Puts tokens in the place of needles: as whole words, whatever their case, with any blanks between the words of a name.
 * A name is found as "Ada Byron" and as "Byron, Ada".
 */
export type Redactor = {
  text(text: string): string;
  /** Of every string in it, the names of members included; the same value where nothing was found. */
  deep<T>(value: T): T;
};

export function redactorOf(needles: readonly Needle[]): Redactor {
  const tokens = new Map<string, string>();
  for (const { text, token } of needles) for (const form of formsOf(text)) tokens.set(folded(form), token);
  const words = [...tokens.keys()].sort((a, b) => b.length - a.length).map(patternOf);
  if (words.length === 0) return { text: (text) => text, deep: (value) => value };
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const text = (whole: string) => whole.replace(found, (match) => tokens.get(folded(match)) ?? "");
  return { text, deep: (value) => deep(value, text) };
}

/** One spelling of each. */
export const folded = (text: string) => text.trim().replace(/\s+/gu, " ").toLowerCase();

function formsOf(text: string): string[] {
  const words = text.trim().split(/\s+/u);
  const last = words.length > 1 && !text.includes(",") ? words.at(-1) : undefined;
  return last === undefined ? [text] : [text, `${last}, ${words.slice(0, -1).join(" ")}`];
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

const patternOf = (text: string) => text.split(" ").map(escaped).join("\\s+");

function deep<T>(value: T, text: (text: string) => string): T {
  if (typeof value === "string") return text(value) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => deep(item, text));
    return items.some((item, index) => item !== value[index]) ? (items as T) : value;
  }
  const entries = Object.entries(value).map(([key, item]) => [key, text(key), item, deep(item, text)] as const);
  if (entries.every(([key, newKey, item, newItem]) => key === newKey && item === newItem)) return value;
  return Object.fromEntries(entries.map(([, key, , item]) => [key, item])) as T;
}

export type NeedleKind = "name" | "email" | "key";

const SHORTEST: Readonly<Record<NeedleKind, number>> = { name: 4, email: 4, key: 5 };
const SHORTEST_NUMBER = 7;

/** Whether the word says who it is wherever it stands: "1" and "Al" stand in any text. */
export function isDistinctive(kind: NeedleKind, text: string): boolean {
  const word = folded(text);
  if (word.length < SHORTEST[kind]) return false;
  return !/^\d+$/.test(word) || word.length >= SHORTEST_NUMBER;
}

/** Every string in it, the names of members left out. */
export function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item);
  else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) yield* stringsIn(item);
}

/**
 * An expression, for JavaScript and PostgreSQL, without regard to case, that matches wherever a redactor of these words
 * may find one, however a body or a locale writes blanks and letters beyond ASCII. Null where there is no word.
 */
export function looseExpression(words: readonly string[]): string | null {
  const forms = new Set(words.flatMap(formsOf).map(folded));
  const patterns = [...forms].map((form) =>
    form.replace(/[^a-z0-9]+/g, (run) => (/^[._@-]+$/.test(run) ? run.replace(/[.]/g, "\\.") : ".{1,48}")),
  );
  return patterns.length === 0 ? null : patterns.join("|");
}
