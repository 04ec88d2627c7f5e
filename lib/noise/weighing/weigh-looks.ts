import type { Vote } from "@/lib/model/verdict";
import { bounded } from "@/lib/noise/case";
import type { Weighed } from "@/lib/noise/votes";
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
  if (Math.abs(rest) >= LEAST_REST) votes.push({ family: "rest", weight: rest, sign: REST });
  return votes;
}

/** Less than this the small ones together are no vote. */
const LEAST_REST = 0.005;

/** Signs that also name a reason. */
const NAMING: ReadonlySet<string> = new Set(["information-title", "no-data"]);

/** What `weighLooks` comes to, and of its votes those that name a reason: all that a verdict takes, without any words. */
export function sumLooks(view: View): Weighed {
  const votes: Vote[] = [];
  let [sum, rest] = [0, 0];
  for (const [{ name, family, value }, term] of LEARNT_LOOKS) {
    const weight = logOddsOf(term, value(view));
    if (Math.abs(weight) < LEAST_TOLD) rest += weight;
    else {
      sum += weight;
      if (NAMING.has(name)) votes.push({ family, weight, sign: name });
    }
  }
  return { votes, covered: NONE, sum: bounded(Math.abs(rest) >= LEAST_REST ? sum + rest : sum) };
}

const NONE: readonly Vote[] = [];

/** The numbers of a page in the order of `LOOKS`: what the model is fitted on. */
export function rowOf(view: View): Float64Array {
  return Float64Array.from(LOOKS, (look) => look.value(view));
}
