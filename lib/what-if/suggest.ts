import type { DecisionKind, Effect } from "@/lib/model/decision";
import type { Settings } from "@/lib/model/settings";
import type { Treatment, TreatmentKind } from "@/lib/model/treatment";
import { type Rung, rungOf } from "@/lib/noise/ladder";
import type { Prior } from "@/lib/noise/prior";
import { wilson } from "@/lib/statistics/intervals";
import { candidateFamilies } from "./candidates";
import { fitAndShow } from "./fit-and-show";
import type { History, HistoryOpening } from "./history";
import { type Clocks, type Priced, type Simulation, type Span, sameFor, simulate, treat, withPeople } from "./simulate";
import { treatmentWords } from "./treatment-words";

/** Fewer openings on either side tell nothing. */
export const MIN_OPENINGS = 10;
/** The smallest setting that reaches so much of what the largest allowed one saves. */
const ENOUGH = 0.9;
/** A more intrusive kind of treatment must save so much more to be preferred. */
const CLEARLY_MORE = 1.1;
/** Less than this share of the pages is not worth a change. */
const WORTHWHILE = 0.1;
/** Pages of which nobody knows whether they were worth it may be at most so many of those taken away. */
const MOST_UNCLEAR = 0.2;

export type SuggestFor = {
  clocks: Clocks;
  zone: string;
  settings: Pick<Settings, "hours" | "painWeights">;
  prior?: Prior;
};

export type Suggestion = {
  kind: DecisionKind;
  /** Null = leave it alone, or fix it. */
  treatment: Treatment | null;
  /** One sentence with its numbers. */
  because: string;
  /** On the later part of the history, which had no say in the choice. */
  effect: Effect | null;
  expected: Expected | null;
  fit: Span;
  shown: Span;
};

/**
 * The share of coming pages that the setting takes away, with its 95 % interval. By both parts of the history: a dozen
 * later openings alone miss it by more than the choice on the earlier ones flatters it.
 */
type Expected = { removed: number; openings: number; share: number; low: number; high: number };

/**
 * The setting to suggest for the alerts of a history: the smallest one that would have lost nothing actionable while
 * choosing it, and that then lost nothing on later pages either. Else why not.
 */
export function suggest(history: History, rules: SuggestFor): Suggestion {
  const { clocks, zone, settings } = rules;
  const { fit, shown } = fitAndShow(history);
  const keep = (because: string): Suggestion => ({
    kind: "keep",
    treatment: null,
    because,
    effect: null,
    expected: null,
    fit,
    shown,
  });
  const [before, after] = [openingsIn(history, fit), openingsIn(history, shown)];
  if (before.length < MIN_OPENINGS || after.length < MIN_OPENINGS)
    return keep(
      `Not enough history: ${before.length} openings to choose on and ${after.length} later ones to show it on; ${MIN_OPENINGS} of each are needed.`,
    );
  const tried = candidateFamilies(before, { zone, hours: settings.hours }).map(({ kind, treatments }) => ({
    kind,
    trials: treatments.map((treatment) => trialOf(history, treatment, fit, rules)),
  }));
  const best = bestOf(tried.flatMap(({ kind, trials }) => smallestEnough(trials).map((trial) => ({ kind, trial }))));
  if (!best)
    return keep(
      whyNot(
        tried.flatMap(({ trials }) => trials),
        before,
      ),
    );
  const { treatment } = best.trial;
  const later = simulate(history, treatment, shown, clocks);
  const refusal = objectionTo(later);
  if (refusal) return keep(`Do not silence: chosen on earlier pages, the setting ${refusal} among the later ones.`);
  const expected = expectedOf([treat(history, sameFor(history, treatment), fit, clocks).effect, later.effect]);
  return { kind: best.kind, treatment, because: sentenceOf(later), effect: later.effect, expected, fit, shown };
}

function expectedOf(parts: readonly Pick<Effect, "removed" | "openings">[]): Expected {
  const total = (of: (part: Pick<Effect, "removed" | "openings">) => number) =>
    parts.reduce((sum, part) => sum + of(part), 0);
  const [removed, openings] = [total((part) => part.removed), total((part) => part.openings)];
  return { removed, openings, share: removed / openings, ...wilson(removed, openings) };
}

const openingsIn = ({ openings }: History, { from, to }: Span) =>
  openings.filter(({ openedAt }) => openedAt >= from && openedAt < to);

/** `saved` is not worked out where something speaks against it. */
type Trial = { treatment: Treatment; objection: string | null; saved: number };

function trialOf(history: History, treatment: Treatment, fit: Span, { clocks, settings, prior }: SuggestFor): Trial {
  const priced = treat(history, sameFor(history, treatment), fit, clocks);
  const objection = objectionTo(priced) ?? evidenceAgainst(priced, treatment, fit, prior);
  if (objection !== null) return { treatment, objection, saved: 0 };
  return { treatment, objection, saved: weighedSaving(withPeople(history, priced, clocks), settings) };
}

