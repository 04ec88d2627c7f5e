const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/** What Kubernetes draws the random part of pod names from. */
const POD = "bcdfghjklmnpqrstvwxz2456789";
const HEX = "0123456789abcdef";

export type Random = {
  /** 0 <= x < 1. */
  next(): number;
  /** Both ends included. */
  integer(from: number, to: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  poisson(mean: number): number;
  /** Upper-case letters and digits, as in the provider's ids. */
  token(length: number): string;
  podToken(length: number): string;
  hex(length: number): string;
};

/** A stream of numbers that depends on nothing but its seed (sfc32 by Chris Doty-Humphrey, public domain). */
export function createRandom(seed: string): Random {
  const next = sfc32(seed);
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const draw = (letters: string) => (length: number) => {
    let text = "";
    for (let i = 0; i < length; i += 1) text += letters.charAt(Math.floor(next() * letters.length));
    return text;
  };
  return {
    next,
    integer,
    chance: (share) => next() < share,
    pick: (list) => {
      const item = list[integer(0, list.length - 1)];
      if (item === undefined) throw new Error("Nothing to pick from");
      return item;
    },
    poisson: (mean) => poisson(next, mean),
    token: draw(UPPER),
    podToken: draw(POD),
    hex: draw(HEX),
  };
}

/** Knuth's product of uniforms: exact, and fast enough for the small means of a day. */
function poisson(next: () => number, mean: number): number {
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = next(); product > floor; product *= next()) count += 1;
  return count;
}

function sfc32(seed: string): () => number {
  let [a, b, c, d] = hash128(seed);
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  // The first outputs still resemble the seed.
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

function hash128(text: string): [number, number, number, number] {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let d = 0xdeadbeef;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
    c = Math.imul(c ^ code, 2246822507) ^ (a >>> 13);
    d = Math.imul(d ^ code, 3266489909) ^ (b >>> 11);
  }
  return [a ^ (c >>> 16), b ^ (d >>> 15), c, d];
}
