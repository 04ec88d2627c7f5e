import type { Vote, VoteFacts } from "@/lib/model/verdict";
import { familyOf, isSign } from "./signs";
import { LOOKS } from "./weighing/looks";

type Packed = readonly [sign: string, weight: number, ...facts: VoteFacts];

/** As they are stored, a few bytes each: names, weights and facts, of which everything else follows. */
export function packVotes(votes: readonly Vote[]): string {
  // As JSON.stringify writes it, in half the time: V8 keeps the texts of numbers that come again, but not for JSON.
  return `[${votes.map(packVote).join(",")}]`;
}

function packVote({ sign, weight, facts }: Vote): string {
  const head = `["${sign}",${textOf(weight)}`;
  return facts ? `${head}${facts.map((fact) => `,${textOf(fact)}`).join("")}]` : `${head}]`;
}

function textOf(fact: VoteFacts[number]): string {
  return typeof fact === "number" && Number.isFinite(fact) ? String(fact) : JSON.stringify(fact);
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
