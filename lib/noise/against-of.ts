import type { Verdict, Vote } from "@/lib/model/verdict";

const NOTHING: readonly Vote[] = [];

/** What speaks for the other side, strongest first. An unclear page has no side. `covered`: by stronger ones of `votes`. */
export function againstOf(votes: readonly Vote[], covered: readonly Vote[], verdict: Verdict): readonly Vote[] {
  if (verdict === "unclear") return NOTHING;
  const side = verdict === "noise" ? 1 : -1;
  const against: Vote[] = [];
  for (const vote of votes) if (vote.weight * side > 0) against.push(vote);
  for (const vote of covered) if (vote.weight * side > 0) against.push(vote);
  if (against.length === 0) return NOTHING;
  return against.sort((a, b) => (b.weight - a.weight) * side);
}
