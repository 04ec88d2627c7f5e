import { REASONS } from "@/lib/model/verdict";

/** What a source or a person wrote; all else is of closed lists, ids and numbers. */
const WRITTEN: ReadonlySet<string> = new Set([
  "title",
  "name",
  "service",
  "team",
  "label",
  "reason",
  "text",
  "because",
  "sentence",
  "message",
  "source",
  "url",
  "changeUrl",
  "value",
]);

/** A copy of a report in which every text that somebody wrote is cleaned. */
export function cleanTexts<T>(value: T, clean: (text: string) => string): T {
  return cleaned(value, clean, false) as T;
}

function cleaned(value: unknown, clean: (text: string) => string, isWritten: boolean): unknown {
  if (typeof value === "string") return isWritten && !isReason(value) ? clean(value) : value;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, clean, isWritten));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleaned(item, clean, WRITTEN.has(key))]));
}

/** Of a page, from the closed list; that of a decision is words. */
const isReason = (text: string) => REASONS.some((reason) => reason === text);
