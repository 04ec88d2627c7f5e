import { type Claim, defineDetector } from "@/lib/noise/detector";
import { icingaFlapValue, nagiosFlapValue, statesUntil } from "@/lib/noise/flap-values";
import { type Spell, spellsOf } from "@/lib/noise/spells";
import { durationText, plural } from "@/lib/noise/wording";
import { medianOf } from "@/lib/statistics/median-of";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

type Limits = { openings: number; windowMinutes: number; clearGapMinutes: number; quietMinutes: number };

/**
 * Opens and clears again and again. One finding per episode, which ends after an hour of quiet. Only gaps after a clear by
 * the source count: what a person closes and what then opens again did not clear.
 */
export const flapping = defineDetector({
  reason: "flapping",
  thresholds: { openings: 3, windowMinutes: 60, clearGapMinutes: 15, quietMinutes: 60 },
  detect(scene, limits) {
    return episodesOf(spellsOf(scene), limits).flatMap((episode) => claimOf(episode, limits));
  },
});

function episodesOf(spells: readonly Spell[], { quietMinutes }: Limits): Spell[][] {
  const episodes: Spell[][] = [];
  let last: Spell | null = null;
  for (const spell of spells) {
    const quietMs = last ? spell.openedAt - (last.clearedAt ?? last.openedAt) : Number.POSITIVE_INFINITY;
    if (quietMs >= quietMinutes * MINUTE_MS) episodes.push([]);
    episodes.at(-1)?.push(spell);
    last = spell;
  }
  return episodes;
}

function claimOf(episode: readonly Spell[], limits: Limits): Claim[] {
  if (!opensOften(episode, limits)) return [];
  const gaps = episode.slice(1).flatMap((spell, index) => {
    const before = episode[index];
    return before?.endedBy === "source" && before.clearedAt !== null ? [spell.openedAt - before.clearedAt] : [];
  });
  const gap = medianOf(gaps);
  if (gap === null || gaps.length * 2 < episode.length - 1 || gap >= limits.clearGapMinutes * MINUTE_MS) return [];
  const states = statesUntil(episode, episode.at(-1)?.openedAt ?? 0);
  const [first, last] = [episode[0]?.openedAt ?? 0, episode.at(-1)?.openedAt ?? 0];
  return [
    {
      claim: `opened ${episode.length} times in ${durationText(last - first)}; median ${durationText(gap)} from a clear to the next opening, over ${plural(gaps.length, "clear")}`,
      facts: {
        openings: episode.length,
        spanMinutes: Math.round((last - first) / MINUTE_MS),
        medianClearGapSeconds: Math.round(gap / 1000),
        clears: gaps.length,
        chatteringPerHour: Number((chatteringIndex(episode.map(({ openedAt }) => openedAt)) * 3600).toFixed(3)),
        nagiosPercent: Math.round(nagiosFlapValue(states)),
        icingaPercent: Math.round(icingaFlapValue(states)),
      },
      pageKeys: [...new Set(episode.flatMap(({ pageKeys }) => pageKeys))],
    },
  ];
}

function opensOften(episode: readonly Spell[], { openings, windowMinutes }: Limits): boolean {
  return episode.some((spell, index) => {
    const first = episode[index - openings + 1];
    return first !== undefined && spell.openedAt - first.openedAt < windowMinutes * MINUTE_MS;
  });
}

/** psi of the alarm standards: mean of 1/r over the seconds r between openings, at least 1 s. Shown, never a gate. */
export function chatteringIndex(openedAt: readonly number[]): number {
  const runs = openedAt.slice(1).map((at, index) => Math.max(1, (at - (openedAt[index] ?? at)) / 1000));
  return runs.length === 0 ? 0 : runs.reduce((sum, seconds) => sum + 1 / seconds, 0) / runs.length;
}

/** Keys of pages that are the second or a later one of three openings within an hour. */
export function repeatedPages(spells: readonly Spell[]): Set<string> {
  const keys = new Set<string>();
  for (let index = 2; index < spells.length; index += 1) {
    const [first, second, third] = [spells[index - 2], spells[index - 1], spells[index]];
    if (!first || !second || !third || third.openedAt - first.openedAt >= HOUR_MS) continue;
    for (const key of [...second.pageKeys, ...third.pageKeys]) keys.add(key);
  }
  return keys;
}
