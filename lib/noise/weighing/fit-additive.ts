import { type AdditiveModel, stepOf, type Term } from "./additive-model";

export type FitOptions = {
  rounds: number;
  rate: number;
  /** Most steps of a term. */
  steps: number;
  /** Least pages of a side of a step. */
  least: number;
  /** Ridge on each step. */
  shrink: number;
  /** Neighbouring steps nearer than this become one; a term smaller than this is left out. */
  finest: number;
};

export const FIT_OPTIONS: FitOptions = { rounds: 350, rate: 0.06, steps: 14, least: 60, shrink: 30, finest: 0.08 };

export type Fitted = {
  name: string;
  rises: 1 | -1 | 0;
  /** 0 means that there is nothing to see: its log-odds are 0 and the base takes them. */
  zeroIsNothing?: boolean;
};

/**
 * Fits an additive model by cyclic boosting of single splits, as explainable boosting machines do: in each round each look
 * in turn moves by one small step, so that looks which tell the same share what they tell. A look that can only rise or
 * fall takes no split the other way. The same rows give the same model.
 */
export function fitAdditive(
  looks: readonly Fitted[],
  rows: readonly Float64Array[],
  isActionable: readonly boolean[],
  weights: readonly number[],
  options: FitOptions = FIT_OPTIONS,
): AdditiveModel {
  const columns = looks.map(({ zeroIsNothing }, index) => columnOf(rows, index, zeroIsNothing === true, options));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const positive = weights.reduce((sum, weight, row) => sum + (isActionable[row] ? weight : 0), 0);
  const base = Math.log(positive / (whole - positive));
  const scores = new Float64Array(rows.length).fill(base);
  const sums = columns.map(({ cuts }) => new Float64Array(cuts.length + 2));
  const [gradient, curvature] = [new Float64Array(rows.length), new Float64Array(rows.length)];
  for (let round = 0; round < options.rounds; round += 1) {
    for (let look = 0; look < looks.length; look += 1) {
      const column = columns[look];
      const sum = sums[look];
      if (!column || !sum || column.cuts.length === 0) continue;
      for (let row = 0; row < rows.length; row += 1) {
        const p = 1 / (1 + Math.exp(-(scores[row] ?? 0)));
        const weight = weights[row] ?? 1;
        gradient[row] = weight * ((isActionable[row] ? 1 : 0) - p);
        curvature[row] = weight * Math.max(1e-6, p * (1 - p));
      }
      const moves = bestMoves(column, gradient, curvature, looks[look]?.rises ?? 0, options);
      if (!moves) continue;
      for (let row = 0; row < rows.length; row += 1)
        scores[row] = (scores[row] ?? 0) + (moves[column.bins[row] ?? 0] ?? 0);
      for (let bin = 0; bin < sum.length; bin += 1) sum[bin] = (sum[bin] ?? 0) + (moves[bin] ?? 0);
    }
  }
  return centred(looks, columns, sums, base, halves(isActionable, weights), options.finest);
}

/** The last bin is for what is not told. */
type Column = { cuts: Float64Array; bins: Uint8Array };

function columnOf(
  rows: readonly Float64Array[],
  look: number,
  zeroIsNothing: boolean,
  { steps, least }: FitOptions,
): Column {
  const told = Float64Array.from(rows.map((row) => row[look] ?? 0).filter((value) => !Number.isNaN(value))).sort();
  const cuts: number[] = [];
  // Few values, such as yes and no, are cut between each two of them.
  const values = [...new Set(told)];
  if (values.length <= steps)
    cuts.push(...values.slice(0, -1).map((value, index) => (value + (values[index + 1] ?? value)) / 2));
  else {
    // What is seldom there is cut as finely as what always is: nothing is a step of its own.
    const seen = zeroIsNothing ? told.filter((value) => value !== 0) : told;
    if (zeroIsNothing) cuts.push(0);
    for (let step = 1; step < steps; step += 1) {
      const cut = seen[Math.floor((step * seen.length) / steps)] ?? 0;
      if (cuts.length === 0 || cut > (cuts.at(-1) ?? 0)) cuts.push(cut);
    }
  }
  const unknown = cuts.length + 1;
  const bins = Uint8Array.from(rows, (row) => (Number.isNaN(row[look] ?? 0) ? unknown : stepOf(cuts, row[look] ?? 0)));
  if (told.length < least) return { cuts: new Float64Array(), bins };
  return { cuts: Float64Array.from(cuts), bins };
}

