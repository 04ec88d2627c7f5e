import type { Ending } from "@/lib/model/page";
import type { Vote, VoteFacts } from "@/lib/model/verdict";
import type { Sign } from "./signs";
import { LOOKS, REST } from "./weighing/looks";
import { durationText, pointsText } from "./wording";

type Words = (...facts: VoteFacts) => string;

/** Why a vote speaks for its side, in words made of its name and its facts alone. */
export function whyOf({ sign, facts = [] }: Pick<Vote, "sign" | "facts">): string {
  return WORDS.get(sign)?.(...facts) ?? sign;
}

const took = (seconds: VoteFacts[number] | undefined) => durationText(Number(seconds) * 1000);

const SIGN_WORDS: Readonly<Record<Sign, string | Words>> = {
  "one-below-top": (priority) => `priority ${priority}, one below the top`,
  "engaged-long": (seconds) => `engaged for ${took(seconds)}`,
  "closed-silently": "closed by a person without a note",
  "cleared-when-taken": (seconds) => `cleared by its source ${took(seconds)} after it was acknowledged`,
  habit: habitText,
  ignored: (points) => `no response, as on most pages around it${silenceText(points)}`,
  unanswered: (points) => `no response${silenceText(points)}`,
  fleeting: (seconds) => `cleared by its source ${took(seconds)} after it opened, never acknowledged`,
  stale: "open for more than a day with nobody active",
  "fixed-elsewhere": "somebody engaged and it ended with an incident of others",
  "not-production": "not production",
  "planned-work": "explained by planned work",
  scaling: "explained by scaling",
  symptom: "follows another page of a burst",
  "clock-untouched": "fires by the clock and nobody ever engaged",
  clock: "fires by the clock",
  "rule-edited": "the rule was edited and pages more since",
  "rolled-back": "a change was taken back within 2 h",
  "already-open": "opened while the same problem was open, or merged",
  repeated: "the second or a later one of 3 openings within 60 min",
  "noise-note": "a note calls it expected or noise",
  "fix-note": "a note says what was done",
  "information-title": "the title tells information only",
  "no-data": "the check had no result",
};

/** Says why silence weighs less than in other teams. */
function silenceText(points: VoteFacts[number] | undefined): string {
  return points === undefined
    ? ""
    : ` (this team leaves ${pointsText(Number(points))} of what it works on unacknowledged)`;
}

/** "never acknowledged, cleared by its source after 12 min: in this team 5.1 times as frequent among ..". */
function habitText(...facts: VoteFacts): string {
  const [taken, endedBy, openSeconds, isNoted, times, isWorthIt, learnt] = facts;
  if (taken === undefined) return "its answer is as frequent on either side";
  const after = openSeconds === "" ? "" : ` after ${took(openSeconds)}`;
  const side = isWorthIt === 1 ? "worth it" : "not worth it";
  return `${TAKEN[taken]}, ${ENDED[endedBy as Ending]}${after}${isNoted === 1 ? ", with a note" : ""}: ${Number(times).toFixed(1)} times as frequent on pages of this team that were ${side}, learnt from ${learnt}`;
}

const TAKEN: Readonly<Record<string, string>> = {
  taken: "acknowledged",
  never: "never acknowledged",
  unknown: "maybe acknowledged",
};

const ENDED: Readonly<Record<Ending, string>> = {
  source: "cleared by its source",
  person: "closed by a person",
  timeout: "closed by the pager",
  merge: "merged",
  unknown: "ended by nobody knows whom",
  "still-open": "not ended",
};

const always = (words: string | Words): Words => (typeof words === "string" ? () => words : words);

/** A sign has its own words, also where it is weighed as a look. */
const WORDS: ReadonlyMap<string, Words> = new Map([
  ...LOOKS.flatMap(({ name, why }): [string, Words][] => (why ? [[name, why]] : [])),
  ...Object.entries(SIGN_WORDS).map(([sign, words]): [string, Words] => [sign, always(words)]),
  [REST, () => "all smaller ones together"],
]);
