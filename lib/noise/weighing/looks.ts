import type { Reason, Vote, VoteFacts } from "@/lib/model/verdict";
import { type Case, logit } from "@/lib/noise/case";
import { firstFrom } from "@/lib/noise/change-scope";
import { ECHO_THRESHOLDS, endOf } from "@/lib/noise/echoes";
import { isEndedByHand, namesItsClears } from "@/lib/noise/ended-by-hand";
import type { Scene } from "@/lib/noise/history";
import type { Sight } from "@/lib/noise/sight";
import { DEFAULT_WEIGHTS, type Sign } from "@/lib/noise/signs";
import { type Answered, holds, voteFacts } from "@/lib/noise/votes";
import { durationText, plural, pointsOf, pointsText, secondsOf } from "@/lib/noise/wording";
import { medianOf } from "@/lib/statistics/median-of";

const MINUTE_MS = 60_000;
const HELD_MINUTES = 8;
const FLEETING_MINUTES = 5;
const DAY_MINUTES = 1440;
const CHANGE_AHEAD_MINUTES = 240;
const AT_THE_END_MS = 15 * MINUTE_MS;

/** Not told: a look of its own, neither small nor large. */
const UNKNOWN = Number.NaN;

/** What one page shows and what the others of its alert show, as plain numbers. */
export type View = {
  sight: Sight;
  scene: Scene;
  /** With the signs of the first look. */
  each: Case;
  others: Others;
  /** What the habits of the team say of this page, and of the middle page of its alert, as log-odds. */
  habit: { odds: number; usual: number };
  /** What the first look says of the other pages of the alert: the mean of their probabilities. */
  mean: number;
  minutes: Minutes;
  length: Length;
  /** Closed by a person, named or not, and not in a sweep. */
  isClosed: boolean;
};

/** How much longer or shorter a page was open than its alert usually is, in spreads of that; null where too few tell. */
type Length = { spreads: number; usualMinutes: number } | null;

/** Null where it did not happen or is not told. */
type Minutes = { open: number | null; held: number | null; answered: number | null };

/** What one page shows, or all pages of an alert together. */
type Sums = {
  taken: number;
  noted: number;
  closed: number;
  fleeting: number;
  lasting: number;
  held: number;
  worked: number;
  acts: number;
  people: number;
  helped: number;
  logOpen: number;
};

/** The other pages of an alert: shares of them, 0..1, and means. Worked out when asked for, as each is once at most. */
class Others {
  constructor(
    readonly all: Sums,
    readonly own: Sums,
    readonly pages: number,
  ) {}

  of(name: keyof Sums): number {
    return this.pages === 0 ? UNKNOWN : (this.all[name] - this.own[name]) / this.pages;
  }
}

/** One way of looking at a page: a number, in which way it can only speak, and what is told of it. */
export type Look = {
  name: string;
  family: Vote["family"];
  /** 1: more of it can only speak for actionable; -1: only for noise; 0: either, as the middle may differ from the ends. */
  rises: 1 | -1 | 0;
  /** 0 is no vote: there is nothing to see. */
  zeroIsNothing?: boolean;
  value: (view: View) => number;
  /** What its words tell; without it they are always the same. */
  facts?: (view: View) => VoteFacts | undefined;
  /** In words. Left out where a sign has its own. */
  why?: (...facts: VoteFacts) => string;
};

function sign(name: Sign, family: Vote["family"]): Look {
  return {
    name,
    family,
    rises: DEFAULT_WEIGHTS[name] > 0 ? 1 : -1,
    zeroIsNothing: true,
    value: ({ each }) => strengthOf(each, name),
    facts: signFacts(name),
  };
}

/** Those that the sign had in the first look. */
const signFacts =
  (name: Sign) =>
  ({ each, scene }: View) => {
    const vote = firstVote(each, name);
    return vote && voteFacts(vote, each.sight, scene);
  };

function firstVote({ votes, covered }: Case, name: Sign): Vote | undefined {
  return voteIn(votes, name) ?? voteIn(covered, name);
}

