import type { FeatureRow } from "./features";

/** One thing to learn from. `outcome` in 0..1: how likely it came true. `offset` is log-odds that are given and not learnt. */
export type Example = { row: FeatureRow; outcome: number; weight: number; offset?: number };

export type LogisticFit = { weights: number[]; steps: number; converged: boolean };

const MOST_STEPS = 50;
const CLOSE_ENOUGH = 1e-9;

export function scoreOf({ at, value }: FeatureRow, weights: readonly number[], offset = 0): number {
  let score = offset;
  for (let index = 0; index < at.length; index += 1) score += (value[index] ?? 0) * (weights[at[index] ?? 0] ?? 0);
  return score;
}

/** 1 / (1 + e^-z) without overflow. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** Examples laid out in a row of numbers, because a fit goes over them many times. */
type Packed = {
  first: Int32Array;
  at: Int32Array;
  value: Float64Array;
  outcome: Float64Array;
  weight: Float64Array;
  offset: Float64Array;
};

type Pull = { defaults: readonly number[]; strength: readonly number[] };

/**
 * Logistic regression by Newton's method, drawn towards `defaults` with `strength` per weight (the inverse of the variance
 * allowed around it). With few examples the defaults hold; each example moves them as far as it is evidence. Always begins
 * at the defaults, so that the same examples give the same weights to the last bit, whoever fitted what before.
 */
export function fitLogistic(
  examples: readonly Example[],
  defaults: readonly number[],
  strength: readonly number[],
): LogisticFit {
  const packed = pack(examples);
  const pull = { defaults, strength };
  let weights: Float64Array = Float64Array.from(defaults);
  let cost = costOf(packed, weights, pull);
  for (let steps = 1; steps <= MOST_STEPS; steps += 1) {
    const { gradient, hessian } = slopeOf(packed, weights, pull);
    const step = solve(hessian, gradient);
    const next = goDown(packed, { weights, cost, step, gradient }, pull);
    if (next === null) return { weights: [...weights], steps, converged: true };
    ({ weights, cost } = next);
    if (step.every((each) => Math.abs(each) < CLOSE_ENOUGH)) return { weights: [...weights], steps, converged: true };
  }
  return { weights: [...weights], steps: MOST_STEPS, converged: false };
}

function pack(examples: readonly Example[]): Packed {
  const first = new Int32Array(examples.length + 1);
  examples.forEach(({ row }, index) => {
    first[index + 1] = (first[index] ?? 0) + row.at.length;
  });
  const length = first[examples.length] ?? 0;
  const packed = { first, at: new Int32Array(length), value: new Float64Array(length) };
  examples.forEach(({ row }, index) => {
    packed.at.set(row.at, first[index]);
    packed.value.set(row.value, first[index]);
  });
  return {
    ...packed,
    outcome: Float64Array.from(examples, ({ outcome }) => outcome),
    weight: Float64Array.from(examples, ({ weight }) => weight),
    offset: Float64Array.from(examples, ({ offset = 0 }) => offset),
  };
}

function packedScore({ first, at, value, offset }: Packed, example: number, weights: Float64Array): number {
  let score = offset[example] ?? 0;
  const end = first[example + 1] ?? 0;
  for (let index = first[example] ?? 0; index < end; index += 1) {
    score += (value[index] ?? 0) * (weights[at[index] ?? 0] ?? 0);
  }
  return score;
}

type Position = { weights: Float64Array; cost: number };

/** A Newton step, halved until the cost falls as it should; null where it falls no more. */
function goDown(
  packed: Packed,
  { weights, cost, step, gradient }: Position & { step: Float64Array; gradient: Float64Array },
  pull: Pull,
): Position | null {
  const slope = gradient.reduce((sum, each, index) => sum + each * (step[index] ?? 0), 0);
  for (let length = 1; length > 1e-6; length /= 2) {
    const moved = weights.map((weight, index) => weight - length * (step[index] ?? 0));
    const movedCost = costOf(packed, moved, pull);
    if (movedCost <= cost - 1e-4 * length * slope) return { weights: moved, cost: movedCost };
  }
  return null;
}

function costOf(packed: Packed, weights: Float64Array, { defaults, strength }: Pull): number {
  let cost = 0;
  for (let example = 0; example < packed.weight.length; example += 1) {
    const z = packedScore(packed, example, weights);
    const loss = Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (packed.outcome[example] ?? 0) * z;
    cost += (packed.weight[example] ?? 0) * loss;
  }
  weights.forEach((weight, index) => {
    cost += ((strength[index] ?? 0) / 2) * (weight - (defaults[index] ?? 0)) ** 2;
  });
  return cost;
}

/** Gradient and the lower half of the Hessian, row by row. */
function slopeOf(packed: Packed, weights: Float64Array, { defaults, strength }: Pull) {
  const size = weights.length;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  for (let index = 0; index < size; index += 1) {
    gradient[index] = (strength[index] ?? 0) * ((weights[index] ?? 0) - (defaults[index] ?? 0));
    hessian[index * size + index] = strength[index] ?? 0;
  }
  for (let example = 0; example < packed.weight.length; example += 1) {
    const p = sigmoid(packedScore(packed, example, weights));
    const weight = packed.weight[example] ?? 0;
    addExample(packed, example, weight * (p - (packed.outcome[example] ?? 0)), weight * p * (1 - p), gradient, hessian);
  }
  return { gradient, hessian };
}

function addExample(
  { first, at, value }: Packed,
  example: number,
  error: number,
  curve: number,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  const size = gradient.length;
  const begin = first[example] ?? 0;
  const end = first[example + 1] ?? 0;
  for (let i = begin; i < end; i += 1) {
    const row = at[i] ?? 0;
    const x = value[i] ?? 0;
    gradient[row] = (gradient[row] ?? 0) + error * x;
    const scaled = curve * x;
    const base = row * size;
    // Positions ascend, so the second one is in the lower half.
    for (let j = begin; j <= i; j += 1) {
      const cell = base + (at[j] ?? 0);
      hessian[cell] = (hessian[cell] ?? 0) + scaled * (value[j] ?? 0);
    }
  }
}

/** Solves H x = g for a symmetric positive definite H, given by its lower half, by Cholesky. Overwrites H. */
function solve(lower: Float64Array, gradient: Float64Array): Float64Array {
  const size = gradient.length;
  const solution = Float64Array.from(gradient);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = lower[row * size + column] ?? 0;
      for (let k = 0; k < column; k += 1) sum -= (lower[row * size + k] ?? 0) * (lower[column * size + k] ?? 0);
      // A weight that nothing holds and no example has stays where it is.
      const pivot = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (lower[column * size + column] ?? 1);
      lower[row * size + column] = pivot;
    }
    let value = solution[row] ?? 0;
    for (let k = 0; k < row; k += 1) value -= (lower[row * size + k] ?? 0) * (solution[k] ?? 0);
    solution[row] = value / (lower[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let value = solution[row] ?? 0;
    for (let k = row + 1; k < size; k += 1) value -= (lower[k * size + row] ?? 0) * (solution[k] ?? 0);
    solution[row] = value / (lower[row * size + row] ?? 1);
  }
  return solution;
}
