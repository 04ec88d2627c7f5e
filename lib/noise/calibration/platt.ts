import { classWeights, logit, type Scored } from "./scored";

/** p' = 1 / (1 + exp(a * logit(p) + b)). Identity is a = -1, b = 0. */
export type Platt = { a: number; b: number };

const MOST_STEPS = 100;
const CLOSE_ENOUGH = 1e-9;
const SHORTEST = 1e-6;
/** Keeps the 2 x 2 system solvable where all scores are equal (Lin, Lin and Weng, 2007). */
const RIDGE = 1e-12;

export function applyPlatt({ a, b }: Platt, probability: number): number {
  return 1 / (1 + Math.exp(a * logit(probability) + b));
}

/**
 * Platt's scaling by Newton's method with a line search. The targets are (N+ + 1)/(N+ + 2) and 1/(N- + 2), not 1 and 0:
 * few labels must not make it certain.
 */
export function fitPlatt(scored: readonly Scored[]): Platt {
  const { positive, negative } = classWeights(scored);
  const points = scored.map(({ probability, outcome, weight }) => {
    const target = outcome === 1 ? (positive + 1) / (positive + 2) : 1 / (negative + 2);
    return { x: logit(probability), target, weight };
  });
  let fit: Platt = { a: 0, b: Math.log((negative + 1) / (positive + 1)) };
  let cost = costOf(points, fit);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { move, slope } = newton(points, fit);
    if (Math.abs(move.a) < CLOSE_ENOUGH && Math.abs(move.b) < CLOSE_ENOUGH) break;
    let length = 1;
    let next = moved(fit, move, length);
    let nextCost = costOf(points, next);
    while (nextCost > cost + 1e-4 * length * slope && length > SHORTEST) {
      length /= 2;
      next = moved(fit, move, length);
      nextCost = costOf(points, next);
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
function costOf(points: readonly Point[], { a, b }: Platt): number {
  let cost = 0;
  for (const { x, target, weight } of points) {
    const f = a * x + b;
    cost += weight * (f >= 0 ? target * f + Math.log1p(Math.exp(-f)) : (target - 1) * f + Math.log1p(Math.exp(f)));
  }
  return cost;
}

function newton(points: readonly Point[], { a, b }: Platt): { move: Platt; slope: number } {
  let [aa, bb, ab, da, db] = [RIDGE, RIDGE, 0, 0, 0];
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
