import { ignored } from "@/lib/providers/collector";
import type { Outcome } from "@/lib/providers/provider";
import { objectsOf, textOf, type Wire } from "@/lib/providers/wire";

export function isSilence(value: Wire): boolean {
  return Array.isArray(value.matchers) && value.endsAt !== undefined && value.createdBy !== undefined;
}

/**
 * It names alerts by their labels and no page; what it silences is told by the alerts themselves. Who made it stays out of
 * the reason: reasons outlive people.
 */
export function readSilence(silence: Wire): Outcome {
  const matchers = objectsOf(silence.matchers).map(matcherOf).join(", ");
  return ignored(
    `silence ${textOf(silence.id) ?? "without an id"} of {${matchers}} until ${textOf(silence.endsAt) ?? "an unknown time"}: it names no page`,
  );
}

/** `isEqual` came with 0.22: without it a matcher asks for equality. */
function matcherOf({ name, value, isRegex, isEqual }: Wire): string {
  const operator = `${isEqual === false ? "!" : "="}${isRegex === true ? "~" : isEqual === false ? "=" : ""}`;
  return `${textOf(name) ?? ""}${operator}${JSON.stringify(textOf(value) ?? "")}`;
}
