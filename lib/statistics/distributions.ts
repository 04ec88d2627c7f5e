/** Lanczos, g = 7, n = 9: 15 digits for positive x. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

const TINY = 1e-300;
const EPSILON = 1e-14;

export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const shifted = x - 1;
  const base = shifted + 7.5;
  let sum = LANCZOS[0] ?? 0;
  for (let index = 1; index < LANCZOS.length; index += 1) sum += (LANCZOS[index] ?? 0) / (shifted + index);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
}

/** P(X <= x) for X ~ Beta(a, b): the regularised incomplete beta function by its continued fraction (Lentz). */
export function betaCdf(x: number, a: number, b: number, lnScale = lnBetaScale(a, b)): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(lnScale + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast only below the mean.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

const lnBetaScale = (a: number, b: number) => lnGamma(a + b) - lnGamma(a) - lnGamma(b);

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= 500; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < EPSILON) break;
  }
  return value;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

export function betaQuantile(share: number, a: number, b: number): number {
  const lnScale = lnBetaScale(a, b);
  return bisect((x) => betaCdf(x, a, b, lnScale), share, 0, 1);
}

/** P(X <= x) for X ~ Gamma(shape, 1): series below the mean, continued fraction above. */
export function gammaCdf(x: number, shape: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(shape * Math.log(x) - x - lnGamma(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let n = 1; n <= 10_000 && term > sum * EPSILON; n += 1) {
      term *= x / (shape + n);
      sum += term;
    }
    return sum * front;
  }
  return 1 - upperGamma(x, shape);
}

/** P(X > x) for x of at least shape + 1, without the loss of digits that 1 - P(X <= x) brings. */
function upperGamma(x: number, shape: number): number {
  const front = Math.exp(shape * Math.log(x) - x - lnGamma(shape));
  let b = x + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n <= 10_000; n += 1) {
    const factor = -n * (n - shape);
    b += 2;
    d = 1 / nonZero(factor * d + b);
    c = nonZero(b + factor / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < EPSILON) break;
  }
  return value * front;
}

/** P(X >= x) for chi-square. */
export function chiSquareTail(x: number, degrees: number): number {
  const shape = degrees / 2;
  return x / 2 < shape + 1 ? 1 - gammaCdf(x / 2, shape) : upperGamma(x / 2, shape);
}

/** Quantile of the chi-square distribution. */
export function chiSquareQuantile(share: number, degrees: number): number {
  if (degrees <= 0) return 0;
  const shape = degrees / 2;
  return 2 * bisect((x) => gammaCdf(x, shape), share, 0, shape + 12 * Math.sqrt(shape) + 40);
}

function bisect(cdf: (x: number) => number, share: number, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let step = 0; step < 100 && to - from > 1e-13 * Math.max(1, to); step += 1) {
    const middle = (from + to) / 2;
    if (cdf(middle) < share) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
