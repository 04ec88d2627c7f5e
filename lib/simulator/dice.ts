/** Numbers that depend on nothing but the seed they were made from. */
export type Dice = {
  /** 0 <= x < 1. */
  next(): number;
  /** Even between two numbers. */
  within(low: number, high: number): number;
  /** Even on a logarithmic scale: as many between 1 and 10 as between 10 and 100. */
  spread(low: number, high: number): number;
  /** Both ends included. */
  whole(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  normal(mean: number, deviation: number): number;
  /** Exponential: the wait for the next of things that come at random. */
  wait(mean: number): number;
  /** A stream of its own, so that one more draw in one place moves nothing elsewhere. */
  fork(name: string): Dice;
};

export function diceOf(seed: string): Dice {
  const next = xoshiro(seed);
  const within = (low: number, high: number) => low + (high - low) * next();
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    within,
    spread: (low, high) => Math.exp(within(Math.log(low), Math.log(high))),
    whole,
    chance: (share) => next() < share,
    pick: (list) => {
      if (list.length === 0) throw new Error("There is nothing to pick from");
      return list[whole(0, list.length - 1)] as (typeof list)[number];
    },
    // Box and Muller; 1 - u keeps the logarithm finite.
    normal: (mean, deviation) =>
      mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    wait: (mean) => -mean * Math.log(1 - next()),
    fork: (name) => diceOf(`${seed}/${name}`),
  };
}

/** xoshiro128** by Blackman and Vigna (public domain), its state filled by splitmix32 from the FNV hash of the seed. */
function xoshiro(seed: string): () => number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
  const fill = () => {
    hash = (hash + 0x9e3779b9) | 0;
    let word = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  return () => {
    const turned = Math.imul(b, 5);
    const result = Math.imul((turned << 7) | (turned >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result / 4_294_967_296;
  };
}