type Found = Pick<Priced, "lost" | "joined" | "gone" | "late" | "unclear" | "effect">;

/** What nobody may lose: an actionable page, or one of the top priority whatever was said of it. */
function objectionTo({ lost, joined, gone, late, effect }: Found): string | null {
  const top = gone.filter(({ opening }) => opening.topPriority).length;
  if (top > 0) return `would have taken away ${plural(top, "page")} of the top priority`;
  if (lost.length > 0) return `would have lost ${lost.length} of ${plural(effect.actionable, "actionable page")}`;
  if (joined.length > 0) return `would have hidden ${plural(joined.length, "actionable page")} behind an earlier one`;
  const overslept = late.filter(({ opening, delayMs }) => tooLate(opening, delayMs)).length;
  if (overslept > 0) return `would have brought ${plural(overslept, "actionable page")} over 30 minutes late`;
  return null;
}

const MOST_LATE_MS = 30 * 60_000;

/** What could wait, may. */
const tooLate = ({ reason }: HistoryOpening, delayMs: number | null) =>
  reason !== "could-wait" && delayMs !== null && delayMs > MOST_LATE_MS;

function evidenceAgainst(
  { gone, unclear, effect }: Found,
  { kind }: Treatment,
  { to }: Span,
  prior?: Prior,
): string | null {
  // A window that takes nothing away brings what could wait at a better hour.
  if (gone.length === 0 && kind === "window") return null;
  if (effect.removed < WORTHWHILE * effect.openings || effect.removed < 2) return TOO_LITTLE;
  if (unclear.length > MOST_UNCLEAR * effect.removed)
    return `would have taken away ${unclear.length} pages of which nobody knows whether they were worth it`;
  const rung = rungOf(
    gone.map(({ opening }) => ({ ...opening, at: opening.openedAt })),
    to,
    prior,
  );
  const needed: readonly Rung[] =
    kind === "drop" ? ["silence"] : GENTLE.includes(kind) ? ["flag", "soften", "silence"] : ["soften", "silence"];
  return needed.includes(rung)
    ? null
    : `rests on too few verdicts: it takes ${plural(effect.removed, "page")} away, and words of people on them would count more`;
}

/** These bring whatever lasts: a page that matters is late by minutes, not lost. */
const GENTLE: readonly TreatmentKind[] = ["hold", "merge", "hold-and-merge"];

const TOO_LITTLE = "would have saved too little";

/** Interruptions weighted by the hour, so that one moved out of the night counts; pages where nobody is known to be rung. */
export function weighedSaving(
  { effect, people }: Pick<Simulation, "effect" | "people">,
  { painWeights }: SuggestFor["settings"],
): number {
  if (people.length === 0) return effect.removed;
  return people.reduce(
    (sum, { sleep, off, business }) =>
      sum + sleep * painWeights.sleep + off * painWeights.off + business * painWeights.business,
    0,
  );
}

/** Of settings in order of size: the smallest that saves nearly as much as the largest to which nothing objects. */
function smallestEnough(trials: readonly Trial[]): Trial[] {
  const allowed = trials.filter(({ objection, saved }) => objection === null && saved > 0);
  const most = Math.max(...allowed.map(({ saved }) => saved));
  const found = allowed.find(({ saved }) => saved >= ENOUGH * most);
  return found ? [found] : [];
}

type Choice = { kind: DecisionKind; trial: Trial };

/** Families come from the gentlest to the harshest. */
function bestOf(choices: readonly Choice[]): Choice | null {
  return choices.reduce<Choice | null>(
    (best, choice) => (best && choice.trial.saved < CLEARLY_MORE * best.trial.saved ? best : choice),
    null,
  );
}

function whyNot(trials: readonly Trial[], openings: readonly HistoryOpening[]): string {
  const real = trials.find(({ objection }) => objection !== null && objection !== TOO_LITTLE);
  if (real) return `Do not silence: “${treatmentWords(real.treatment)}” ${real.objection}.`;
  const byHand = openings.filter(({ endedBy, acted }) => endedBy === "person" || acted).length;
  const held = byHand > 0 ? `; people ended or worked on ${byHand} of ${openings.length}` : "";
  return `Do not silence: no setting would have taken away a tenth of its pages without a loss${held}.`;
}

function sentenceOf({ effect, unclear }: Simulation): string {
  const { openings, removed, interruptionsSaved, sleepInterruptionsSaved } = effect;
  const night = sleepInterruptionsSaved > 0 ? `, ${sleepInterruptionsSaved} of them in sleep hours` : "";
  const doubt = unclear.length > 0 ? `; of ${unclear.length} nobody knows for certain` : "";
  return `It would have taken away ${removed} of the last ${openings} pages, none of them known to be worth it${doubt}; ${plural(interruptionsSaved, "interruption")} saved${night}.`;
}

const plural = (count: number, words: string) => `${count} ${words}${count === 1 ? "" : "s"}`;
