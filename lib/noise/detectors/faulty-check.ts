import { type Claim, defineDetector } from "@/lib/noise/detector";
import { heldMs } from "@/lib/noise/ended-by-hand";
import type { Scene } from "@/lib/noise/history";
import { markedBefore } from "@/lib/noise/marks";
import { isFaultyNote, isNoDataTitle } from "@/lib/noise/phrases";
import type { Sight } from "@/lib/noise/sight";
import { ofPages, percent } from "@/lib/noise/wording";

type Limits = { share: number; pages: number; workMinutes: number; marks: number; agreeing: number };

/**
 * The check itself is wrong: people say so, or at least half of its pages tell that it had no result. A check without a
 * result because the host died stands beside other alerts of the service, or somebody works on it.
 */
export const faultyCheck = defineDetector({
  reason: "faulty-check",
  thresholds: { share: 0.5, pages: 3, workMinutes: 8, marks: 1, agreeing: 0.5 },
  detect(scene, limits) {
    return [...fromPeople(scene, limits), ...withoutResult(scene, limits)];
  },
});

function fromPeople(scene: Scene, limits: Limits): Claim[] {
  const noted = scene.sights.filter(({ notes }) => notes.some(isFaultyNote)).map(({ page }) => page.pageKey);
  const marked = markedBefore(scene, "faulty-check", limits);
  const pageKeys = [...new Set([...noted, ...marked])];
  if (pageKeys.length === 0) return [];
  const claim = `people call the check faulty: a note on ${ofPages(noted.length, scene.sights.length)}, verdicts before ${marked.length}`;
  return [{ claim, facts: { noted: noted.length, afterMarks: marked.length }, pageKeys }];
}

function withoutResult({ sights, surroundings }: Scene, { share, pages: least, workMinutes }: Limits): Claim[] {
  const empty = sights.filter(({ page }) => isNoDataTitle(page.facts.title ?? ""));
  if (empty.length < least || empty.length < share * sights.length) return [];
  const alone = empty.filter(
    (sight) =>
      !surroundings.besideOthers?.has(sight.page.pageKey) &&
      sight.tellingNote === null &&
      sight.fixNote === null &&
      sight.engaged.length < 2 &&
      (sight.idle || !isWorkedOn(sight, workMinutes * 60_000)),
  );
  if (alone.length === 0) return [];
  const claim = `${ofPages(empty.length, sights.length)} (${percent(empty.length / sights.length)}) told that the check had no result; ${alone.length} of them with no other alert of the service beside`;
  const facts = { withoutResult: empty.length, alone: alone.length, pages: sights.length };
  return [{ claim, facts, pageKeys: alone.map(({ page }) => page.pageKey) }];
}

/** Held for so long, or taken where no end is told. */
function isWorkedOn(sight: Sight, atLeastMs: number): boolean {
  if (sight.acknowledgedAt !== null && sight.page.endedAt === null) return true;
  return heldMs(sight) >= atLeastMs;
}
