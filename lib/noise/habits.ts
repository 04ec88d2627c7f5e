import { groupBy } from "@/lib/model/group-by";
import { chanceOf, logit } from "./case";
import { firstFrom } from "./change-scope";
import type { Scene } from "./history";
import type { Sight } from "./sight";

const MINUTE_MS = 60_000;
const NEAR_END_MS = 15 * MINUTE_MS;

/** Ends of the steps of time, in minutes: how long a page was held, or stood open where nobody took it. */
const STEPS_MINUTES = [2, 5, 10, 20, 40, 90, 240, 720] as const;

const ENDINGS = ["source", "person", "swept", "timeout", "merge", "unknown", "still-open"] as const;
const TAKEN = ["not-told", "never", "taken"] as const;
const WORDS = ["none", "idle", "work", "noise"] as const;
const HELP = ["alone", "helped"] as const;
const CHANGES = ["none", "at-the-end", "during"] as const;

/**
 * How a page was answered, as far as habits differ between teams: who took it, what ended it, how long that took, what was
 * written, whether others were asked, whether something was changed meanwhile. Each is one value of a small table; a value
 * of -1 is not told.
 */
export type Answer = {
  /** Taking and ending together: people who take a page also close it. */
  how: number;
  /** Held or open for how long, read beside `how`. */
  time: number;
  words: number;
  help: number;
  change: number;
};

/** Sizes of the tables. Time is counted apart for each way of taking and ending. */
const WAYS = TAKEN.length * ENDINGS.length;
const TIMES = STEPS_MINUTES.length + 2;
const SIZES = [TAKEN.length, WAYS, WAYS * TIMES, WORDS.length, HELP.length, CHANGES.length, TAKEN.length * TIMES];
const STARTS = SIZES.map((_, table) => SIZES.slice(0, table).reduce((sum, size) => sum + size, 0));
const CELLS = SIZES.reduce((sum, size) => sum + size, 0);

/** Cells of a habit: weights of pages that were worth it and of those that were not, all tables behind each other. */
type Tables = { real: Float64Array; noise: Float64Array };

/** What a team's history says of each answer. Plain numbers, so that it can be stored. */
export type Habit = {
  /** Pages that it was learnt from. */
  pages: number;
  /** Log-odds by cell. */
  logOdds: readonly number[];
  /** Pages of which action evidence says that they were worth it: what holds the two sides apart. */
  proved: number;
  /** Share of pages that were worth it. */
  share: number;
};

/** By team; pages of no team are one. */
export type Habits = ReadonlyMap<string, Habit>;

/** A page as habits are learnt from it: what speaks for it apart from how it was answered. */
export type Observed = {
  team: string;
  signature: string;
  answer: Answer;
  /** Log-odds from all other evidence. */
  others: number;
  /** Where action evidence decides, its probability. */
  decided: number | null;
  /** Probability by the votes of no team, with which the first round begins. */
  first: number;
};

/** Fewer pages than this teach nothing. */
const LEAST_PAGES = 30;
const LEAST_SHARE = 0.3;
const ROUNDS = 10;
/** Each table of a team starts as so many pages of all teams, and that of all teams as so many of no kind. */
const COMMON_PAGES = 25;
const EVEN_PAGES = 2;
const WIDER_PAGES = 15;
/** Before anything is learnt, people take and hold what is worth it: log-odds with which the first round begins. */
const FIRST = { never: -1, takenAtOnce: 0, held: 1 };
const HELD_FROM_STEP = 4;

export function firstOdds({ how, time }: Answer): number {
  const taken = Math.floor(how / ENDINGS.length);
  if (taken === 0) return 0;
  if (taken === 1) return FIRST.never;
  return time % TIMES >= HELD_FROM_STEP ? FIRST.held : FIRST.takenAtOnce;
}

/** A share of an alert starts as so many pages of its team. */
const SHARE_PAGES = 3;
/** Answers are not as independent as the sum takes them to be. */
const DEPENDENCE = 0.85;
const MOST = 3.5;
const LEAST_MOST = 1.5;
const PROVED_PER_ODDS = 20;