/** A loop: it is asked for each sign of each page. */
function voteIn(votes: readonly Vote[], name: Sign): Vote | undefined {
  for (const vote of votes) if (vote.sign === name) return vote;
  return undefined;
}

/** Of a sign in the first look: a part of its weight, 0 where it was not seen. */
function strengthOf(each: Case, name: Sign): number {
  const vote = firstVote(each, name);
  return vote ? vote.weight / DEFAULT_WEIGHTS[name] : 0;
}

function found(reason: Reason, family: Vote["family"], rises: 1 | -1, why: string): Look {
  return {
    name: reason,
    family,
    rises,
    zeroIsNothing: true,
    value: ({ each }) => (holds(each.mask, reason) ? 1 : 0),
    why: () => why,
  };
}

/** "the 12 other pages of this alert: 25 % acknowledged". */
function othersText(pages: number, text: string): string {
  if (pages === 0) return "no other page of this alert";
  return `${pages === 1 ? "the other page" : `the ${pages} other pages`} of this alert: ${text}`;
}

/** A share of the other pages, which is told in points. */
function share(name: keyof Sums, rises: Look["rises"], what: string): Look {
  return {
    name: `others-${name}`,
    family: "alert",
    rises,
    value: (view) => view.others.of(name),
    facts: ({ others }) => (others.pages === 0 ? [0] : [others.pages, pointsOf(others.of(name))]),
    why: (pages, points) => othersText(Number(pages), `${pointsText(Number(points))} ${what}`),
  };
}

/** So many on each of the other pages, which is told to a tenth. */
function perPage(name: keyof Sums, what: string): Look {
  return {
    name: `others-${name}`,
    family: "alert",
    rises: 1,
    value: (view) => view.others.of(name),
    facts: ({ others }) => (others.pages === 0 ? [0] : [others.pages, Number(others.of(name).toFixed(1))]),
    why: (pages, mean) => othersText(Number(pages), `${Number(mean).toFixed(1)} ${what} on a page`),
  };
}

/** Something explains the page, and somebody held it all the same: for how long, or as `value` says. */
function heldThough(
  name: string,
  family: Vote["family"],
  what: string,
  isIt: (view: View) => boolean,
  value: (view: View) => number = ({ minutes }) => log(minutes.held ?? 0),
): Look {
  return {
    name,
    family,
    rises: 0,
    zeroIsNothing: true,
    value: (view) => (isIt(view) ? value(view) : 0),
    facts: ({ minutes, others }) => [...(taking(minutes.held) ?? []), others.pages, pointsOf(others.of("held"))],
    why: (seconds, pages, points) =>
      `${what} ${tookText(seconds ?? 0)}; ${othersText(Number(pages), `${pointsText(Number(points))} held for over ${HELD_MINUTES} min`)}`,
  };
}

/** A thing that is done on this page: the rarer on the other pages of the alert, the more it tells. */
function forOnce(
  name: string,
  share: "taken" | "worked" | "held",
  what: string,
  isDone: (view: View) => boolean,
): Look {
  return {
    name,
    family: "alert",
    rises: 1,
    zeroIsNothing: true,
    value: (view) => (isDone(view) ? rarity(view.others, share) : 0),
    facts: ({ others }) => [others.pages, pointsOf(others.of(share))],
    why: (pages, points) => `${what}; ${othersText(Number(pages), `${pointsText(Number(points))} ${what}`)}`,
  };
}

/** Log of one over a share of the other pages, as if this page were one of them. */
function rarity(others: Others, share: "taken" | "worked" | "held"): number {
  return others.pages === 0 ? 0 : Math.log((others.pages + 1) / (others.of(share) * others.pages + 1));
}

function isHeld(held: number | null): boolean {
  return held !== null && held > HELD_MINUTES;
}

/** Held, and closed by hand: what is done with a job that is run again. */
function isWorkedOn({ minutes, isClosed }: View): boolean {
  return isClosed && isHeld(minutes.held);
}

const WORKED_ON = `closed by hand after being held for over ${HELD_MINUTES} min`;

