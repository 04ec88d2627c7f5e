const HOUR_MS = 3_600_000;
/** Week, day, half day, hour. The detector tries more; a flag for ranking needs the common ones. */
const PERIODS_MS = [168 * HOUR_MS, 24 * HOUR_MS, 12 * HOUR_MS, HOUR_MS];
const NEWEST = 26;
const MIN_OPENINGS = 7;
const MIN_CYCLES = 3;
const MIN_CONCENTRATION = 0.95;
const MIN_HIT_SHARE = 0.6;
const MAX_PER_CYCLE = 1.25;
const BAND_PARTS = 12;

export type ClockFit = { firesByClock: boolean; onTime: boolean };

/**
 * Whether the openings so far fire by a clock, and whether one at `at` comes when it should. The rules of the detector
 * `scheduled` without its test of significance, which this many tight cycles always pass.
 */
export function clockFit(openings: readonly { wall: number }[], wallAt: number): ClockFit {
  if (openings.length < MIN_OPENINGS) return NO_CLOCK;
  const newest = openings.slice(-NEWEST).map(({ wall }) => wall);
  const first = newest[0];
  const last = newest.at(-1);
  if (first === undefined || last === undefined) return NO_CLOCK;
  for (const periodMs of PERIODS_MS) {
    const cycles = (last - first) / periodMs;
    // What cannot pass for its number of openings alone needs no sines.
    if (cycles < MIN_CYCLES || newest.length < MIN_HIT_SHARE * (cycles - 1)) continue;
    if (newest.length > MAX_PER_CYCLE * (cycles + 2)) continue;
    const centre = centreOf(newest, periodMs);
    if (centre === null) continue;
    const off = Math.abs(phaseOf(wallAt, periodMs) - centre) / (2 * Math.PI);
    return { firesByClock: true, onTime: Math.min(off, 1 - off) <= 1 / BAND_PARTS };
  }
  return NO_CLOCK;
}

const NO_CLOCK: ClockFit = { firesByClock: false, onTime: false };

/** The middle of the openings within the period in radians, where they are close enough together to be a clock. */
function centreOf(walls: readonly number[], periodMs: number): number | null {
  let [x, y] = [0, 0];
  for (const wall of walls) {
    const phase = phaseOf(wall, periodMs);
    x += Math.cos(phase);
    y += Math.sin(phase);
  }
  if (Math.hypot(x, y) < MIN_CONCENTRATION * walls.length) return null;
  const centre = (Math.atan2(y, x) + 2 * Math.PI) % (2 * Math.PI);
  // Cycles are counted from half a period before the centre, or a clock at midnight would hit two days at once.
  const shift = (centre / (2 * Math.PI) - 0.5) * periodMs;
  const cycleOf = (wall: number) => Math.floor((wall - shift) / periodMs);
  const hit = new Set(walls.map(cycleOf)).size;
  const cycles = cycleOf(walls.at(-1) ?? 0) - cycleOf(walls[0] ?? 0) + 1;
  return hit >= MIN_HIT_SHARE * cycles && walls.length <= MAX_PER_CYCLE * hit ? centre : null;
}

function phaseOf(wall: number, periodMs: number): number {
  return (2 * Math.PI * (((wall % periodMs) + periodMs) % periodMs)) / periodMs;
}