export function answerOf(sight: Sight, scene: Scene): Answer {
  const { page, acknowledgedAt, bulkClosed, notes } = sight;
  const taken = acknowledgedAt !== null ? 2 : page.knowsAcknowledgements ? 1 : 0;
  const ending = page.endedBy === "person" && bulkClosed ? 2 : ENDINGS.indexOf(page.endedBy);
  const from = acknowledgedAt ?? page.triggeredAt;
  const heldMinutes = page.endedAt === null ? null : (page.endedAt - from) / MINUTE_MS;
  const step = heldMinutes === null ? 0 : 1 + STEPS_MINUTES.filter((end) => heldMinutes >= end).length;
  const words =
    sight.noiseNote !== null ? 3 : sight.fixNote !== null || sight.tellingNote !== null ? 2 : notes.length > 0 ? 1 : 0;
  const helped =
    sight.engaged.length >= 2 ||
    page.actions.some(
      ({ kind, by }) =>
        by !== "automation" && (kind === "joined" || kind === "escalated" || kind === "priority-changed"),
    );
  const how = taken * ENDINGS.length + ending;
  return { how, time: how * TIMES + step, words, help: helped ? 1 : 0, change: changeOf(sight, scene) };
}

/** Somebody's change while the page was open: near its end it may have been the cure. */
function changeOf({ page }: Sight, { changes }: Scene): number {
  if (changes.length === 0) return -1;
  const end = page.endedAt ?? page.triggeredAt;
  let found = 0;
  for (const { kind, startsAt } of changesFrom(changes, page.triggeredAt)) {
    if (startsAt > end + NEAR_END_MS) break;
    if (kind !== "deploy" && kind !== "config") continue;
    if (Math.abs(startsAt - end) <= NEAR_END_MS) return 1;
    found = 2;
  }
  return found;
}

function* changesFrom(changes: Scene["changes"], at: number) {
  for (let index = firstFrom(changes, at); index < changes.length; index += 1) {
    const change = changes[index];
    if (change) yield change;
  }
}

/** Log-odds that the answer gives in this team, and no more than it can prove. Notes that speak for themselves are left out. */
export function oddsOf({ logOdds, proved }: Habit, answer: Answer): number {
  let sum = 0;
  for (const cell of cellsOf(answer)) if (isSaid(cell)) sum += logOdds[cell] ?? 0;
  const most = mostFor(proved);
  return Math.min(most, Math.max(-most, DEPENDENCE * sum));
}

/** Where little proves what is worth it, the two sides may be any two kinds of pages. */
function mostFor(proved: number): number {
  return Math.min(MOST, LEAST_MOST + proved / PROVED_PER_ODDS);
}

const [TAKEN_AT = 0, HOW_AT = 0, TIME_AT = 0, WORDS_AT = 0, HELP_AT = 0, CHANGE_AT = 0, ANY_TIME_AT = 0] = STARTS;
const WORK_CELL = WORDS_AT + 2;
const NOISE_CELL = WORDS_AT + 3;

/** The last cell, time whatever ended it, is only what the other times are drawn towards. */
function cellsOf({ how, time, words, help, change }: Answer): number[] {
  const taken = Math.floor(how / ENDINGS.length);
  const cells = [TAKEN_AT + taken, HOW_AT + how, TIME_AT + time, WORDS_AT + words, HELP_AT + help];
  if (change >= 0) cells.push(CHANGE_AT + change);
  cells.push(ANY_TIME_AT + taken * TIMES + (time % TIMES));
  return cells;
}

function isSaid(cell: number): boolean {
  return cell !== WORK_CELL && cell !== NOISE_CELL && cell < ANY_TIME_AT;
}

/**
 * Learns how each team answers what is worth it and what is not, from pages of which mostly nobody said which they were:
 * by expectation and maximisation, begun at what the votes say, with a share of its own for each alert. What other evidence
 * says of a page stays as it is in all rounds and holds the two sides apart. The order of the pages does not matter.
 */
export function learnHabits(observed: readonly Observed[]): Map<string, Habit> {
  const learner = new HabitLearner();
  for (const mine of groupBy(observed, ({ signature }) => signature).values())
    for (const alert of groupBy(mine, ({ team }) => team).values()) learner.add(alike(alert));
  return learner.learn();
}

/**
 * The pages of one alert of a team, those together that are alike in all that is learnt from. In columns of numbers, which
 * are small, and handed from thread to thread as they are.
 */
export type Alike = {
  team: string;
  signature: string;
  /** Of each group as many as an answer has, and `NO_CELL` for what is not told. */
  cells: Uint16Array;
  pages: Uint32Array;
  /** Log-odds from all other evidence. */
  others: Float64Array;
  /** Probability with which the first round begins, and the last one ends where action evidence decides. */
  first: Float64Array;
  decided: Uint8Array;
};

