import type { Vote } from "@/lib/model/verdict";
import { type AdditiveModel, logOddsOf, type Term } from "./additive-model";
import learnt from "./learnt.json";
import { LOOKS, type Look, REST, type View } from "./looks";

/** Fitted on simulated histories whose truth is known; `bench/fit-weighing.ts` says how. */
export const LEARNT: AdditiveModel = learnt;

/** Less than this is not told one by one. */
const LEAST_TOLD = 0.3;

const looksOf = (model: AdditiveModel): readonly (readonly [Look, Term])[] =>
  LOOKS.flatMap((look) => {
    const term = model.terms[look.name];
    return term ? [[look, term] as const] : [];
  });

const LEARNT_LOOKS = looksOf(LEARNT);

/** What each look at a page says, the strongest first; small ones are one vote together. */
export function weighLooks(view: View): Vote[] {
  const votes: Vote[] = [];
  let rest = 0;
  for (const [look, term] of LEARNT_LOOKS) {
    const weight = logOddsOf(term, look.value(view));
    if (Math.abs(weight) < LEAST_TOLD) rest += weight;
    else votes.push({ family: look.family, weight, sign: look.name, facts: look.facts?.(view) });
  }
  votes.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.sign < b.sign ? -1 : 1));
  if (Math.abs(rest) >= 0.005) votes.push({ family: "rest", weight: rest, sign: REST });
  return votes;
}

/** The numbers of a page in the order of `LOOKS`: what the model is fitted on. */
export function rowOf(view: View): Float64Array {
  return Float64Array.from(LOOKS, (look) => look.value(view));
}
