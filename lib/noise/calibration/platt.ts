import { classWeights, logit, type Scored } from "./scored";
import { actionableDespiteSlips, SLIPS } from "./slips";

/** p' = 1 / (1 + exp(a * logit(p) + b)). Identity is a = -1, b = 0. */
export type Platt = { a: number; b: number };

const MOST_STEPS = 100;
const CLOSE_ENOUGH = 1e-9;
const SHORTEST = 1e-6;
/** Keeps the 2 x 2 system solvable where all scores are equal (Lin, Lin and Weng, 2007). */
const RIDGE = 1e-12;

const TURNS = 25;
const NEAR = 1e-4;

/** How firmly it is held to leaving probabilities as they are: one over the variance that slope and shift are allowed. */
export type Hold = { slope: number; shift: number };

const FREE: Hold = { slope: 0, shift: 0 };

/**
 * A slope is believed to lie within about .11 of leaving all as it is, a shift within .16, until labels say otherwise. On
 * 200 labels a free scaling errs by more than what it puts right: on simulated histories it made the log-loss worse.
 */
export const HELD: Hold = { slope: 80, shift: 40 };

export function applyPlatt({ a, b }: Platt, probability: number): number {
  return 1 / (1 + Math.exp(a * logit(probability) + b));
}

/**
 * Platt's scaling by Newton's method with a line search. The targets are (N+ + 1)/(N+ + 2) and 1/(N- + 2), not 1 and 0:
 * few labels must not make it certain.
 */
export function fitPlatt(scored: readonly Scored[], hold: Hold = FREE): Platt {
  const [low, high] = targetsOf(scored);
  const points = scored.map(({ probability, outcome, weight }) => {
    return { x: logit(probability), target: outcome === 1 ? high : low, weight };
  });
  return fitTo(points, hold);
}

/**
 * The same where people err. What is stated and which words are slips follow from each other, so both are worked out in
 * turns. Without it the slips alone would draw every probability towards the middle: three of a hundred would be stated as
 * five.
 */
export function fitPlattDespiteSlips(scored: readonly Scored[], hold: Hold = FREE, slips = SLIPS): Platt {
  const [low, high] = targetsOf(scored);
  let fit = fitPlatt(scored, hold);
  for (let turn = 0; turn < TURNS; turn += 1) {
    const points = scored.map(({ probability, outcome, weight }) => {
      const actionable = actionableDespiteSlips(applyPlatt(fit, probability), outcome, slips);
      return { x: logit(probability), target: low + (high - low) * actionable, weight };
    });
    const next = fitTo(points, hold);
    const moved = Math.abs(next.a - fit.a) + Math.abs(next.b - fit.b);
    fit = next;
    if (moved < NEAR) break;
  }
  return fit;
}

function targetsOf(scored: readonly Scored[]): [low: number, high: number] {
  const { positive, negative } = classWeights(scored);
  return [1 / (negative + 2), (positive + 1) / (positive + 2)];
}

function fitTo(points: readonly Point[], hold: Hold): Platt {
  const all = points.reduce((sum, { weight }) => sum + weight, 0);
  const mean = points.reduce((sum, { weight, target }) => sum + weight * target, 0) / all;
  let fit: Platt = { a: 0, b: Math.log((1 - mean) / mean) };
  let cost = costOf(points, fit, hold);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { move, slope } = newton(points, fit, hold);
    if (Math.abs(move.a) < CLOSE_ENOUGH && Math.abs(move.b) < CLOSE_ENOUGH) break;
    let length = 1;
    let next = moved(fit, move, length);
    let nextCost = costOf(points, next, hold);
    while (nextCost > cost + 1e-4 * length * slope && length > SHORTEST) {
      length /= 2;
      next = moved(fit, move, length);
      nextCost = costOf(points, next, hold);
    }
    if (nextCost >= cost) break;
    fit = next;
    cost = nextCost;
  }
  return fit;
}

type Point = { x: number; target: number; weight: number };

function moved(from: Platt, by: Platt, length: number): Platt {
  return { a: from.a + length * by.a, b: from.b + length * by.b };
}

/** Cross-entropy, written so that neither end overflows. */
function costOf(points: readonly Point[], { a, b }: Platt, { slope, shift }: Hold): number {
  let cost = (slope / 2) * (a + 1) ** 2 + (shift / 2) * b ** 2;
  for (const { x, target, weight } of points) {
    const f = a * x + b;
    cost += weight * (f >= 0 ? target * f + Math.log1p(Math.exp(-f)) : (target - 1) * f + Math.log1p(Math.exp(f)));
  }
  return cost;
}

function newton(points: readonly Point[], { a, b }: Platt, hold: Hold): { move: Platt; slope: number } {
  let [aa, bb, ab] = [RIDGE + hold.slope, RIDGE + hold.shift, 0];
  let [da, db] = [hold.slope * (a + 1), hold.shift * b];
  for (const { x, target, weight } of points) {
    const p = 1 / (1 + Math.exp(a * x + b));
    const curve = weight * p * (1 - p);
    aa += x * x * curve;
    bb += curve;
    ab += x * curve;
    da += weight * x * (target - p);
    db += weight * (target - p);
  }
  const determinant = aa * bb - ab * ab;
  const move = { a: -(bb * da - ab * db) / determinant, b: -(aa * db - ab * da) / determinant };
  return { move, slope: da * move.a + db * move.b };
}