const CLOCKS: readonly Sign[] = ["clock", "clock-untouched"];

function isExplained({ each }: View, signs: readonly Sign[]): boolean {
  return signs.some((name) => firstVote(each, name) !== undefined);
}

const log = (minutes: number) => Math.log(minutes + 0.1);
/** Nothing is told of a time that is not known. */
const taking = (minutes: number | null) => (minutes === null ? undefined : [secondsOf(minutes * MINUTE_MS)]);
const tookText = (seconds: VoteFacts[number]) => durationText(Number(seconds) * 1000);

/** The small ones together. */
export const REST = "rest";

/** Everything that is weighed beside what the other pages say. */
export const LOOKS: readonly Look[] = [
  sign("one-below-top", "severity"),
  {
    name: "top",
    family: "severity",
    rises: 1,
    zeroIsNothing: true,
    value: ({ sight }) => (sight.isTopPriority ? 1 : 0),
    facts: ({ sight }) => [sight.page.facts.priority ?? ""],
    why: (priority) => `it ended in ${priority}`,
  },
  {
    name: "raised",
    family: "severity",
    rises: 1,
    zeroIsNothing: true,
    value: ({ sight: { page } }) => (page.actions.some(({ kind }) => kind === "priority-changed") ? 1 : 0),
    why: () => "its priority was changed while it was open",
  },
  {
    name: "habit",
    family: "response",
    rises: 1,
    value: ({ habit }) => habit.odds,
    facts: signFacts("habit"),
  },
  {
    name: "stands-out",
    family: "response",
    rises: 1,
    value: ({ habit }) => habit.odds - habit.usual,
    facts: ({ habit }) => [habit.odds > habit.usual ? 1 : 0],
    why: (isMore) =>
      isMore === 1
        ? "answered more like what is worth it than the middle page of this alert"
        : "answered less like what is worth it than the middle page of this alert",
  },
  {
    name: "people",
    family: "response",
    rises: 1,
    value: ({ sight }) => sight.engaged.length,
    facts: ({ sight }) => [sight.engaged.length],
    why: (people) =>
      people === 0
        ? "nobody is known to have engaged"
        : `${plural(Number(people), "person").replace("persons", "people")} engaged`,
  },
  {
    name: "acts",
    family: "response",
    rises: 1,
    value: ({ sight: { page } }) => page.actions.filter(({ by }) => by !== "automation").length,
    facts: ({ sight: { page } }) => [page.actions.filter(({ by }) => by !== "automation").length],
    why: (acts) =>
      acts === 0 ? "nobody did anything on it" : `${plural(Number(acts), "act")} on it, none by automation`,
  },
  {
    name: "called",
    family: "response",
    rises: 1,
    zeroIsNothing: true,
    value: ({ sight: { page } }) =>
      page.actions.filter(({ kind, by }) => by !== "automation" && (kind === "escalated" || kind === "joined")).length,
    facts: ({ sight: { page } }) => [
      page.actions.some(({ kind }) => kind === "escalated" || kind === "joined") ? 1 : 0,
    ],
    why: (isCalled) => (isCalled === 1 ? "others were called in" : "nobody was called in"),
  },
  {
    name: "handed-on",
    family: "response",
    rises: 1,
    zeroIsNothing: true,
    value: ({ sight: { page } }) => (page.actions.some(({ kind }) => kind === "reassigned") ? 1 : 0),
    why: () => "handed to somebody else",
  },
  {
    name: "answered-after",
    family: "response",
    rises: 0,
    value: ({ minutes }) => (minutes.answered === null ? UNKNOWN : log(minutes.answered)),
    facts: ({ minutes }) => taking(minutes.answered),
    why: (seconds) => (seconds === undefined ? "no acknowledgement" : `acknowledged after ${tookText(seconds)}`),
  },
  {
    name: "held-until-cleared",
    family: "response",
    rises: 0,
    value: ({ sight, minutes }) =>
      sight.page.endedBy === "source" && minutes.held !== null ? log(minutes.held) : UNKNOWN,
    facts: ({ minutes }) => taking(minutes.held),
    why: (seconds) =>
      seconds === undefined
        ? "not cleared by its source after an acknowledgement"
        : `cleared by its source ${tookText(seconds)} after it was acknowledged`,
  },
  {
    name: "held-until-closed",
    family: "response",
    rises: 0,
    value: ({ isClosed, minutes }) => (isClosed && minutes.held !== null ? log(minutes.held) : UNKNOWN),
    facts: ({ minutes }) => taking(minutes.held),
    why: (seconds) =>
      seconds === undefined
        ? "not closed by hand after an acknowledgement"
        : `closed by hand ${tookText(seconds)} after it was acknowledged`,
  },
  {
    name: "closed-by-hand",
    family: "response",
    rises: 1,
    value: ({ isClosed }) => (isClosed ? 1 : 0),
    facts: ({ isClosed }) => [isClosed ? 1 : 0],
    why: (isByHand) => (isByHand === 1 ? "closed by hand" : "not closed by hand"),
  },
  {
    name: "swept",
    family: "response",
    rises: 0,
    zeroIsNothing: true,
    value: ({ sight }) => (sight.bulkClosed ? 1 : 0),
    why: () => "closed in one go with many others",
  },
  found("ignored", "response", -1, "no response, as on most pages around it"),
  found("wrong-team", "response", 1, "handed to another team and ended there"),
  found("could-wait", "response", 1, "worked on later, in business hours"),
  {
    name: "evidence",
    family: "response",
    rises: 1,
    zeroIsNothing: true,
    value: ({ each }) => each.evidence.length,
    facts: ({ each }) => [each.evidence.join("; ")],
    why: (evidence) => String(evidence),
  },
  {
    name: "open-until-cleared",
    family: "outcome",
    rises: 0,
    value: ({ sight, minutes }) =>
      sight.page.endedBy === "source" && minutes.open !== null ? log(minutes.open) : UNKNOWN,
    facts: ({ sight, minutes }) => (sight.page.endedBy === "source" ? taking(minutes.open ?? 0) : undefined),
    why: (seconds) =>
      seconds === undefined
        ? "not cleared by its source"
        : `cleared by its source ${tookText(seconds)} after it opened`,
  },
  {
    name: "open-until-closed",
    family: "outcome",
    rises: 0,
    value: ({ isClosed, minutes }) => (isClosed && minutes.open !== null ? log(minutes.open) : UNKNOWN),
    facts: ({ isClosed, minutes }) => (isClosed ? taking(minutes.open ?? 0) : undefined),
    why: (seconds) =>
      seconds === undefined
        ? "it stood open for no time that a person ended"
        : `closed by hand ${tookText(seconds)} after it opened`,
  },
  sign("stale", "outcome"),
  sign("fixed-elsewhere", "outcome"),
  found("self-healed", "outcome", -1, "cleared by itself and quiet around it"),
  sign("not-production", "context"),
  sign("planned-work", "context"),
  sign("scaling", "context"),
  heldThough(
    "scaling-held",
    "context",
    "capacity was added or taken away, and somebody held it for",
    (view) => isHeld(view.minutes.held) && isExplained(view, ["scaling"]),
  ),
  sign("symptom", "context"),
  {
    name: "ended-with-cause",
    family: "context",
    rises: -1,
    zeroIsNothing: true,
    value: (view) => (Math.abs(afterCause(view)) <= ENDS_TOGETHER_MINUTES ? 1 : 0),
    why: () => "it ended with the page that it follows",
  },
  {
    name: "cleared-apart",
    family: "context",
    rises: 1,
    zeroIsNothing: true,
    value: (view) => clearedApart(view),
    facts: (view) => [secondsOf(Math.abs(afterCause(view)) * MINUTE_MS), afterCause(view) > 0 ? 1 : 0],
    why: (seconds = 0, isAfter) =>
      `cleared by its source ${tookText(seconds)} ${isAfter === 1 ? "after" : "before"} the page that it follows had ended`,
  },
  {
    name: "first-out",
    family: "context",
    rises: 1,
    zeroIsNothing: true,
    value: ({ sight, scene }) => (placeOf(sight, scene)?.isRoot ? 1 : 0),
    why: () => "the first page of a burst",
  },
  sign("clock", "context"),
  sign("clock-untouched", "context"),
  heldThough(
    "clock-worked-on",
    "context",
    "it fires by the clock, and somebody closed it by hand after holding it for",
    (view) => isWorkedOn(view) && isExplained(view, CLOCKS),
  ),
  sign("rule-edited", "context"),
  sign("rolled-back", "context"),
  {
    name: "change-ahead",
    family: "context",
    rises: 0,
    value: (view) => changeAhead(view) ?? UNKNOWN,
    facts: (view) => taking(changeAhead(view)),
    why: (seconds) =>
      seconds === undefined
        ? "nothing is known to have been deployed or configured within 4 h after it opened"
        : `something was deployed or configured ${tookText(seconds)} after it opened`,
  },
  {
    name: "change-at-the-end",
    family: "context",
    rises: 1,
    value: (view) => (view.scene.changes.length === 0 ? UNKNOWN : isChangedAtTheEnd(view) ? 1 : 0),
    facts: (view) => [isChangedAtTheEnd(view) ? 1 : 0],
    why: (isChanged) =>
      isChanged === 1
        ? "something was deployed or configured about when it ended"
        : "nothing is known to have been deployed or configured about when it ended",
  },
  sign("already-open", "repetition"),
  sign("repeated", "repetition"),
  found("flapping", "repetition", -1, "one of an alert that opens and clears again and again"),
  sign("noise-note", "text"),
  sign("fix-note", "text"),
  sign("information-title", "text"),
  sign("no-data", "text"),
  heldThough(
    "no-data-held",
    "text",
    "the check had no result, and somebody held it for",
    (view) => isHeld(view.minutes.held) && isExplained(view, ["no-data"]),
    ({ others }) => 0.1 + rarity(others, "held"),
  ),
  heldThough(
    "no-data-worked-on",
    "text",
    "the check had no result, and somebody closed it by hand after holding it for",
    (view) => isWorkedOn(view) && isExplained(view, ["no-data"]),
  ),
  found("working-as-expected", "text", -1, "people call it normal"),
  found("threshold", "text", -1, "people call its rule too tight, or it was edited"),
  found("faulty-check", "text", -1, "the check has no result, or people call it broken"),
  {
    name: "note",
    family: "text",
    rises: 1,
    value: ({ sight }) => (sight.fixNote ? 3 : sight.tellingNote ? 2 : sight.notes.length > 0 ? 1 : 0),
    facts: ({ sight }) => [sight.tellingNote ? 2 : sight.notes.length > 0 ? 1 : 0],
    why: (kind) => (kind === 2 ? "a note that tells of work" : kind === 1 ? "a note that tells of no work" : "no note"),
  },
  {
    name: "others-first",
    family: "alert",
    rises: 1,
    value: ({ mean }) => logit(Math.min(0.98, Math.max(0.02, mean))),
    facts: ({ others, mean }) => [others.pages, pointsOf(mean)],
    why: (pages, points) => othersText(Number(pages), `${pointsText(Number(points))} worth it at a first look`),
  },
  {
    name: "others-count",
    family: "alert",
    rises: 0,
    value: (view) => Math.log(view.others.pages + 1),
    facts: ({ others }) => [others.pages],
    why: (pages) => `${plural(Number(pages), "other page")} of this alert`,
  },
  share("taken", 0, "acknowledged"),
  forOnce("taken-for-once", "taken", "acknowledged", ({ sight }) => sight.acknowledgedAt !== null),
  forOnce("held-for-once", "held", `held for over ${HELD_MINUTES} min`, ({ minutes }) => isHeld(minutes.held)),
  forOnce("worked-on-for-once", "worked", WORKED_ON, isWorkedOn),
  share("noted", 0, "with a note"),
  share("closed", 0, "closed by hand"),
  share("fleeting", -1, `cleared by themselves within ${FLEETING_MINUTES} min`),
  share("lasting", -1, "open for more than a day"),
  share("held", 1, `held for over ${HELD_MINUTES} min`),
  perPage("acts", "acts"),
  perPage("people", "people"),
  share("helped", 1, "with others called in"),
  {
    name: "longer-than-others",
    family: "alert",
    rises: 1,
    value: ({ minutes, others }) => {
      if (others.pages === 0) return 0;
      return minutes.open === null ? UNKNOWN : log(minutes.open) - others.of("logOpen");
    },
    facts: ({ others, minutes }) =>
      others.pages === 0
        ? [0]
        : [others.pages, ...(taking(Math.exp(others.of("logOpen"))) ?? []), ...(taking(minutes.open) ?? [])],
    why: (pages, usual = 0, own) =>
      othersText(
        Number(pages),
        `open for about ${tookText(usual)}, this one ${own === undefined ? "without a known end" : `for ${tookText(own)}`}`,
      ),
  },
  {
    name: "unusual-length",
    family: "alert",
    rises: 0,
    value: ({ length }) => length?.spreads ?? UNKNOWN,
    facts: ({ length, minutes }) =>
      length === null
        ? undefined
        : [
            secondsOf(length.usualMinutes * MINUTE_MS),
            Number(length.spreads.toFixed(1)),
            ...(taking(minutes.open) ?? []),
          ],
    why: (usual, spreads, own) =>
      usual === undefined
        ? "nothing tells how long it was open beside the other pages of this alert"
        : `open for ${tookText(own ?? 0)}, where the middle page of this alert is for ${tookText(usual)}: ${Math.abs(Number(spreads)).toFixed(1)} times its usual spread ${Number(spreads) < 0 ? "shorter" : "longer"}`,
  },
];

