import { type Claim, defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import { offsetAt } from "@/lib/time/boundaries";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Candidate clocks in hours, from a week to five minutes. */
const PERIOD_HOURS = [168, 24, 12, 8, 6, 4, 2, 1, 0.5, 0.25, 1 / 6, 1 / 12];

type Limits = {
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

type Clock = {
  periodMs: number;
  zone: string | null;
  cycles: number;
  hit: number;
  concentration: number;
  pValue: number;
  perCycle: number;
  inBand: readonly number[];
  centre: number;
};

/** Fires by the clock. A significance test alone calls every daytime alert periodic, so four rules must all hold. */
export const scheduled = defineDetector({
  reason: "scheduled",
  // p is that of a single test; 24 of them are made: 12 clocks, each in UTC and in local time.
  thresholds: {
    openings: 7,
    cycles: 3,
    p: 0.01 / 24,
    concentration: 0.95,
    outsideShare: 0.2,
    bandParts: 12,
    hitShare: 0.6,
    repeatMinutes: 30,
    perCycle: 1.25,
  },
  detect(scene, limits) {
    const clock = clockOf(scene, limits);
    return clock ? [claimOf(scene, clock)] : [];
  },
});

/** The clock that fits best; of equally good ones the local one, because that is how people set them. */
function clockOf({ sights, zone }: Scene, limits: Limits): Clock | null {
  if (sights.length < limits.openings) return null;
  const times = sights.map(({ page }) => page.triggeredAt);
  const folds = [{ zone: null as string | null, walls: times }];
  if (zone !== null) folds.unshift({ zone, walls: times.map((at) => at + offsetAt(at, zone)) });
  let best: Clock | null = null;
  for (const hours of PERIOD_HOURS) {
    for (const fold of folds) {
      const clock = testClock(fold.walls, hours * HOUR_MS, fold.zone, limits);
      if (clock && (!best || clock.concentration > best.concentration + 1e-12)) best = clock;
    }
  }
  return best;
}

/** `walls` are the openings as the clock on the wall shows them, in order of the instants behind them. */
function testClock(walls: readonly number[], periodMs: number, zone: string | null, limits: Limits): Clock | null {
  const n = walls.length;
  const { length, angle } = resultantOf(walls, periodMs);
  const concentration = length / n;
  const pValue = rayleigh(length, n);
  if (pValue >= limits.p || concentration < limits.concentration) return null;
  const centre = (angle / (2 * Math.PI)) * periodMs;
  const inBand: number[] = [];
  const hits = new Set<number>();
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  walls.forEach((wall, index) => {
    const cycle = Math.round((wall - centre) / periodMs);
    first = Math.min(first, cycle);
    last = Math.max(last, cycle);
    hits.add(cycle);
    if (Math.abs(wall - centre - cycle * periodMs) <= periodMs / limits.bandParts) inBand.push(index);
  });
  const cycles = last - first + 1;
  const perCycle = withoutRepeats(walls, limits.repeatMinutes * MINUTE_MS) / hits.size;
  const holds =
    cycles >= limits.cycles &&
    n - inBand.length <= limits.outsideShare * n &&
    hits.size >= limits.hitShare * cycles &&
    perCycle <= limits.perCycle;
  return holds ? { periodMs, zone, cycles, hit: hits.size, concentration, pValue, perCycle, inBand, centre } : null;
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
function withoutRepeats(walls: readonly number[], withinMs: number): number {
  return walls.filter((wall, index) => index === 0 || wall - (walls[index - 1] ?? wall) > withinMs).length;
}

function claimOf({ sights }: Scene, clock: Clock): Claim {
  const { periodMs, zone, cycles, hit, concentration, pValue, perCycle, inBand } = clock;
  const zoneName = zone ?? "UTC";
  const walls = inBand.map((index) => {
    const at = sights[index]?.page.triggeredAt ?? 0;
    return at + (zone === null ? 0 : offsetAt(at, zone));
  });
  return {
    claim: `fires by the clock: ${cyclesText(clock)}, ${bandText(walls, clock)} ${zoneName}`,
    facts: {
      openings: sights.length,
      inBand: inBand.length,
      periodHours: Number((periodMs / HOUR_MS).toFixed(4)),
      cycles,
      cyclesHit: hit,
      concentration: Number(concentration.toFixed(4)),
      pValue,
      openingsPerCycle: Number(perCycle.toFixed(3)),
      zone: zoneName,
    },
    pageKeys: inBand.flatMap((index) => sights[index]?.page.pageKey ?? []),
  };
}

function cyclesText({ periodMs, cycles, hit }: Clock): string {
  if (periodMs === DAY_MS) return `on ${hit} of ${cycles} days`;
  if (periodMs === 7 * DAY_MS) return `in ${hit} of ${cycles} weeks`;
  const every = periodMs >= HOUR_MS ? `${periodMs / HOUR_MS} h` : `${Math.round(periodMs / MINUTE_MS)} min`;
  return `every ${every}, in ${hit} of ${cycles} turns`;
}

/** "02:58-03:07", for a week "Mon 02:58-03:07", for a shorter clock the time past its start. */
function bandText(walls: readonly number[], { periodMs, centre }: Clock): string {
  const offsets = walls.map((wall) => wall - centre - Math.round((wall - centre) / periodMs) * periodMs);
  const from = centre + offsets.reduce((least, offset) => Math.min(least, offset), Number.POSITIVE_INFINITY);
  const to = centre + offsets.reduce((most, offset) => Math.max(most, offset), Number.NEGATIVE_INFINITY);
  const band = from === to || timeText(from) === timeText(to) ? timeText(from) : `${timeText(from)}-${timeText(to)}`;
  if (periodMs === DAY_MS) return band;
  // The epoch began on a Thursday.
  if (periodMs === 7 * DAY_MS) return `${DAY_NAMES[(Math.floor(from / DAY_MS) + 10) % 7]} ${band}`;
  return `${band} and so on,`;
}

function timeText(wall: number): string {
  const minutes = Math.floor((((wall % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
