import type { Vote, VoteFacts } from "@/lib/model/verdict";
import { familyOf, isSign } from "./signs";
import { LOOKS } from "./weighing/looks";

type Packed = readonly [sign: string, weight: number, ...facts: VoteFacts];

/** As they are stored, a few bytes each: names, weights and facts, of which everything else follows. */
export function packVotes(votes: readonly Vote[]): string {
  return JSON.stringify(votes.map(({ sign, weight, facts }) => (facts ? [sign, weight, ...facts] : [sign, weight])));
}

export function unpackVotes(text: string): Vote[] {
  return (JSON.parse(text) as Packed[]).map(([sign, weight, ...facts]) => ({
    family: FAMILIES.get(sign) ?? (isSign(sign) ? familyOf(sign) : "rest"),
    weight,
    sign,
    facts,
  }));
}

const FAMILIES: ReadonlyMap<string, Vote["family"]> = new Map(LOOKS.map(({ name, family }) => [name, family]));
