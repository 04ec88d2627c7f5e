import { stepOf } from "@/lib/noise/weighing/additive-model";
import { splitmix } from "./bootstrap";

export type TreeOptions = {
  trees: number;
  depth: number;
  rate: number;
  minLeaf: number;
  rowShare: number;
  seed: number;
};

const TREE_OPTIONS: TreeOptions = { trees: 160, depth: 5, rate: 0.1, minLeaf: 20, rowShare: 0.6, seed: 11 };

const BINS = 48;
/** Keeps leaves with few pages small (the lambda of XGBoost). */
const SHRINK = 1;

type Node = { feature: number; cut: number; left: number; right: number; value: number };
export type BoostedTrees = { predict: (row: Float64Array) => number };

/**
 * Gradient boosted trees for a yes or no, on binned features (as in LightGBM: histograms, second-order gains). Small and
 * seeded: the same rows give the same trees everywhere.
 */
export function growTrees(
  rows: readonly Float64Array[],
  isPositive: readonly boolean[],
  given: Partial<TreeOptions> = {},
): BoostedTrees {
  const options = { ...TREE_OPTIONS, ...given };
  const features = rows[0]?.length ?? 0;
  const cuts = Array.from({ length: features }, (_, feature) => cutsOf(rows, feature));
  const binned = cuts.map((own, feature) => Uint8Array.from(rows, (row) => stepOf(own, row[feature] ?? 0)));
  const share = Math.min(0.999, Math.max(0.001, isPositive.filter(Boolean).length / Math.max(1, rows.length)));
  const base = Math.log(share / (1 - share));
  const scores = new Float64Array(rows.length).fill(base);
  const next = splitmix(options.seed);
  const trees: Node[][] = [];
  for (let n = 0; n < options.trees; n += 1) {
    const tree = growOne({ binned, cuts, scores, isPositive, next, options });
    trees.push(tree);
  }
  return {
    predict: (row) => {
      let score = base;
      for (const tree of trees) score += leafOf(tree, (node) => (row[node.feature] ?? 0) <= node.cut);
      return 1 / (1 + Math.exp(-score));
    },
  };
}

type Growing = {
  binned: readonly Uint8Array[];
  cuts: readonly Float64Array[];
  scores: Float64Array;
  isPositive: readonly boolean[];
  next: () => number;
  options: TreeOptions;
};

function growOne({ binned, cuts, scores, isPositive, next, options }: Growing): Node[] {
  const count = scores.length;
  const gradient = new Float64Array(count);
  const curvature = new Float64Array(count);
  const drawn: number[] = [];
  for (let row = 0; row < count; row += 1) {
    const p = 1 / (1 + Math.exp(-(scores[row] ?? 0)));
    gradient[row] = (isPositive[row] ? 1 : 0) - p;
    curvature[row] = Math.max(1e-6, p * (1 - p));
    if (next() < options.rowShare) drawn.push(row);
  }
  const tree: Node[] = [];
  const grow = (rows: Uint32Array, depth: number): number => {
    const place = tree.push({ feature: -1, cut: 0, left: -1, right: -1, value: 0 }) - 1;
    const node = tree[place] as Node;
    const split = depth < options.depth ? bestSplit(rows, binned, gradient, curvature, options.minLeaf) : null;
    if (!split) {
      let [g, h] = [0, 0];
      for (const row of rows) {
        g += gradient[row] ?? 0;
        h += curvature[row] ?? 0;
      }
      node.value = (options.rate * g) / (h + SHRINK);
      return place;
    }
    const column = binned[split.feature] ?? new Uint8Array();
    node.feature = split.feature;
    node.cut = cuts[split.feature]?.[split.bin] ?? Number.POSITIVE_INFINITY;
    node.left = grow(
      rows.filter((row) => (column[row] ?? 0) <= split.bin),
      depth + 1,
    );
    node.right = grow(
      rows.filter((row) => (column[row] ?? 0) > split.bin),
      depth + 1,
    );
    return place;
  };
  grow(Uint32Array.from(drawn), 0);
  const binCut = new Map(
    tree.map((node) => [node, node.feature < 0 ? 0 : (cuts[node.feature]?.indexOf(node.cut) ?? 0)]),
  );
  for (let row = 0; row < count; row += 1) {
    scores[row] =
      (scores[row] ?? 0) + leafOf(tree, (node) => (binned[node.feature]?.[row] ?? 0) <= (binCut.get(node) ?? 0));
  }
  return tree;
}

function leafOf(tree: readonly Node[], goesLeft: (node: Node) => boolean): number {
  let node = tree[0];
  while (node && node.feature >= 0) node = tree[goesLeft(node) ? node.left : node.right];
  return node?.value ?? 0;
}

function bestSplit(
  rows: Uint32Array,
  binned: readonly Uint8Array[],
  gradient: Float64Array,
  curvature: Float64Array,
  minLeaf: number,
): { feature: number; bin: number } | null {
  if (rows.length < 2 * minLeaf) return null;
  let best: { feature: number; bin: number; gain: number } | null = null;
  const [g, h, n] = [new Float64Array(BINS), new Float64Array(BINS), new Uint32Array(BINS)];
  for (let feature = 0; feature < binned.length; feature += 1) {
    const column = binned[feature] ?? new Uint8Array();
    g.fill(0);
    h.fill(0);
    n.fill(0);
    let [allG, allH] = [0, 0];
    for (const row of rows) {
      const bin = column[row] ?? 0;
      g[bin] = (g[bin] ?? 0) + (gradient[row] ?? 0);
      h[bin] = (h[bin] ?? 0) + (curvature[row] ?? 0);
      n[bin] = (n[bin] ?? 0) + 1;
      allG += gradient[row] ?? 0;
      allH += curvature[row] ?? 0;
    }
    const whole = (allG * allG) / (allH + SHRINK);
    let [leftG, leftH, leftN] = [0, 0, 0];
    for (let bin = 0; bin < BINS - 1; bin += 1) {
      leftG += g[bin] ?? 0;
      leftH += h[bin] ?? 0;
      leftN += n[bin] ?? 0;
      if (leftN < minLeaf || rows.length - leftN < minLeaf) continue;
      const rightG = allG - leftG;
      const gain = (leftG * leftG) / (leftH + SHRINK) + (rightG * rightG) / (allH - leftH + SHRINK) - whole;
      if (gain > (best?.gain ?? 1e-6)) best = { feature, bin, gain };
    }
  }
  return best;
}

/** Upper bounds of bins of about equal mass. */
function cutsOf(rows: readonly Float64Array[], feature: number): Float64Array {
  const values = Float64Array.from(rows, (row) => row[feature] ?? 0).sort();
  const cuts: number[] = [];
  for (let bin = 1; bin < BINS; bin += 1) {
    const cut = values[Math.floor((bin * values.length) / BINS)] ?? 0;
    if (cuts.length === 0 || cut > (cuts.at(-1) ?? 0)) cuts.push(cut);
  }
  return Float64Array.from(cuts);
}