const ENDS_TOGETHER_MINUTES = ECHO_THRESHOLDS.endsWithinMinutes;

function placeOf({ page }: Sight, { surroundings }: Scene) {
  return surroundings.storms?.get(page.pageKey);
}

/** Minutes from the end of the page that this one follows to its own; NaN where it follows none, or one of them tells no end. */
function afterCause({ sight, scene }: View): number {
  const causeEnd = placeOf(sight, scene)?.cause?.endedAt ?? null;
  const end = sight.bulkClosed ? null : endOf(sight.page);
  return causeEnd === null || end === null ? UNKNOWN : (end - causeEnd) / MINUTE_MS;
}

/**
 * Log of the minutes between both ends, 0 where they tell nothing: a consequence is over when its cause is. A page that a
 * person closed may have been over long before.
 */
function clearedApart(view: View): number {
  const { sight, scene } = view;
  const minutes = afterCause(view);
  const isTold = sight.page.endedBy === "source" && (minutes > 0 || placeOf(sight, scene)?.cause?.isCleared === true);
  return isTold && Math.abs(minutes) > ENDS_TOGETHER_MINUTES ? log(Math.abs(minutes)) : 0;
}

function isWork(kind: string): boolean {
  return kind === "deploy" || kind === "config";
}

/** Minutes until the next deploy or configuration change on the scope; null where none comes within 4 h or none is known. */
function changeAhead({ sight: { page }, scene: { changes } }: View): number | null {
  for (let index = firstFrom(changes, page.triggeredAt); index < changes.length; index += 1) {
    const change = changes[index];
    if (!change || change.startsAt - page.triggeredAt > CHANGE_AHEAD_MINUTES * MINUTE_MS) return null;
    if (isWork(change.kind)) return (change.startsAt - page.triggeredAt) / MINUTE_MS;
  }
  return null;
}

