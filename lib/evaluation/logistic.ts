export type Logistic = { predict: (row: Float64Array) => number };

const STEPS = 300;
const STEP = 0.3;

/** L2 logistic regression by gradient descent with momentum on standardised features: small, and the same everywhere. */
export function fitLogistic(rows: readonly Float64Array[], isPositive: readonly boolean[], penalty = 1): Logistic {
  const width = rows[0]?.length ?? 0;
  const count = Math.max(1, rows.length);
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  for (const row of rows) for (let f = 0; f < width; f += 1) mean[f] = (mean[f] ?? 0) + (row[f] ?? 0) / count;
  for (const row of rows) {
    for (let f = 0; f < width; f += 1)
      deviation[f] = (deviation[f] ?? 0) + ((row[f] ?? 0) - (mean[f] ?? 0)) ** 2 / count;
  }
  for (let f = 0; f < width; f += 1) deviation[f] = Math.sqrt(deviation[f] ?? 0) || 1;
  const standard = (row: Float64Array) => row.map((value, f) => (value - (mean[f] ?? 0)) / (deviation[f] ?? 1));
  const scaled = rows.map(standard);
  const weights = new Float64Array(width + 1);
  const speed = new Float64Array(width + 1);
  for (let step = 0; step < STEPS; step += 1) {
    const slope = new Float64Array(width + 1);
    scaled.forEach((row, index) => {
      const miss = (isPositive[index] ? 1 : 0) - sigmoid(dot(weights, row));
      for (let f = 0; f < width; f += 1) slope[f] = (slope[f] ?? 0) + miss * (row[f] ?? 0);
      slope[width] = (slope[width] ?? 0) + miss;
    });
    for (let f = 0; f <= width; f += 1) {
      const pull = f < width ? penalty * (weights[f] ?? 0) : 0;
      speed[f] = 0.9 * (speed[f] ?? 0) + ((slope[f] ?? 0) - pull) / count;
      weights[f] = (weights[f] ?? 0) + STEP * (speed[f] ?? 0);
    }
  }
  return { predict: (row) => sigmoid(dot(weights, standard(row))) };
}

/** Platt: a slope and an offset for scores, fitted to targets that are drawn in from 0 and 1 by the counts. */
export function fitPlatt(scores: readonly number[], isPositive: readonly boolean[]): (score: number) => number {
  const positives = isPositive.filter(Boolean).length;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (scores.length - positives + 2);
  let [slope, offset] = [1, 0];
  const logits = scores.map(logit);
  for (let step = 0; step < 100; step += 1) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-9, 0, 1e-9];
    logits.forEach((x, index) => {
      const p = sigmoid(slope * x + offset);
      const miss = (isPositive[index] ? high : low) - p;
      const bend = p * (1 - p);
      ga += miss * x;
      gb += miss;
      haa += bend * x * x;
      hab += bend * x;
      hbb += bend;
    });
    const determinant = haa * hbb - hab * hab;
    if (Math.abs(determinant) < 1e-12) break;
    const [da, db] = [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant];
    // A full step of Newton may overshoot where scores are nearly parted.
    slope += Math.max(-1, Math.min(1, da));
    offset += Math.max(-1, Math.min(1, db));
    if (Math.abs(da) + Math.abs(db) < 1e-9) break;
  }
  return (score) => sigmoid(slope * logit(score) + offset);
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export function logit(p: number): number {
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, p));
  return Math.log(inside / (1 - inside));
}

function dot(weights: Float64Array, row: Float64Array): number {
  let sum = weights[row.length] ?? 0;
  for (let f = 0; f < row.length; f += 1) sum += (weights[f] ?? 0) * (row[f] ?? 0);
  return sum;
}