const CELLS_EACH = 7;
const NO_CELL = CELLS;

/** Sums of fractions depend on their order, which must not be that of the pages. `alert`: at least one page. */
export function alike(alert: readonly Observed[]): Alike {
  const [some] = alert;
  if (!some) throw new RangeError("an alert without pages teaches no habits");
  const byKey = new Map<string, { one: Observed; pages: number }>();
  for (const one of alert) {
    const { time, words, help, change } = one.answer;
    const key = `${time} ${words} ${help} ${change} ${one.others} ${one.decided} ${one.first}`;
    const group = byKey.get(key);
    if (group) group.pages += 1;
    else byKey.set(key, { one, pages: 1 });
  }
  const groups = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  const cells = new Uint16Array(groups.length * CELLS_EACH).fill(NO_CELL);
  for (const [at, { one }] of groups.entries()) cells.set(cellsOf(one.answer), at * CELLS_EACH);
  return {
    team: some.team,
    signature: some.signature,
    cells,
    pages: Uint32Array.from(groups, ({ pages }) => pages),
    others: Float64Array.from(groups, ({ one }) => one.others),
    first: Float64Array.from(groups, ({ one }) => one.decided ?? one.first),
    decided: Uint8Array.from(groups, ({ one }) => (one.decided === null ? 0 : 1)),
  };
}

/** The same as `learnHabits`, alert by alert: of each no more is kept than is learnt from. */
export class HabitLearner {
  readonly #teams = new Map<string, Alike[]>();

  add(alert: Alike): void {
    const mine = this.#teams.get(alert.team);
    if (mine) mine.push(alert);
    else this.#teams.set(alert.team, [alert]);
  }