/** The split with the largest gain, and what is not told apart; null where nothing is gained. */
function bestMoves(
  { cuts, bins }: Column,
  gradient: Float64Array,
  curvature: Float64Array,
  rises: 1 | -1 | 0,
  { rate, least, shrink }: FitOptions,
): Float64Array | null {
  const size = cuts.length + 2;
  const [g, h, n] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let row = 0; row < bins.length; row += 1) {
    const bin = bins[row] ?? 0;
    g[bin] = (g[bin] ?? 0) + (gradient[row] ?? 0);
    h[bin] = (h[bin] ?? 0) + (curvature[row] ?? 0);
    n[bin] = (n[bin] ?? 0) + 1;
  }
  const unknown = size - 1;
  let [allG, allH, allN] = [0, 0, 0];
  for (let bin = 0; bin < unknown; bin += 1) {
    allG += g[bin] ?? 0;
    allH += h[bin] ?? 0;
    allN += n[bin] ?? 0;
  }
  let best: { bin: number; gain: number; left: number; right: number } | null = null;
  let [leftG, leftH, leftN] = [0, 0, 0];
  for (let bin = 0; bin < unknown - 1; bin += 1) {
    leftG += g[bin] ?? 0;
    leftH += h[bin] ?? 0;
    leftN += n[bin] ?? 0;
    if (leftN < least || allN - leftN < least) continue;
    const left = leftG / (leftH + shrink);
    const right = (allG - leftG) / (allH - leftH + shrink);
    if (rises !== 0 && (right - left) * rises < 0) continue;
    const gain = leftG * left + (allG - leftG) * right;
    if (gain > (best?.gain ?? 1e-9)) best = { bin, gain, left, right };
  }
  const moves = new Float64Array(size);
  if (best) for (let bin = 0; bin < unknown; bin += 1) moves[bin] = rate * (bin <= best.bin ? best.left : best.right);
  if ((n[unknown] ?? 0) >= least) moves[unknown] = (rate * (g[unknown] ?? 0)) / ((h[unknown] ?? 0) + shrink);
  return best || moves[unknown] !== 0 ? moves : null;
}

/** Weights with which either side is half of all, so that a term of 0 speaks for neither. */
function halves(isActionable: readonly boolean[], weights: readonly number[]): number[] {
  let [actionable, noise] = [0, 0];
  weights.forEach((weight, row) => {
    if (isActionable[row]) actionable += weight;
    else noise += weight;
  });
  return weights.map((weight, row) => weight / (isActionable[row] ? actionable : noise));
}

/** Each term with a mean of 0, so that it speaks only where a page differs from the middle between both sides. */
function centred(
  looks: readonly Fitted[],
  columns: readonly Column[],
  sums: readonly Float64Array[],
  base: number,
  weights: readonly number[],
  finest: number,
): AdditiveModel {
  const terms: Record<string, Term> = {};
  let start = base;
  looks.forEach(({ name, zeroIsNothing }, look) => {
    const { cuts, bins } = columns[look] ?? { cuts: new Float64Array(), bins: new Uint8Array() };
    const sum = sums[look] ?? new Float64Array();
    const mass = new Float64Array(sum.length);
    bins.forEach((bin, row) => {
      mass[bin] = (mass[bin] ?? 0) + (weights[row] ?? 1);
    });
    const middle = zeroIsNothing ? (sum[stepOf(cuts, 0)] ?? 0) : mean(sum, mass);
    start += middle;
    const shifted = sum.map((value) => value - middle);
    const unknown = shifted.at(-1) ?? 0;
    const term = merged(Array.from(cuts), Array.from(shifted.slice(0, -1)), Array.from(mass), finest);
    const hasUnknown = (mass.at(-1) ?? 0) > 0;
    const largest = Math.max(...term.logOdds.map(Math.abs), hasUnknown ? Math.abs(unknown) : 0);
    if (largest >= finest) terms[name] = { ...term, unknown: hasUnknown ? rounded(unknown) : 0 };
  });
  return { base: rounded(start), terms };
}

function mean(values: Float64Array, mass: Float64Array): number {
  let [sum, all] = [0, 0];
  values.forEach((value, bin) => {
    sum += value * (mass[bin] ?? 0);
    all += mass[bin] ?? 0;
  });
  return all > 0 ? sum / all : 0;
}

function merged(cuts: number[], values: number[], mass: number[], finest: number): Pick<Term, "cuts" | "logOdds"> {
  const keptCuts: number[] = [];
  const steps: { sum: number; mass: number; value: number }[] = [];
  values.forEach((value, bin) => {
    const own = mass[bin] ?? 0;
    const last = steps.at(-1);
    if (last && Math.abs(value - last.value) < finest) {
      last.sum += value * own;
      last.mass += own;
      if (last.mass > 0) last.value = last.sum / last.mass;
    } else {
      if (last) keptCuts.push(cuts[bin - 1] ?? 0);
      steps.push({ sum: value * own, mass: own, value });
    }
  });
  return { cuts: keptCuts.map((cut) => Number(cut.toPrecision(4))), logOdds: steps.map(({ value }) => rounded(value)) };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
