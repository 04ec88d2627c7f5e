import type { Finding, Reason, Vote, VoteFacts } from "@/lib/model/verdict";
import { REASONS } from "@/lib/model/verdict";
import { repeatedPages } from "@/lib/noise/detectors/flapping";
import { isUnanswered } from "@/lib/noise/detectors/ignored";
import { wasRolledBack } from "./action-evidence";
import { bounded, type Case } from "./case";
import { heldMs, isEndedByHand, namesItsClears } from "./ended-by-hand";
import { answerOf, type Habit, oddsOf } from "./habits";
import type { Scene } from "./history";
import { isInformationTitle, isNoDataTitle } from "./phrases";
import type { Sight } from "./sight";
import { sameWord } from "./sight";
import { DEFAULT_WEIGHTS, familyOf, type Sign, type Weights } from "./signs";
import { spellsOf } from "./spells";
import type { Culture } from "./surroundings";
import { pointsOf, secondsOf } from "./wording";

const MINUTE_MS = 60_000;
const ENGAGED_LONG_MS = 10 * MINUTE_MS;
const ENGAGED_SHORT_MS = 2 * MINUTE_MS;
const FLEETING_MS = 5 * MINUTE_MS;

/** Silence on a page that was worked on, before anything is known of the team: e^-2.5, worth four pages. */
const SILENT_PRIOR = { share: Math.exp(-2.5), pages: 4 };

const LEAST_OF_PATTERN = 0.6;

/** A clock on which people act is a job that fails for real: of the clock's weight this is left. */
const CLOCK_ACTED_ON = 0.25;

/** Whoever holds a page for long and closes it by hand may have run the job again. */
const CLOCK_WORKED_ON = 0.1;

/** A sign that holds for a page. `strength` 1 is its whole weight. */
type Present = { sign: Sign; strength: number };

/** What the votes need to know of all pages together. Masks by the place of a page in the scene. */
export type Patterns = {
  /** Bit i: a finding names reason i of the closed list. */
  holds: Uint32Array;
  repeated: ReadonlySet<string>;
  anyoneEverEngaged: boolean;
  namesClears: boolean;
  /** Of the pages that a clock explains, enough show that a person acted. */
  clockActedOn: boolean;
  /** How much of its weight silence keeps in this team. */
  silence: number;
  /** Strength of an edited rule, by page; 0 where none explains it. */
  ruleEdited: ReadonlyMap<string, number>;
  /** Pages that scaling explains. */
  scaled: ReadonlySet<string>;
  informationTitle: (sight: Sight) => boolean;
  noDataTitle: (sight: Sight) => boolean;
};

const BIT = Object.fromEntries(REASONS.map((reason, index) => [reason, 1 << index])) as Record<Reason, number>;

export function holds(mask: number | undefined, reason: Reason): boolean {
  return ((mask ?? 0) & BIT[reason]) !== 0;
}

/** Its clock explains it, and is not named all the same, as somebody worked on it. */
export function isWithheld({ noiseReason, mask }: Pick<Case, "noiseReason" | "mask">): boolean {
  return noiseReason === null && holds(mask, "scheduled");
}

export function patternsOf(scene: Scene, findings: readonly Finding[], placeOf: ReadonlyMap<string, number>): Patterns {
  const masks = new Uint32Array(scene.sights.length);
  let clockActedOn = false;
  const ruleEdited = new Map<string, number>();
  const scaled = new Set<string>();
  for (const finding of findings) {
    if (!namesReason(finding)) continue;
    const { detector, pageKeys, facts, thresholds } = finding;
    if (detector === "scheduled") clockActedOn = Number(facts.acted) >= (thresholds.actedShare ?? 1) * pageKeys.length;
    for (const key of pageKeys) {
      const place = placeOf.get(key);
      if (place !== undefined) masks[place] = (masks[place] ?? 0) | BIT[detector];
      if (facts.sign === "scale") scaled.add(key);
      if (detector === "threshold" && typeof facts.ratio === "number") ruleEdited.set(key, facts.ratio);
    }
  }
  return {
    holds: masks,
    repeated: repeatedPages(spellsOf(scene)),
    clockActedOn,
    anyoneEverEngaged: scene.sights.some(({ anyoneEngaged, acted }) => anyoneEngaged || acted),
    namesClears: namesItsClears(scene.sights),
    silence: silenceOf(scene.culture),
    ruleEdited,
    scaled,
    informationTitle: byTitle(isInformationTitle),
    noDataTitle: byTitle(isNoDataTitle),
  };
}

/**
 * How much "nobody answered" proves here: its log-odds are at most those of a page being worked on in silence. A team that
 * hardly acknowledges what it fixes says little by its silence.
 */
export function silenceOf(culture: Culture | null): number {
  const { worked = 0, workedAcknowledged = 0 } = culture ?? {};
  const silent = worked - workedAcknowledged + SILENT_PRIOR.share * SILENT_PRIOR.pages;
  return Math.min(1, Math.log((worked + SILENT_PRIOR.pages) / silent) / 2.5);
}

