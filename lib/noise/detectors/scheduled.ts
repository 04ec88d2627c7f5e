import { actionEvidence } from "@/lib/noise/action-evidence";
import { type Claim, defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import { type Clock, clockOf } from "@/lib/noise/periodicity";
import { offsetAt } from "@/lib/time/boundaries";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

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
    // Where people act on so many of them, the job fails for real now and then: the clock then decides little.
    actedShare: 0.2,
  },
  detect(scene, limits) {
    const clock = clockOf(
      scene.sights.map(({ page }) => page.triggeredAt),
      scene.zone,
      limits,
    );
    return clock ? [claimOf(scene, clock)] : [];
  },
});

function claimOf(scene: Scene, clock: Clock): Claim {
  const { sights } = scene;
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
      ...(periodMs === null ? { period: "month" } : { periodHours: Number((periodMs / HOUR_MS).toFixed(4)) }),
      cycles,
      cyclesHit: hit,
      concentration: Number(concentration.toFixed(4)),
      pValue,
      openingsPerCycle: Number(perCycle.toFixed(3)),
      zone: zoneName,
      acted: inBand.filter((index) => actedOn(scene, index)).length,
    },
    pageKeys: inBand.flatMap((index) => sights[index]?.page.pageKey ?? []),
  };
}

function actedOn(scene: Scene, index: number): boolean {
  const sight = scene.sights[index];
  return sight !== undefined && actionEvidence(sight, scene).length > 0;
}

function cyclesText({ periodMs, cycles, hit }: Clock): string {
  if (periodMs === null) return `in ${hit} of ${cycles} months`;
  if (periodMs === DAY_MS) return `on ${hit} of ${cycles} days`;
  if (periodMs === 7 * DAY_MS) return `in ${hit} of ${cycles} weeks`;
  const every = periodMs >= HOUR_MS ? `${periodMs / HOUR_MS} h` : `${Math.round(periodMs / MINUTE_MS)} min`;
  return `every ${every}, in ${hit} of ${cycles} turns`;
}

/** "02:58-03:07", for a week "Mon 02:58-03:07", for a shorter clock the time past its start. */
function bandText(walls: readonly number[], { periodMs, centreMs: centre }: Clock): string {
  if (periodMs === null) return daysText(walls);
  const offsets = walls.map((wall) => wall - centre - Math.round((wall - centre) / periodMs) * periodMs);
  const from = centre + offsets.reduce((least, offset) => Math.min(least, offset), Number.POSITIVE_INFINITY);
  const to = centre + offsets.reduce((most, offset) => Math.max(most, offset), Number.NEGATIVE_INFINITY);
  const band = from === to || timeText(from) === timeText(to) ? timeText(from) : `${timeText(from)}-${timeText(to)}`;
  if (periodMs === DAY_MS) return band;
  // The epoch began on a Thursday.
  if (periodMs === 7 * DAY_MS) return `${DAY_NAMES[(Math.floor(from / DAY_MS) + 10) % 7]} ${band}`;
  return `${band} and so on,`;
}

/** "between day 1 and day 2 of the month". */
function daysText(walls: readonly number[]): string {
  const days = [...new Set(walls.map((wall) => new Date(wall).getUTCDate()))].sort((a, b) => a - b);
  return days.length === 1 ? `on day ${days[0]} of the month,` : `on days ${days.join(", ")} of the month,`;
}

function timeText(wall: number): string {
  const minutes = Math.floor((((wall % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
