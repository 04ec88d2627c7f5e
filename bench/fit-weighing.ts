import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type World, worldOf } from "@/lib/evaluation/world";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { firstLook } from "@/lib/noise/judge";
import { readPages } from "@/lib/noise/judge-pages";
import { DEFAULT_WEIGHTS } from "@/lib/noise/signs";
import { fitAdditive } from "@/lib/noise/weighing/fit-additive";
import { LOOKS, viewerOf } from "@/lib/noise/weighing/looks";
import { rowOf } from "@/lib/noise/weighing/weigh-looks";

// The weights that the product is shipped with, fitted on simulated histories whose truth is known: `tsx bench/fit-weighing.ts`.
// Only the families that may be tuned on, and only seeds that the evaluation never judges: those are called "test-*".

const OUT = fileURLToPath(new URL("../lib/noise/weighing/learnt.json", import.meta.url));
const SEEDS = 24;
const SLICE_MS = 21 * 86_400_000;
/** Three weeks of each history as well, so that the weights fit a first small import. */
const SLICE_WEIGHT = 0.5;

type Row = { numbers: Float64Array; isActionable: boolean; weight: number };

function rowsOf({ known, truths }: World, folded: World["folded"], weight: number): Row[] {
  const { zone, knownUntil, changes, people } = known;
  const { read, habits, priorFor } = readPages(folded, {
    settings: DEFAULT_SETTINGS,
    zone,
    knownUntil,
    changes,
    people,
  });
  return read.flatMap(({ last, signature }) => {
    const first = firstLook(signature, priorFor(last), DEFAULT_WEIGHTS, habits);
    if (!first.answered) return [];
    const means = first.counts.map(({ mean }) => mean);
    const viewAt = viewerOf(first.cases, first.scene, means, first.answered);
    return first.cases.flatMap((_, place): Row[] => {
      const view = viewAt(place);
      const truth = truths.get(view.sight.page.pageKey);
      if (!truth || truth.isUnseen) return [];
      return [{ numbers: rowOf(view), isActionable: truth.verdict === "actionable", weight }];
    });
  });
}

function sliceOf({ folded }: World, nth: number): World["folded"] {
  const from = folded[0]?.page.triggeredAt ?? 0;
  const to = folded.at(-1)?.page.triggeredAt ?? 0;
  const start = from + ((to - from - SLICE_MS) * ((nth * 37) % 100)) / 100;
  return folded.filter(({ page }) => page.triggeredAt >= start && page.triggeredAt < start + SLICE_MS);
}

const rows = Array.from({ length: SEEDS }, (_, nth) => {
  const world = worldOf(`train-${nth}`);
  return [...rowsOf(world, world.folded, 1), ...rowsOf(world, sliceOf(world, nth), SLICE_WEIGHT)];
}).flat();
const model = fitAdditive(
  LOOKS,
  rows.map(({ numbers }) => numbers),
  rows.map(({ isActionable }) => isActionable),
  rows.map(({ weight }) => weight),
);
await writeFile(OUT, `${JSON.stringify(model, null, 2)}\n`);
process.stdout.write(
  `${rows.length} pages, ${Object.keys(model.terms).length} of ${LOOKS.length} looks kept, base ${model.base}\n`,
);
