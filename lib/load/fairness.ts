import { betaQuantile, chiSquareTail } from "@/lib/statistics/distributions";
import { drawsOf } from "@/lib/statistics/draws";

/** What one person carried: incidents, never pages (a storm is not ten events), and the hours on call in which they came. */
export type CarriedLoad = { events: number; exposure: number };

/** How evenly figures are spread: Jain from 1/n (all on one) to 1 (even), Gini from 0 (even) to 1 (all on one). */
type Spread = { jain: number; gini: number };

export type Fairness = {
  /** People with hours on call; the others are `notOnCall`, and their events `outside`. */
  people: number;
  events: number;
  notOnCall: number;
  outside: number;
  /** Of the events, and of the events per hour: apart, an unlucky rota and a noisy one look different. Null = too few. */
  load: Spread | null;
  perHour: Spread | null;
  /** Whether chance alone gives such a spread to people who are paged in proportion to their hours. Null = too few. */
  test: { p: number; by: "chi-square" | "draws"; unequal: boolean } | null;
};

/** Under so many events bars are shown and no index. */
const MIN_EVENTS = 20;
/** "Unequal beyond chance" only below. */
const LEVEL = 0.05;
/** An expectation under this is too small for the chi-square distribution. */
const MIN_EXPECTED = 5;
const DRAWS = 10_000;
/** After so many draws each time it is asked whether more of them could change the word. */
const LOOK = 200;
const DOUBT = 0.0001;
const SEED = 20_260_101;

/** Fairness of a rota, honest about small counts (noise.md 2.11). Without a schedule give everybody one equal exposure. */
export function fairness(loads: readonly CarriedLoad[]): Fairness {
  const onCall = loads.filter(({ exposure }) => exposure > 0);
  const events = sum(onCall.map((load) => load.events));
  const counts = {
    people: onCall.length,
    events,
    notOnCall: loads.length - onCall.length,
    outside: sum(loads.map((load) => load.events)) - events,
  };
  if (events < MIN_EVENTS || onCall.length < 2) return { ...counts, load: null, perHour: null, test: null };
  return {
    ...counts,
    load: spreadOf(onCall.map((load) => load.events)),
    perHour: spreadOf(onCall.map((load) => load.events / load.exposure)),
    test: testOf(onCall, events),
  };
}

/** Gini with the correction for small samples: n/(n-1), so that it reaches 1. */
function spreadOf(values: readonly number[]): Spread {
  const n = values.length;
  const total = sum(values);
  const ascending = values.toSorted((a, b) => a - b);
  const weighed = sum(ascending.map((value, index) => (2 * (index + 1) - n - 1) * value));
  return {
    jain: total ** 2 / (n * sum(values.map((value) => value ** 2))),
    gini: (weighed / (n * total)) * (n / (n - 1)),
  };
}

function testOf(loads: readonly CarriedLoad[], events: number): Fairness["test"] {
  const exposure = sum(loads.map((load) => load.exposure));
  const expected = loads.map((load) => (events * load.exposure) / exposure);
  const statistic = sum(
    loads.map((load, index) => (load.events - (expected[index] ?? 0)) ** 2 / (expected[index] ?? 1)),
  );
  const by = expected.some((each) => each < MIN_EXPECTED) ? "draws" : "chi-square";
  const p = by === "draws" ? shareAsUneven(expected, events, statistic) : chiSquareTail(statistic, loads.length - 1);
  return { p, by, unequal: p < LEVEL };
}

/**
 * Share of drawn rotas at least as uneven as this one, itself counted. Of 10,000 draws only so many are made as settle on
 * which side of the level it lies: a large organisation takes 10 s for all of them, and 0.2 s for the first 200.
 */
function shareAsUneven(expected: readonly number[], events: number, statistic: number): number {
  const draw = drawsOf(SEED);
  const pick = pickerOf(expected, events);
  const counts = new Int32Array(expected.length);
  let asUneven = 0;
  let round = 0;
  while (round < DRAWS && !(round % LOOK === 0 && isSettled(asUneven, round))) {
    round += 1;
    counts.fill(0);
    // The sum of x²/e grows by (2x + 1)/e with each event; less the events it is the statistic.
    let squares = 0;
    for (let event = 0; event < events; event += 1) {
      const person = pick(draw());
      const had = counts[person] ?? 0;
      squares += (2 * had + 1) / (expected[person] ?? 1);
      counts[person] = had + 1;
    }
    if (squares - events >= statistic - 1e-9) asUneven += 1;
  }
  return (asUneven + 1) / (round + 1);
}

/** True where the 99.99 % interval of the share (Clopper and Pearson) does not hold the level. */
function isSettled(asUneven: number, rounds: number): boolean {
  if (rounds === 0) return false;
  const least = asUneven === 0 ? 0 : betaQuantile(DOUBT / 2, asUneven, rounds - asUneven + 1);
  const most = asUneven === rounds ? 1 : betaQuantile(1 - DOUBT / 2, asUneven + 1, rounds - asUneven);
  return least > LEVEL || most < LEVEL;
}

/** Picks an index in proportion to the weights from a number under 1, in steps that do not grow with their number. */
function pickerOf(weights: readonly number[], total: number): (at: number) => number {
  const n = weights.length;
  const ends = new Float64Array(n);
  let reached = 0;
  weights.forEach((weight, index) => {
    reached += weight / total;
    ends[index] = reached;
  });
  const starts = new Int32Array(n);
  for (let slot = 0, index = 0; slot < n; slot += 1) {
    while (index < n - 1 && (ends[index] ?? 1) <= slot / n) index += 1;
    starts[slot] = index;
  }
  return (at) => {
    let index = starts[Math.floor(at * n)] ?? 0;
    while (index < n - 1 && (ends[index] ?? 1) <= at) index += 1;
    return index;
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