/** Most pages of an alert have the title of the one before. */
function byTitle(test: (title: string) => boolean): (sight: Sight) => boolean {
  let [last, answer]: [string | undefined, boolean] = [undefined, false];
  return ({ page }) => {
    const { title = "" } = page.facts;
    if (title !== last) [last, answer] = [title, test(title)];
    return answer;
  };
}

/** A word in the title is a finding that decides nothing. */
function namesReason({ facts }: Finding): boolean {
  return facts.sign !== "title";
}

/** What the habits of a team say of each page of an alert, by its place, and of the middle one. */
export type Answered = { odds: readonly number[]; usual: number };

/** Answered quite unlike the other pages of its alert, and as what is worth it: no clock and no release explains that. */
const STANDS_OUT = { above: 1.5, keeps: 0.3 };

const EXPLAINS: ReadonlySet<Sign> = new Set(["clock", "clock-untouched", "scaling", "symptom", "planned-work"]);

export function answersOf(scene: Scene, habit: Habit): Answered {
  const odds = scene.sights.map((sight) => oddsOf(habit, answerOf(sight, scene)));
  const sorted = odds.toSorted((a, b) => a - b);
  return { odds, usual: sorted[sorted.length >> 1] ?? 0 };
}

function standsOut({ odds, usual }: Answered, place: number): boolean {
  const own = odds[place] ?? 0;
  return own > 0 && own - usual >= STANDS_OUT.above;
}

export type Weighed = {
  /** The votes that count: of each family the strongest, and of equally strong ones the one for the page. */
  votes: readonly Vote[];
  /** Those that a stronger one of their family covers. */
  covered: readonly Vote[];
  /** Of the votes that count. */
  sum: number;
};

export function weigh(
  sight: Sight,
  place: number,
  scene: Scene,
  patterns: Patterns,
  weights = DEFAULT_WEIGHTS,
  habit: Answered | null = null,
): Weighed {
  const present = signsOf(sight, place, scene, patterns, habit);
  const votes: Vote[] = [];
  const covered: Vote[] = [];
  for (const each of present) {
    const vote = voteOf(each, weights);
    if (vote.weight === 0) continue;
    const at = votes.findIndex(({ family }) => family === vote.family);
    const other = votes[at];
    if (!other) votes.push(vote);
    else if (isStronger(vote, other)) {
      votes[at] = vote;
      covered.push(other);
    } else covered.push(vote);
  }
  return { votes, covered, sum: sumOf(votes) };
}

function isStronger(a: Vote, b: Vote): boolean {
  const [left, right] = [Math.abs(a.weight), Math.abs(b.weight)];
  return left > right || (left === right && a.weight > b.weight);
}

function voteOf({ sign, strength }: Present, weights: Weights): Vote {
  return { family: familyOf(sign), weight: weights[sign] * strength, sign };
}

export function sumOf(votes: readonly Vote[]): number {
  let sum = 0;
  for (const { weight } of votes) sum += weight;
  return bounded(sum);
}

/** All signs that hold for a page: what a refit of the weights learns from. */
function signsOf(
  sight: Sight,
  place: number,
  scene: Scene,
  patterns: Patterns,
  habit: Answered | null = null,
): Present[] {
  const present: Present[] = [];
  const mask = patterns.holds[place] ?? 0;
  const add = adderTo(present);
  severity(sight, scene, add);
  if (habit === null) response(sight, scene, mask, patterns, add);
  else add("habit", habit.odds[place] ?? 0);
  outcome(sight, mask, add);
  const keeps = habit && standsOut(habit, place) ? STANDS_OUT.keeps : 1;
  context(sight, scene, mask, patterns, (sign, strength = 1) =>
    add(sign, EXPLAINS.has(sign) ? keeps * strength : strength),
  );
  if (holds(mask, "duplicate")) add("already-open");
  if (patterns.repeated.has(sight.page.pageKey)) add("repeated");
  text(sight, patterns, add);
  return present;
}

type Add = (sign: Sign, strength?: number) => void;

/** Made here, as a function without a name: this is done for each page, and to name one costs more than the rest of it. */
function adderTo(present: Present[]): Add {
  return (sign, strength = 1) => present.push({ sign, strength });
}

function severity({ page, isTopPriority }: Sight, { settings }: Scene, add: Add): void {
  const { priority } = page.facts;
  if (priority === undefined || isTopPriority) return;
  if (settings.topPriorities.some((top) => sameWord(oneBelow(top) ?? top, priority))) add("one-below-top");
}

const BELOW = new Map<string, string | null>();

/** "P1" -> "P2". Null for names without a number, whose order nobody told. */
function oneBelow(priority: string): string | null {
  const known = BELOW.get(priority);
  if (known !== undefined) return known;
  const parts = /^(.*?)(\d+)$/.exec(priority.trim());
  const below = parts ? `${parts[1]}${Number(parts[2]) + 1}` : null;
  BELOW.set(priority, below);
  return below;
}

