import { parseArgs } from "node:util";
import { hardNegativeFigures } from "@/lib/evaluation/hard-negatives";
import { macroF1, reasonFigures, saidByEngine, sortingFigures } from "@/lib/evaluation/retrospective";
import { judgeWorld, worldOf } from "@/lib/evaluation/world";

/*
 * Sorting without labels on other made-up organisations than those of `squelch noise-bench`, many of them: what is rare in
 * five is counted in forty. `npx tsx bench/more-seeds.ts --from 5 --to 45` takes a minute and 3 GB.
 */
const { values } = parseArgs({
  options: { from: { type: "string", default: "5" }, to: { type: "string", default: "45" } },
});
const [from, to] = [Number(values.from), Number(values.to)];
const outcomes = Array.from({ length: to - from }, (_, index) => judgeWorld(worldOf(`test-${from + index}`))).flat();
const seen = outcomes.filter(({ truth }) => !truth.isUnseen);
const unseen = outcomes.filter(({ truth }) => truth.isUnseen);

type Figure = { value: number | null; interval: { low: number; high: number } | null };
const told = ({ value, interval }: Figure) =>
  `${value?.toFixed(3) ?? "-"}${interval ? ` [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]` : ""}`;

const rowsOf = (pages: typeof outcomes) => {
  const { f1, recallKept, noisePrecision, unclear } = sortingFigures(pages.map(saidByEngine));
  return {
    pages: pages.length,
    F1: told(f1),
    "recall, unclear kept": told(recallKept),
    "noise precision": told(noisePrecision),
    unclear: told(unclear),
    "macro-F1": macroF1(reasonFigures(pages))?.toFixed(3) ?? "-",
  };
};
console.table({ seen: rowsOf(seen), "unseen family": rowsOf(unseen) });
console.table(
  Object.fromEntries(
    hardNegativeFigures(outcomes).map(({ name, pages, recall, interval }) => [
      name,
      { pages, recall: told({ value: recall, interval }), bar: ">= .95" },
    ]),
  ),
);
