import type { Judgement, Origin, PersonVerdict, Reason, Verdict } from "@/lib/model/verdict";

export type EffectiveVerdict = { verdict: Verdict; reason: Reason | null; origin: Origin; probability: number };

/**
 * What counts of a page: a person's word on it, else a person's word on its alert, else the inferred verdict. The
 * probability stays the inferred one, so that both remain visible.
 */
export function effectiveVerdict(said: {
  page?: PersonVerdict | null;
  signature?: PersonVerdict | null;
  inferred: Pick<Judgement, "verdict" | "reason" | "probability">;
}): EffectiveVerdict {
  const { probability } = said.inferred;
  const person = said.page ?? said.signature;
  if (person) return { verdict: person.verdict, reason: person.reason, origin: "person", probability };
  return { verdict: said.inferred.verdict, reason: said.inferred.reason, origin: "inferred", probability };
}