  learn(): Map<string, Habit> {
    const teams = [...this.#teams].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, alerts]) => teamOf(name, alerts));
    const all = emptyTables();
    for (let round = 0; round < ROUNDS; round += 1) {
      all.real.fill(0);
      all.noise.fill(0);
      for (const team of teams) {
        countInto(team);
        addTo(all, team.counts);
      }
      for (const team of teams) expect(team, ratiosOf(team.counts, all));
    }
    const learnt = teams.filter(({ pages }) => pages >= LEAST_PAGES);
    return new Map(
      learnt.map((team) => {
        countInto(team);
        const { pages, share, proved } = team;
        return [team.name, { pages, share, proved, logOdds: Array.from(ratiosOf(team.counts, all)) }];
      }),
    );
  }
}

/** `chances`: of each group as far as it is known by now. */
type LearntAlert = Alike & { chances: Float64Array };

type Team = {
  name: string;
  alerts: readonly LearntAlert[];
  pages: number;
  share: number;
  proved: number;
  counts: Tables;
};

function teamOf(name: string, alerts: readonly Alike[]): Team {
  let [all, proved] = [0, 0];
  for (const { pages, decided } of alerts)
    for (const [group, count] of pages.entries()) {
      all += count;
      if (decided[group]) proved += count;
    }
  return {
    name,
    alerts: alerts
      .toSorted((a, b) => (a.signature < b.signature ? -1 : 1))
      .map((alert) => ({ ...alert, chances: alert.first.slice() })),
    pages: all,
    share: 0.5,
    proved,
    counts: emptyTables(),
  };
}

/** With one cell more, into which everything is counted that is not told. */
function emptyTables(): Tables {
  return { real: new Float64Array(CELLS + 1), noise: new Float64Array(CELLS + 1) };
}

function countInto(team: Team): void {
  const { real, noise } = team.counts;
  real.fill(0);
  noise.fill(0);
  let sum = 0;
  for (const { cells, pages, chances } of team.alerts)
    for (let group = 0; group < pages.length; group += 1) {
      const [count, p] = [pages[group] ?? 0, chances[group] ?? 0];
      sum += p * count;
      for (let at = group * CELLS_EACH; at < (group + 1) * CELLS_EACH; at += 1) {
        const cell = cells[at] ?? NO_CELL;
        real[cell] = (real[cell] ?? 0) + p * count;
        noise[cell] = (noise[cell] ?? 0) + (1 - p) * count;
      }
    }
  team.share = (sum + 1) / (team.pages + 2);
}

function addTo(all: Tables, { real, noise }: Tables): void {
  for (let cell = 0; cell < CELLS; cell += 1) {
    all.real[cell] = (all.real[cell] ?? 0) + (real[cell] ?? 0);
    all.noise[cell] = (all.noise[cell] ?? 0) + (noise[cell] ?? 0);
  }
}

/** What each page is under these habits; the share of its alert comes from the other pages of it. */
function expect({ alerts }: Team, ratios: Float64Array): void {
  for (const { cells, pages, others, decided, chances } of alerts) {
    let [real, all] = [0, 0];
    for (const [group, count] of pages.entries()) {
      real += (chances[group] ?? 0) * count;
      all += count;
    }
    for (let group = 0; group < pages.length; group += 1) {
      if (decided[group]) continue;
      const mean = (Math.max(0, real - (chances[group] ?? 0)) + SHARE_PAGES / 2) / (all - 1 + SHARE_PAGES);
      let sum = 0;
      for (let at = group * CELLS_EACH; at < (group + 1) * CELLS_EACH; at += 1) {
        const cell = cells[at] ?? NO_CELL;
        if (isSaid(cell)) sum += ratios[cell] ?? 0;
      }
      const told = Math.min(MOST, Math.max(-MOST, DEPENDENCE * sum));
      chances[group] = chanceOf(logit(Math.min(0.99, Math.max(0.01, mean))) + (others[group] ?? 0) + told);
    }
  }
}

/** Log-odds of each cell; of endings where it was taken or not, of time within its way of taking and ending. */
function ratiosOf(team: Tables, all: Tables): Float64Array {
  const ratios = new Float64Array(CELLS);
  const fill = (from: number, size: number, wider: number | null = null) => {
    const real = sharesOf(team.real, all.real, from, size, wider);
    const noise = sharesOf(team.noise, all.noise, from, size, wider);
    for (let cell = 0; cell < size; cell += 1) ratios[from + cell] = Math.log((real[cell] ?? 1) / (noise[cell] ?? 1));
  };
  fill(TAKEN_AT, TAKEN.length);
  ratios[TAKEN_AT + NEVER] = Math.max(ratios[TAKEN_AT + NEVER] ?? 0, leastOfSilence(team, all));
  for (let taken = 0; taken < TAKEN.length; taken += 1) fill(HOW_AT + taken * ENDINGS.length, ENDINGS.length);
  for (let how = 0; how < WAYS; how += 1)
    fill(TIME_AT + how * TIMES, TIMES, ANY_TIME_AT + Math.floor(how / ENDINGS.length) * TIMES);
  fill(WORDS_AT, WORDS.length);
  fill(HELP_AT, HELP.length);
  fill(CHANGE_AT, CHANGES.length);
  return ratios;
}

const NEVER = 1;

/**
 * What proves that a page was worth it is mostly something done on it, so that a team's silent work is seldom proved. If a
 * team takes a tenth of its pages, and at least `LEAST_SHARE` of them are worth it, then most of these were not taken either.
 */
function leastOfSilence(team: Tables, all: Tables): number {
  const count = ({ real, noise }: Tables, taken: number) =>
    (real[TAKEN_AT + taken] ?? 0) + (noise[TAKEN_AT + taken] ?? 0);
  const [never, taken] = [count(team, NEVER), count(team, NEVER + 1)];
  if (never + taken === 0) return Number.NEGATIVE_INFINITY;
  const silent = 1 - taken / (never + taken) / LEAST_SHARE;
  if (silent <= 0) return Number.NEGATIVE_INFINITY;
  const noise = sharesOf(team.noise, all.noise, TAKEN_AT, TAKEN.length, null)[NEVER] ?? 1;
  return Math.log(silent / noise);
}

/** Shares of the cells of one table, drawn towards those of all teams, and these towards a wider table or even ones. */
function sharesOf(team: Float64Array, all: Float64Array, from: number, size: number, wider: number | null): number[] {
  const sumOf = (cells: Float64Array, start: number) => {
    let sum = 0;
    for (let cell = start; cell < start + size; cell += 1) sum += cells[cell] ?? 0;
    return sum;
  };
  const [mine, common] = [sumOf(team, from), sumOf(all, from)];
  const widest = wider === null ? 0 : sumOf(all, wider);
  const wide = wider === null ? EVEN_PAGES : WIDER_PAGES;
  return Array.from({ length: size }, (_, cell) => {
    const base = wider === null ? 1 / size : ((all[wider + cell] ?? 0) + EVEN_PAGES / size) / (widest + EVEN_PAGES);
    const shared = ((all[from + cell] ?? 0) + wide * base) / (common + wide);
    return ((team[from + cell] ?? 0) + COMMON_PAGES * shared) / (mine + COMMON_PAGES);
  });
}
