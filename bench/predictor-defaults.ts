import { parseArgs } from "node:util";
import { predictEvents } from "@/lib/evaluation/judge-events";
import { drawLabels, middleOf } from "@/lib/evaluation/labels";
import { averagePrecision } from "@/lib/evaluation/metrics";
import { type World, worldOf } from "@/lib/evaluation/world";
import { bulkCloses } from "@/lib/noise/bulk-closes";
import { DEFAULT_WEIGHTS, DEFAULTS } from "@/lib/noise/predictor/default-weights";
import { FEATURES, withLabels } from "@/lib/noise/predictor/features";
import { type Example, fitLogistic, scoreOf } from "@/lib/noise/predictor/logistic";
import { LOOKS_WEIGHTS, type LooksFeature, looksFeatures } from "@/lib/noise/predictor/page-looks";

/**
 * Fits the weights that the predictor begins with to the truth of simulated organisations, and prints them with the
 * average precision on others: `tsx bench/predictor-defaults.ts`. The looks first: what goes into the code of them
 * changes the features that the second fit sees. Never on `test-*`, and never on the unseen family.
 */
const { values } = parseArgs({
  options: { train: { type: "string", default: "6" }, dev: { type: "string", default: "4" } },
});

const LOOKS_RIDGE = 2;
const RIDGE = 30;
const INTERCEPT_RIDGE = 0.3;
const SWEEP_MS = 60_000;
/** What takes no part stays at 0. */
const HELD = 1e6;

const worlds = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => worldOf(`${name}-${index}`));
const train = worlds("train", Number(values.train));
const dev = worlds("dev", Number(values.dev));

const looks = Object.keys(LOOKS_WEIGHTS) as LooksFeature[];
const looked = train.flatMap(lookedAt);
const seen = fitLogistic(
  looked,
  looks.map(() => 0),
  looks.map(() => LOOKS_RIDGE),
).weights;
process.stdout.write("LOOKS_WEIGHTS\n");
looks.forEach((name, index) => {
  print(name, seen[index], LOOKS_WEIGHTS[name]);
});

const stated = train.flatMap((world) => openings(world).filter(({ isUnseen }) => !isUnseen));
const ridge = FEATURES.map((name) =>
  name in DEFAULT_WEIGHTS ? (name === "any page" ? INTERCEPT_RIDGE : RIDGE) : HELD,
);
const fitted = fitLogistic(
  stated,
  FEATURES.map(() => 0),
  ridge,
).weights;
process.stdout.write("DEFAULT_WEIGHTS\n");
FEATURES.forEach((name, index) => {
  if (name in DEFAULT_WEIGHTS) print(name, fitted[index], DEFAULT_WEIGHTS[name]);
});
const later = dev.flatMap((world) => openings(world).filter(({ isLater }) => isLater));
for (const [name, weights] of [["fitted", fitted] as const, ["shipped", DEFAULTS] as const]) {
  const scored = later.map(({ row, outcome }) => ({ score: scoreOf(row, weights), isActionable: outcome === 1 }));
  process.stdout.write(`average precision of the ${name} ones on dev: ${averagePrecision(scored)?.toFixed(3)}\n`);
}

function print(name: string, found: number | undefined, shipped: number | undefined): void {
  process.stdout.write(`  ${name}: ${found?.toFixed(1)} (shipped ${shipped?.toFixed(1)})\n`);
}

function lookedAt({ folded, truths }: World): Example[] {
  const bulk = bulkCloses(folded.map(({ page }) => page));
  return folded.flatMap(({ page }): Example[] => {
    const truth = truths.get(page.pageKey);
    if (!truth || truth.isUnseen || page.endedAt === null) return [];
    const features = looksFeatures(page, Math.max(page.endedAt + SWEEP_MS, page.lastEventAt), bulk.has(page.pageKey));
    if (!features) return [];
    const row = { at: [...looks.keys()], value: looks.map((name) => features[name]) };
    return [{ row, outcome: truth.verdict === "actionable" ? 1 : 0, weight: 1 }];
  });
}

function openings(world: World): (Example & { isUnseen: boolean; isLater: boolean })[] {
  const splitAt = middleOf(world);
  return predictEvents(world.folded, world.known, drawLabels(world, splitAt)).flatMap(({ own, row, labels }) => {
    const truth = world.truths.get(own.pageKey);
    if (!truth) return [];
    const outcome = truth.verdict === "actionable" ? 1 : 0;
    const { isUnseen } = truth;
    return [{ row: withLabels(labels, row), outcome, weight: 1, isUnseen, isLater: own.openedAt >= splitAt } as const];
  });
}
