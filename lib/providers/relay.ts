import type { JsonFormat, Outcome, ReadContext } from "./provider";
import { objectOf, type Wire } from "./wire";

/** Members under which relays hand a body on, some of them as text. */
const WRAPPERS = ["data", "body", "payload", "detail", "event", "message"] as const;
const MAX_WRAPPERS = 2;

/** The object itself, or the one inside a relay's wrapper that is recognised; null where there is none. */
export function unwrapRelay(value: unknown, isOurs: (value: Wire) => boolean, depth = 0): Wire | null {
  const object = objectOf(value) ?? objectInText(value);
  if (!object || isOurs(object)) return object;
  if (depth >= MAX_WRAPPERS) return null;
  for (const name of WRAPPERS) {
    const found = unwrapRelay(object[name], isOurs, depth + 1);
    if (found) return found;
  }
  return null;
}

export function objectInText(value: unknown): Wire | null {
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) return null;
  try {
    return objectOf(JSON.parse(value));
  } catch {
    return null; // text that begins like an object and is none is only text
  }
}

type Parts = {
  id: string;
  label: string;
  isOurs: (object: Wire) => boolean;
  read: (object: Wire, context: ReadContext) => Outcome;
};

/** A format whose records may also come wrapped. */
export function relayedFormat({ id, label, isOurs, read }: Parts): JsonFormat {
  return {
    shape: "json",
    id,
    label,
    matches: (value) => unwrapRelay(value, isOurs) !== null,
    read: (value, context) => read(unwrapRelay(value, isOurs) ?? {}, context),
  };
}