function isChangedAtTheEnd({ sight: { page }, scene: { changes } }: View): boolean {
  const end = page.endedAt ?? page.triggeredAt;
  for (let index = firstFrom(changes, page.triggeredAt); index < changes.length; index += 1) {
    const change = changes[index];
    if (!change || change.startsAt > end + AT_THE_END_MS) return false;
    if (isWork(change.kind) && Math.abs(end - change.startsAt) < AT_THE_END_MS) return true;
  }
  return false;
}

function minutesOf({ page, acknowledgedAt }: Sight): Minutes {
  const { triggeredAt, endedAt } = page;
  return {
    open: endedAt === null ? null : (endedAt - triggeredAt) / MINUTE_MS,
    held: endedAt === null || acknowledgedAt === null ? null : Math.max(0, (endedAt - acknowledgedAt) / MINUTE_MS),
    answered: acknowledgedAt === null ? null : Math.max(0, (acknowledgedAt - triggeredAt) / MINUTE_MS),
  };
}

function ownOf(sight: Sight, { open, held }: Minutes, isClosed: boolean): Sums {
  const { page } = sight;
  const acts = page.actions.filter(({ by }) => by !== "automation");
  return {
    taken: sight.acknowledgedAt === null ? 0 : 1,
    noted: sight.notes.length > 0 ? 1 : 0,
    closed: isClosed ? 1 : 0,
    fleeting: page.endedBy === "source" && open !== null && open < FLEETING_MINUTES ? 1 : 0,
    lasting: open !== null && open > DAY_MINUTES ? 1 : 0,
    held: isHeld(held) ? 1 : 0,
    worked: isClosed && isHeld(held) ? 1 : 0,
    acts: acts.length,
    people: sight.engaged.length,
    helped: acts.some(({ kind }) => kind === "escalated" || kind === "joined") ? 1 : 0,
    logOpen: log(open ?? DAY_MINUTES),
  };
}

