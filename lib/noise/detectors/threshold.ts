import type { Change } from "@/lib/model/change";
import { actionEvidence } from "@/lib/noise/action-evidence";
import { type Claim, defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import { markedBefore } from "@/lib/noise/marks";
import { isThresholdNote } from "@/lib/noise/phrases";
import { type Rise, risesOf } from "@/lib/noise/trend";
import { ofPages } from "@/lib/noise/wording";

const DAY_MS = 86_400_000;

type Limits = { editDays: number; ratioLow: number; actedShare: number; marks: number; agreeing: number };

/**
 * The rule is too tight, or was changed: people say so, or the alert pages more since a time within two days of an edit of
 * its rule. More real faults after a release are none of that.
 */
export const threshold = defineDetector({
  reason: "threshold",
  thresholds: { editDays: 2, ratioLow: 1.5, actedShare: 0.5, marks: 1, agreeing: 0.5 },
  detect(scene, limits) {
    return [...fromPeople(scene, limits), ...fromEdits(scene, limits)];
  },
});

function fromPeople(scene: Scene, limits: Limits): Claim[] {
  const noted = scene.sights.filter(({ notes }) => notes.some(isThresholdNote)).map(({ page }) => page.pageKey);
  const marked = markedBefore(scene, "threshold", limits);
  const pageKeys = [...new Set([...noted, ...marked])];
  if (pageKeys.length === 0) return [];
  const claim = `people call the threshold too tight: a note on ${ofPages(noted.length, scene.sights.length)}, verdicts before ${marked.length}`;
  return [{ claim, facts: { noted: noted.length, afterMarks: marked.length }, pageKeys }];
}

function fromEdits(scene: Scene, limits: Limits): Claim[] {
  const edits = scene.changes.filter(({ kind }) => kind === "rule-edit");
  if (edits.length === 0) return [];
  const times = scene.sights.map(({ page }) => page.triggeredAt);
  return risesOf(times, scene.until, scene.zone).flatMap((rise): Claim[] => {
    const edit = nearest(edits, rise);
    if (!edit || away(edit, rise) > limits.editDays * DAY_MS || rise.ratio.low <= limits.ratioLow) return [];
    const release = nearest(
      scene.changes.filter(({ kind }) => kind === "deploy" || kind === "config"),
      rise,
    );
    const louder = scene.sights.filter(
      ({ page }) => page.triggeredAt >= rise.startsAt && page.triggeredAt < rise.endsAt,
    );
    const acted = louder.filter((sight) => actionEvidence(sight, scene).length > 0).length;
    if (acted > limits.actedShare * louder.length) return [];
    if (release && away(release, rise) < away(edit, rise)) return [];
    return [
      claimOf(
        edit,
        rise,
        louder.map(({ page }) => page.pageKey),
      ),
    ];
  });
}

function claimOf({ title, changeKey }: Change, { before, after, ratio }: Rise, pageKeys: string[]): Claim {
  const rates = `${before?.perDay.toFixed(2)} to ${after?.perDay.toFixed(2)} a day`;
  return {
    claim: `pages more since the rule was edited ("${title}"): from ${rates}`,
    facts: {
      change: changeKey,
      title,
      before: Number(before?.perDay.toFixed(3)),
      after: Number(after?.perDay.toFixed(3)),
      ratio: Number((ratio.value ?? ratio.low).toFixed(2)),
      ratioLow: Number(ratio.low.toFixed(2)),
      pages: pageKeys.length,
    },
    pageKeys,
  };
}

function nearest(changes: readonly Change[], rise: Rise): Change | null {
  let best: Change | null = null;
  for (const change of changes) if (!best || away(change, rise) < away(best, rise)) best = change;
  return best;
}

function away({ startsAt }: Change, { since }: Rise): number {
  return Math.max(since.from - startsAt, startsAt - since.to, 0);
}
