import type { Measured } from "./retrospective";
import type { Bench } from "./run-bench";

export type Bar = {
  name: string;
  /** As it is to be read, such as ">= 0.90". */
  wanted: string;
  measured: Measured;
  /** Null where it could not be measured. */
  holds: boolean | null;
  note?: string;
};

type Rule = { atLeast: number } | { atMost: number };

function bar(name: string, rule: Rule, measured: Measured, note?: string): Bar {
  const { value } = measured;
  const holds = value === null ? null : "atLeast" in rule ? value >= rule.atLeast : value <= rule.atMost;
  const wanted = "atLeast" in rule ? `>= ${rule.atLeast}` : `<= ${rule.atMost}`;
  return { name, wanted, measured, holds, ...(note === undefined ? {} : { note }) };
}

const plain = (value: number | null): Measured => ({ value, interval: null });

/** All bars of the evaluation, in order; a bar that the ceiling lowers says so. */
export function releaseBars(bench: Bench): Bar[] {
  return [...hardnessBars(bench), ...sortingBars(bench), ...labelledBars(bench), ...detectorBars(bench)];
}

function hardnessBars({ hardness }: Bench): Bar[] {
  return [bar("hardness: F1 of 'auto-resolved and no note = noise'", { atMost: 0.65 }, plain(hardness.ruleF1))];
}

function sortingBars({ seen, unseen, macro, ceiling, hardNegatives }: Bench): Bar[] {
  const atCeiling = (ceiling.seen.f1.value ?? 1) - 0.05;
  const note = `0.90, or within 0.05 of the ceiling at ${(ceiling.seen.f1.value ?? 0).toFixed(3)}`;
  return [
    bar("F1 of actionable pages", { atLeast: Number(Math.min(0.9, atCeiling).toFixed(3)) }, seen.f1, note),
    bar("recall of actionable pages, unclear kept", { atLeast: 0.97 }, seen.recallKept),
    bar("precision of noise", { atLeast: 0.97 }, seen.noisePrecision),
    bar("macro-F1 over reasons", { atLeast: 0.85 }, plain(macro.seen)),
    bar("share of unclear", { atMost: 0.1 }, seen.unclear),
    bar("unseen family: recall, unclear kept", { atLeast: 0.95 }, unseen.recallKept),
    bar("unseen family: F1", { atLeast: 0.85 }, unseen.f1),
    ...hardNegatives.map(({ name, recall, interval, pages }) =>
      bar(`hard negative ${name}`, { atLeast: 0.95 }, { value: recall, interval }, `${pages} pages`),
    ),
  ];
}

function labelledBars({ labelled }: Bench): Bar[] {
  const above = (name: string, measured: Measured, also = true, note?: string): Bar => {
    const low = measured.interval?.low ?? null;
    const holds = low === null ? null : low > 0 && also;
    return { name, wanted: "> 0, interval too", measured, holds, ...(note === undefined ? {} : { note }) };
  };
  const baselines = labelled.scorers.filter(({ name }) => /^B/.test(name));
  const verdicts = baselines.map(({ name, what, behindEngine }) =>
    above(`200 labels: average precision of verdicts above ${name}, ${what}`, behindEngine),
  );
  const predictions = labelled.predictorAgainst.map(({ name, difference }) =>
    above(`200 labels: average precision as a page opens above ${name}`, difference),
  );
  const removed = labelled.againstB7.map(({ name, target, difference }) => {
    const removal = labelled.scorers
      .find((scorer) => scorer.name === name)
      ?.removed.find((each) => each.target === target);
    const realised = removal?.realisedRecall ?? null;
    const worst = removal?.worstTeam ? `, worst team ${removal.worstTeam.recall.toFixed(3)}` : "";
    const note = realised === null ? undefined : `realised recall ${realised.toFixed(4)}${worst}`;
    return above(
      `noise removed at ${target} recall by the ${name}, above B7`,
      difference,
      (realised ?? 0) >= target - 0.01,
      note,
    );
  });
  const { engine, uncalibrated, predictor } = labelled.calibration;
  const before = uncalibrated.value === null ? "" : `, ${uncalibrated.value.toFixed(3)} before Platt's scaling`;
  const calibration = [
    bar("200 labels: calibration error of verdicts", { atMost: 0.05 }, engine, `${labelled.pages} pages${before}`),
    bar("200 labels: calibration error as a page opens", { atMost: 0.05 }, predictor, `${labelled.pages} pages`),
  ];
  return [...calibration, ...verdicts, ...predictions, ...removed];
}

function detectorBars(bench: Bench): Bar[] {
  const { patterns, clocks, plannedWork, humanEndedCalledHealed, topPriority, silences, titles } = bench;
  const found = (of: Bench["patterns"]["seen"], least: number, what: string) =>
    of.map(({ pattern, f1, cases }) => bar(`${what}F1 of ${pattern}`, { atLeast: least }, f1, `${cases} cases`));
  const clockBars = clocks.flatMap(({ name, share }) => {
    if (name.startsWith("at random 09-18")) return [bar(`scheduled, false: ${name}`, { atMost: 0.01 }, share)];
    return name.endsWith("sd 45 min") ? [bar(`scheduled, power: ${name}`, { atLeast: 0.95 }, share)] : [];
  });
  const shuffled = plannedWork.find(({ name }) => name.includes("shuffled"));
  const power = plannedWork[0];
  const { pages, called } = humanEndedCalledHealed;
  return [
    ...found(patterns.seen, 0.95, ""),
    ...found(patterns.unseen, 0.85, "unseen family: "),
    bar("human-ended pages called self-healed", { atMost: 0 }, plain(called), `of ${pages}`),
    ...clockBars,
    bar(
      "planned-work, deploy times shuffled",
      { atMost: 0.05 },
      shuffled?.share ?? plain(null),
      `as told: found in ${power?.claimed} of ${power?.trials} alerts that deploys shake`,
    ),
    bar("top-priority pages called noise", { atMost: 0 }, plain(topPriority.calledNoise), `of ${topPriority.pages}`),
    bar(
      "top-priority pages in a silence",
      { atMost: 0 },
      plain(silences.topPriority),
      `${silences.silences} silences, a stand-in`,
    ),
    bar(
      "over-merge on the hand-keyed titles",
      { atMost: 0 },
      plain(titles.overMerged.length),
      `of ${titles.pairsApart} pairs; split ${titles.split.length} of ${titles.pairsTogether}`,
    ),
  ];
}
