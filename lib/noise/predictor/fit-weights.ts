import { type Example, fitLogistic } from "./logistic";

/** A page that a person judged, as the engine saw it: the votes that counted and the log-odds of 2.6 without this page. */
export type VoteExample = { votes: readonly string[]; priorLogOdds: number; outcome: 0 | 1; weight: number };

export type FittedWeights = {
  weights: Readonly<Record<string, number>>;
  /** Labels behind each weight; one without any keeps its default. */
  labels: Readonly<Record<string, number>>;
  /** Votes that the labels would have turned round: they are left without weight, for a vote may not change sides. */
  silenced: readonly string[];
};

/** A vote is believed to be right within about .7 in log-odds until labels say otherwise. */
const STRENGTH = 2;

/**
 * Weights of the retrospective votes from what people said, drawn towards their defaults. Sorting the past and predicting
 * a page are two models: nothing here reads the predictor's features, and nothing there the votes.
 */
export function fitWeights(
  examples: readonly VoteExample[],
  defaults: Readonly<Record<string, number>>,
): FittedWeights {
  const names = Object.keys(defaults).sort();
  const positions = new Map(names.map((name, index) => [name, index]));
  const learnt = examples.map((each) => exampleOf(each, positions));
  const start = names.map((name) => defaults[name] ?? 0);
  const fitted = fitLogistic(
    learnt,
    start,
    names.map(() => STRENGTH),
  );
  const turned = names.filter((_, index) => (fitted.weights[index] ?? 0) * (start[index] ?? 0) < 0);
  return {
    weights: Object.fromEntries(
      names.map((name, index) => [name, turned.includes(name) ? 0 : (fitted.weights[index] ?? 0)]),
    ),
    labels: Object.fromEntries(names.map((name) => [name, labelsOf(name, examples)])),
    silenced: turned,
  };
}

function exampleOf(
  { votes, priorLogOdds, outcome, weight }: VoteExample,
  positions: ReadonlyMap<string, number>,
): Example {
  const at = [...new Set(votes)].flatMap((name) => positions.get(name) ?? []).sort((a, b) => a - b);
  return { row: { at, value: at.map(() => 1) }, outcome, weight, offset: priorLogOdds };
}

function labelsOf(name: string, examples: readonly VoteExample[]): number {
  return examples.reduce((sum, { votes, weight }) => sum + (votes.includes(name) ? weight : 0), 0);
}
