import type { WatchOutcome } from "@/lib/model/decision";
import type { Instant } from "@/lib/model/instant";
import { localPartsOf } from "@/lib/time/boundaries";

export type HiddenAlert = { title: string | null; openedAt: Instant };

/** So many are named, the others counted. */
const NAMED = 3;

/** What a decision hides, by name: whoever reads it must know what to look at. */
export function hiddenSentence(hidden: readonly HiddenAlert[], zone: string): string {
  const named = hidden
    .slice(0, NAMED)
    .map(({ title, openedAt }) => `“${title ?? "(no title)"}” (${when(openedAt, zone)})`);
  const more = hidden.length - named.length;
  return `Hid something real: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

function when(at: Instant, zone: string): string {
  const { date, hour, minute } = localPartsOf(at, zone);
  return `${date} ${two(hour)}:${two(minute)} ${zone}`;
}

const two = (value: number) => String(value).padStart(2, "0");

export const OUTCOME_WORDS: Readonly<Record<WatchOutcome, string>> = {
  "verified-quiet": "verified quiet",
  "came-back": "came back",
  "too-early": "too early to tell",
  "hid-something-real": "hid something real",
};

/** Said when pages that came late, or were judged otherwise, change an outcome. */
export function resettledSentence(before: WatchOutcome): string {
  return `Until then it counted as ${OUTCOME_WORDS[before]}: pages of it arrived later, or were judged otherwise.`;
}