function response(sight: Sight, scene: Scene, mask: number, { silence }: Patterns, add: Add): void {
  const { page, engagedMs, idle, bulkClosed, notes, acknowledgedAt, anyoneEngaged } = sight;
  if (engagedMs !== null && engagedMs >= ENGAGED_LONG_MS && !idle) add("engaged-long");
  if (page.endedBy === "person" && !bulkClosed && notes.length === 0) add("closed-silently");
  if (page.endedBy === "source" && page.endedAt !== null && acknowledgedAt !== null && anyoneEngaged) {
    if (page.endedAt - acknowledgedAt < ENGAGED_SHORT_MS) add("cleared-when-taken");
  }
  const kept = acknowledgedAt === null ? silence : 1;
  // A pattern of silence says something even where a single silence does not.
  if (holds(mask, "ignored")) add("ignored", Math.max(kept, LEAST_OF_PATTERN));
  else if (isUnanswered(sight, scene, ENGAGED_SHORT_MS)) add("unanswered", kept);
}

function outcome({ page, openMs, acknowledgedAt, acted }: Sight, mask: number, add: Add): void {
  const untouched = page.knowsAcknowledgements && acknowledgedAt === null && !acted;
  if (page.endedBy === "source" && untouched && openMs !== null && openMs > 0 && openMs < FLEETING_MS) add("fleeting");
  if (holds(mask, "stale")) add("stale");
  if (holds(mask, "real-upstream")) add("fixed-elsewhere");
}

function context(sight: Sight, scene: Scene, mask: number, patterns: Patterns, add: Add): void {
  if (holds(mask, "test")) add("not-production");
  if (holds(mask, "planned-work")) add("planned-work");
  if (patterns.scaled.has(sight.page.pageKey)) add("scaling");
  if (holds(mask, "storm-symptom")) add("symptom", symptomStrength(sight, scene));
  if (holds(mask, "scheduled")) {
    const workedOn = isEndedByHand(sight, patterns.namesClears) && heldMs(sight) >= ENGAGED_LONG_MS;
    if (workedOn) add("clock", CLOCK_WORKED_ON);
    else if (patterns.clockActedOn) add("clock", CLOCK_ACTED_ON);
    else if (patterns.anyoneEverEngaged) add("clock");
    else add("clock-untouched", Math.max(patterns.silence, LEAST_OF_PATTERN));
  }
  const ratio = patterns.ruleEdited.get(sight.page.pageKey);
  // The more the rate rose, the more of its pages are the edit's: 1 - 1/r of them.
  if (ratio !== undefined && ratio > 2) add("rule-edited", Math.min(1, Math.log(ratio) / 2));
  if (scene.changes.length > 0 && wasRolledBack(sight, scene)) add("rolled-back");
}

/** The share of the openings of its cause that it follows: what follows in every other burst is half a symptom. */
export function symptomStrength({ page }: Sight, { surroundings }: Scene): number {
  return surroundings.storms?.get(page.pageKey)?.cause?.edge.share ?? 1;
}

function text(sight: Sight, { informationTitle, noDataTitle }: Patterns, add: Add): void {
  if (sight.noiseNote !== null) add("noise-note");
  // One text over many pages tells of none of them.
  if (sight.fixNote !== null && !sight.bulkClosed) add("fix-note");
  if (informationTitle(sight)) add("information-title");
  else if (noDataTitle(sight)) add("no-data");
}

/** What `whyOf` tells of a vote that `weigh` gave by these weights. Worked out when somebody asks: a verdict takes none of it. */
export function voteFacts(vote: Vote, sight: Sight, scene: Scene, weights = DEFAULT_WEIGHTS): VoteFacts | undefined {
  const { page, engagedMs, openMs, acknowledgedAt } = sight;
  const sign = vote.sign as Sign;
  const strength = vote.weight / weights[sign];
  switch (sign) {
    case "one-below-top":
      return [page.facts.priority ?? ""];
    case "engaged-long":
      return [secondsOf(engagedMs ?? 0)];
    case "cleared-when-taken":
      return [secondsOf((page.endedAt ?? 0) - (acknowledgedAt ?? 0))];
    case "habit":
      return habitFacts(sight, scene, strength);
    case "ignored":
    case "unanswered":
      return silenceFacts(scene.culture, strength);
    case "fleeting":
      return [secondsOf(openMs ?? 0)];
    default:
      return undefined;
  }
}

/** Why silence weighs less than in other teams. */
function silenceFacts(culture: Culture | null, strength: number): VoteFacts | undefined {
  if (culture === null || strength > 0.9 || culture.worked === 0) return undefined;
  return [pointsOf(1 - culture.workedAcknowledged / culture.worked)];
}

function habitFacts({ page, acknowledgedAt, notes }: Sight, scene: Scene, odds: number): VoteFacts {
  const taken = acknowledgedAt !== null ? "taken" : page.knowsAcknowledgements ? "never" : "unknown";
  const times = Math.exp(Math.abs(odds)).toFixed(1);
  const learnt = scene.surroundings.habits?.get(scene.team ?? "")?.pages ?? 0;
  const openSeconds = page.endedAt === null ? "" : secondsOf(page.endedAt - page.triggeredAt);
  return [taken, page.endedBy, openSeconds, notes.length > 0 ? 1 : 0, Number(times), odds > 0 ? 1 : 0, learnt];
}
