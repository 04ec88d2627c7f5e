import type { Instant } from "@/lib/model/instant";
import { offsetAt } from "@/lib/time/boundaries";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Candidate clocks in hours, from a week to five minutes. */
const PERIOD_HOURS = [168, 24, 12, 8, 6, 4, 2, 1, 0.5, 0.25, 1 / 6, 1 / 12];

/** A month is told from 30 days only by half a year of openings. */
const MONTH_NEEDS_MS = 183 * DAY_MS;
/** A month has up to 31 days: the day of the month is an angle on a dial of 31. */
const DIAL_DAYS = 31;

export type PeriodicityLimits = {
  openings: number;
  cycles: number;
  p: number;
  concentration: number;
  outsideShare: number;
  bandParts: number;
  hitShare: number;
  repeatMinutes: number;
  perCycle: number;
};

export type Clock = {
  /** Null for a day of the month. */
  periodMs: number | null;
  /** Null for UTC. */
  zone: string | null;
  cycles: number;
  hit: number;
  concentration: number;
  pValue: number;
  perCycle: number;
  /** Indexes of the openings in the band. */
  inBand: readonly number[];
  /** Middle of the band, in milliseconds after the turn of the cycle. */
  centreMs: number;
};

type Dial = { periodMs: number | null; lengthMs: number };

/**
 * The clock that openings in order of time follow, the best of all that pass four rules; of equally good ones the local
 * one, because that is how people set them. A significance test alone calls every daytime alert periodic.
 */
export function clockOf(times: readonly Instant[], zone: string | null, limits: PeriodicityLimits): Clock | null {
  if (times.length < limits.openings) return null;
  const alone = withoutRepeats(times, limits.repeatMinutes * MINUTE_MS);
  const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const dials = dialsFor(times.length, alone, spanMs, limits);
  if (dials.length === 0) return null;
  const folds = [{ zone: null as string | null, walls: times }];
  if (zone !== null) folds.unshift({ zone, walls: times.map((at) => at + offsetAt(at, zone)) });
  let best: Clock | null = null;
  for (const dial of dials) {
    for (const fold of folds) {
      const clock = testClock(fold.walls, dial, fold.zone, alone, limits);
      if (clock && (!best || clock.concentration > best.concentration + 1e-12)) best = clock;
    }
  }
  return best;
}

/**
 * The periods that the number of openings leaves possible: at least a share of the cycles is hit, and each hit one by at most
 * so many openings. Exact but for the two cycles at the ends, and it spares most signatures any trigonometry.
 */
function dialsFor(openings: number, alone: number, spanMs: number, { hitShare, perCycle }: PeriodicityLimits): Dial[] {
  const possible = (lengthMs: number) => {
    const turns = spanMs / lengthMs;
    return (turns - 1) * hitShare <= openings && alone <= perCycle * (turns + 2);
  };
  const dials = PERIOD_HOURS.map((hours) => ({ periodMs: hours * HOUR_MS, lengthMs: hours * HOUR_MS }));
  const monthly = spanMs >= MONTH_NEEDS_MS && possible((DIAL_DAYS - 0.5) * DAY_MS);
  return [
    ...(monthly ? [{ periodMs: null, lengthMs: DIAL_DAYS * DAY_MS }] : []),
    ...dials.filter(({ lengthMs }) => possible(lengthMs)),
  ];
}

/** `walls` are the openings as the clock on the wall shows them, in order of the instants behind them. */
function testClock(
  walls: readonly number[],
  { periodMs, lengthMs }: Dial,
  zone: string | null,
  alone: number,
  limits: PeriodicityLimits,
): Clock | null {
  const n = walls.length;
  const dialled = periodMs === null ? walls.map(dayOfMonthMs) : walls;
  const { length, angle } = resultantOf(dialled, lengthMs);
  const concentration = length / n;
  const pValue = rayleigh(length, n);
  if (pValue >= limits.p || concentration < limits.concentration) return null;
  const centreMs = (angle / (2 * Math.PI)) * lengthMs;
  const inBand: number[] = [];
  const hits = new Set<number>();
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < n; index += 1) {
    const at = dialled[index] ?? 0;
    const turn = Math.round((at - centreMs) / lengthMs);
    const cycle = periodMs === null ? turn + monthOf(walls[index] ?? 0) : turn;
    first = Math.min(first, cycle);
    last = Math.max(last, cycle);
    hits.add(cycle);
    if (Math.abs(at - centreMs - turn * lengthMs) <= lengthMs / limits.bandParts) inBand.push(index);
  }
  const cycles = last - first + 1;
  const perCycle = alone / hits.size;
  const holds =
    cycles >= limits.cycles &&
    n - inBand.length <= limits.outsideShare * n &&
    hits.size >= limits.hitShare * cycles &&
    perCycle <= limits.perCycle;
  return holds ? { periodMs, zone, cycles, hit: hits.size, concentration, pValue, perCycle, inBand, centreMs } : null;
}

/** Milliseconds since the month began on the wall. */
function dayOfMonthMs(wall: number): number {
  return (new Date(wall).getUTCDate() - 1) * DAY_MS + (((wall % DAY_MS) + DAY_MS) % DAY_MS);
}

function monthOf(wall: number): number {
  const day = new Date(wall);
  return day.getUTCFullYear() * 12 + day.getUTCMonth();
}

function resultantOf(walls: readonly number[], periodMs: number): { length: number; angle: number } {
  let [x, y] = [0, 0];
  for (const wall of walls) {
    const theta = (2 * Math.PI * (((wall % periodMs) + periodMs) % periodMs)) / periodMs;
    x += Math.cos(theta);
    y += Math.sin(theta);
  }
  return { length: Math.hypot(x, y), angle: (Math.atan2(y, x) + 2 * Math.PI) % (2 * Math.PI) };
}

/** p of the Rayleigh test (Zar) for n angles with a resultant of this length. */
export function rayleigh(length: number, n: number): number {
  return Math.exp(Math.sqrt(1 + 4 * n + 4 * (n * n - length * length)) - (1 + 2 * n));
}

/** How many openings are left when those within some minutes of the one before are taken as one. */
function withoutRepeats(times: readonly number[], withinMs: number): number {
  let alone = 0;
  for (let index = 0; index < times.length; index += 1)
    if (index === 0 || (times[index] ?? 0) - (times[index - 1] ?? 0) > withinMs) alone += 1;
  return alone;
}
