import type { DecisionKind } from "@/lib/model/decision";
import { groupBy } from "@/lib/model/group-by";
import type { Treatment } from "@/lib/model/treatment";
import { fitAndShow } from "./fit-and-show";
import type { History } from "./history";
import { interruptionsWithout } from "./left-out";
import { booksOf, type Simulation, type Span, simulateMany, treat, withPeople } from "./simulate";
import { type SuggestFor, suggest, weighedSaving } from "./suggest";

type BestChoice = {
  signature: string;
  kind: DecisionKind;
  treatment: Treatment;
  because: string;
  /** Interruptions saved over the later part by this one alone. */
  alone: number;
  /** Interruptions that all of them together would save less without it. */
  more: number;
};

export type BestSet = {
  /** Those that save most alone first. */
  choices: readonly BestChoice[];
  /** All of them together, over the later part. */
  together: Simulation;
  /** Alerts that stay as they are, with the reason. */
  kept: readonly { signature: string; because: string }[];
  fit: Span;
  shown: Span;
};

/**
 * The decisions that spare people most without losing an actionable page. Which settings an alert may have depends on its
 * own pages; what they save depends on the others: an interruption for which two alerts rang is saved only by treating
 * both. So each alert brings the setting that is best for it where no other one of the set rings, all of them are taken,
 * and those that add nothing to the rest are put back. To spare one more never makes another one worth less.
 */
export function bestSet(history: History, rules: SuggestFor): BestSet {
  const { fit, shown } = fitAndShow(history);
  const offers: Offer[] = [];
  const kept: { signature: string; because: string }[] = [];
  for (const [signature, openings] of groupBy(history.openings, (opening) => opening.signature)) {
    const { kind, treatment, because } = suggest({ ...history, openings }, rules);
    if (treatment === null) kept.push({ signature, because });
    else offers.push({ signature, kind, treatment, because });
  }
  const saving = (set: readonly Offer[]): number =>
    weighedSaving(
      withPeople(history, treat(history, treatmentsOf(set), fit, rules.clocks), rules.clocks),
      rules.settings,
    );
  let taken: readonly Offer[] = offers;
  // What saves something alone saves as much among others, and needs no look.
  for (const offer of offers.filter((each) => saving([each]) <= 0)) {
    const rest = taken.filter((other) => other !== offer);
    if (saving(taken) > saving(rest)) continue;
    taken = rest;
    kept.push({ signature: offer.signature, because: "It would spare nobody anything beside the others." });
  }
  const saved = (set: readonly Offer[]): Simulation => simulateMany(history, treatmentsOf(set), shown, rules.clocks);
  const together = saved(taken);
  const without = interruptionsWithout(
    booksOf(history, rules.clocks.placeOf),
    treat(history, treatmentsOf(taken), shown, rules.clocks),
    (opening) => history.openings[opening]?.signature ?? "",
  );
  const choices = taken.map((offer) => ({
    ...offer,
    alone: saved([offer]).effect.interruptionsSaved,
    more: without.get(offer.signature) ?? 0,
  }));
  choices.sort((a, b) => b.alone - a.alone || (a.signature < b.signature ? -1 : 1));
  return { choices, together, kept, fit, shown };
}

type Offer = Pick<BestChoice, "signature" | "kind" | "treatment" | "because">;

const treatmentsOf = (offers: readonly Offer[]) =>
  new Map(offers.map(({ signature, treatment }) => [signature, treatment]));
