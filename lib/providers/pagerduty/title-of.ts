import { textOf } from "@/lib/providers/wire";

/** PagerDuty writes `[#33] ` before the title in summaries; no two pages would have the same one. */
export function titleOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined || !text.startsWith("[#")) return text;
  return text.replace(/^\[#\d+\]\s*/, "").trim() || undefined;
}