function sumsOf(own: readonly Sums[]): Sums {
  const sum = (name: keyof Sums) => own.reduce((all, one) => all + one[name], 0);
  return {
    taken: sum("taken"),
    noted: sum("noted"),
    closed: sum("closed"),
    fleeting: sum("fleeting"),
    lasting: sum("lasting"),
    held: sum("held"),
    worked: sum("worked"),
    acts: sum("acts"),
    people: sum("people"),
    helped: sum("helped"),
    logOpen: sum("logOpen"),
  };
}

/** So many pages tell how long an alert usually is, and a spread is never taken for less: a fifth of its length. */
const LENGTH = { pages: 6, leastSpread: 0.2 };

/** By the median and the median distance from it, in logarithms: both stay where they are whatever one page does. */
function lengthsOf(minutes: readonly Minutes[]): Length[] {
  const logs = minutes.map(({ open }) => (open === null ? null : log(open)));
  const told = logs.filter((value) => value !== null);
  if (told.length < LENGTH.pages) return [];
  const middle = medianOf(told) ?? 0;
  const spread = Math.max(LENGTH.leastSpread, medianOf(told.map((value) => Math.abs(value - middle))) ?? 0);
  const usualMinutes = Math.exp(middle);
  return logs.map((value) => (value === null ? null : { spreads: (value - middle) / spread, usualMinutes }));
}

/** Each page of an alert as it is looked at, by its place, one at a time: thousands of them are much to hold. `means`: what the first look says of the others of each. */
export function viewerOf(
  cases: readonly Case[],
  scene: Scene,
  means: readonly number[],
  answered: Answered,
): (place: number) => View {
  const minutes = cases.map(({ sight }) => minutesOf(sight));
  const namesClears = namesItsClears(scene.sights);
  const closed = cases.map(({ sight }) => isEndedByHand(sight, namesClears));
  const own = cases.map(({ sight }, place) => ownOf(sight, minutes[place] as Minutes, closed[place] === true));
  const sums = sumsOf(own);
  const lengths = lengthsOf(minutes);
  const pages = cases.length - 1;
  return (place) => {
    const each = cases[place] as Case;
    return {
      sight: each.sight,
      scene,
      each,
      others: new Others(sums, own[place] as Sums, pages),
      habit: { odds: answered.odds[place] ?? 0, usual: answered.usual },
      mean: means[place] ?? 0.5,
      minutes: minutes[place] as Minutes,
      length: lengths[place] ?? null,
      isClosed: closed[place] === true,
    };
  };
}
