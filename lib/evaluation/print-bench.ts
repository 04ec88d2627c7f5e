import type { Interval } from "./bootstrap";
import { type Bar, releaseBars } from "./release-bars";
import type { Measured, SortingFigures } from "./retrospective";
import type { Bench } from "./run-bench";

const number = (value: number | null, digits = 3): string => (value === null ? "-" : value.toFixed(digits));
const range = (interval: Interval | null): string =>
  interval === null ? "" : ` [${number(interval.low)}, ${number(interval.high)}]`;
const measured = ({ value, interval }: Measured): string => `${number(value)}${range(interval)}`;

/** The tables of the evaluation, for a terminal. */
export function printBench(bench: Bench): string {
  const parts = [
    heading(
      `Squelch noise bench: ${bench.seeds} seeds${bench.quick ? ", quick" : ""}; intervals are 95 %, signatures drawn`,
    ),
    hardness(bench),
    sorting(bench),
    reasons(bench),
    hardNegatives(bench),
    ...bench.slices.map(({ name, rows }) => slice(name, rows)),
    confusions(bench),
    patterns(bench),
    tasks(bench),
    flags(bench),
    labelled(bench),
    trials(bench),
    bars(releaseBars(bench)),
  ];
  return `${parts.join("\n\n")}\n`;
}

const heading = (text: string) => `${text}\n${"=".repeat(text.length)}`;

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return [title, line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

function hardness({ hardness: h }: Bench): string {
  return table(
    "How hard it is (seen families)",
    ["figure", "value"],
    [
      ["pages", String(h.pages)],
      ["share of actionable pages", number(h.prevalence)],
      ["F1 of 'auto-resolved and no note = noise'", number(h.ruleF1)],
      ["F1 of 'auto-resolved within 5 min = noise'", number(h.fiveMinutesF1)],
      ["F1 of calling everything actionable", number(h.everythingF1)],
      ["alerts of 8 pages or more that are 5-70 % real", `${h.mixedAlerts} of ${h.alerts}`],
      ["real pages cleared by their source without a word", number(h.wordless)],
      ["noise with a note or closed by hand", number(h.lying)],
    ],
  );
}

function sorting({ seen, unseen, ceiling, macro }: Bench): string {
  const row = (name: string, of: SortingFigures, more: readonly string[]) => [
    name,
    String(of.pages),
    measured(of.f1),
    measured(of.precision),
    measured(of.recallKept),
    measured(of.noisePrecision),
    measured(of.noiseRecall),
    measured(of.unclear),
    ...more,
  ];
  const { averagePrecision: ap, band } = ceiling;
  const sorted = table(
    "Sorting without labels",
    [
      "",
      "pages",
      "F1",
      "precision",
      "recall, unclear kept",
      "noise precision",
      "noise recall",
      "unclear",
      "macro-F1",
      "AP",
    ],
    [
      row("engine", seen, [number(macro.seen), number(ap.engineSeen)]),
      row("engine, unseen family", unseen, [number(macro.unseen), number(ap.engineUnseen)]),
      row("ceiling", ceiling.seen, ["", number(ap.seen)]),
      row("ceiling, unseen family", ceiling.unseen, ["", number(ap.unseen)]),
    ],
  );
  const best = (name: string, of: typeof band.seen) =>
    `${name}: recall ${number(of.recallKept)}, noise precision ${number(of.noisePrecision)}, F1 ${number(of.f1)} with ${number(of.unclear)} unclear`;
  return [
    sorted,
    `F1 and precision are of the pages called actionable: an unclear one is not. With unclear kept: F1 ${measured(seen.f1Kept)}, unseen ${measured(unseen.f1Kept)}.`,
    `The ceiling is boosted trees trained on the truth of ${ceiling.trainedOn} pages of other seeds. With its best band of at most 10 % unclear`,
    best("  seen", band.seen),
    best("  seen, of sources that tell who did what", band.toldWho),
    best("  unseen", band.unseen),
  ].join("\n");
}

function reasons({ reasons: all, unseenReasons }: Bench): string {
  const rows = (of: Bench["reasons"], where: string) =>
    of.map(({ reason, pages, precision, recall, f1, unclear }) => [
      `${where}${reason}`,
      String(pages),
      number(precision),
      number(recall),
      number(f1),
      number(pages > 0 ? unclear / pages : null),
    ]);
  const head = ["reason", "pages", "precision", "recall", "F1", "unclear"];
  return `${table("Per reason (seen)", head, rows(all, ""))}\n\n${table("Per reason (unseen family)", head, rows(unseenReasons, ""))}`;
}

function hardNegatives({ hardNegatives: all, hardNegativeSeeds: of }: Bench): string {
  const rows = all.map(({ name, pages, recall, interval, unclear }) => [
    name,
    String(pages),
    measured({ value: recall, interval }),
    number(pages > 0 ? unclear / pages : null),
  ]);
  const head = ["kind", "pages", "right", "unclear"];
  return table(`Hard negatives of ${of} organisations: not taken for what they look like`, head, rows);
}

function slice(name: string, rows: Bench["slices"][number]["rows"]): string {
  return table(
    `By ${name}`,
    [name, "pages", "actionable", "F1", "precision", "recall kept", "noise precision", "unclear"],
    rows.map(({ name: own, pages, figures: f }) => [
      own,
      String(pages),
      number(f.prevalence, 2),
      number(f.f1.value),
      number(f.precision.value),
      number(f.recallKept.value),
      number(f.noisePrecision.value),
      number(f.unclear.value),
    ]),
  );
}

function confusions({ confusions: all }: Bench): string {
  return table(
    "Where it goes wrong most (seen)",
    ["was", "family", "said", "pages"],
    all.map(({ was, family, said, pages }) => [was, family, said, String(pages)]),
  );
}

function patterns({ patterns: { seen, unseen } }: Bench): string {
  const rows = (of: typeof seen, where: string) =>
    of.map(({ pattern, cases, precision, recall, f1 }) => [
      `${where}${pattern}`,
      String(cases),
      number(precision),
      number(recall),
      measured(f1),
    ]);
  return table(
    "Findings against what was so",
    ["finding", "cases", "precision", "recall", "F1"],
    [...rows(seen, ""), ...rows(unseen, "unseen: ")],
  );
}

function labelled({ labelled: l }: Bench): string {
  const against = new Map(l.predictorAgainst.map(({ name, difference }) => [name, difference]));
  const rows = l.scorers.map(
    ({
      name,
      what,
      atPageTime,
      averagePrecision: ap,
      areaUnderCurve: auc,
      brierSkill: brier,
      behindEngine,
      removed,
    }) => [
      `${name}, ${what}${atPageTime ? "" : " (retrospective)"}`,
      measured(ap),
      number(auc),
      number(brier),
      name === "engine" ? "" : measured(behindEngine),
      measured(against.get(name) ?? { value: null, interval: null }),
      ...removed.flatMap(({ removed: share, realisedRecall }) => [measured(share), number(realisedRecall)]),
    ],
  );
  const head = [
    "scorer",
    "AP",
    "AUC",
    "Brier skill",
    "AP of engine less this",
    "AP of predictor less this",
    "removed at .99",
    "recall",
    "removed at .95",
    "recall",
  ];
  const worst = l.scorers
    .filter(({ name }) => name === "engine" || name === "predictor")
    .flatMap(({ name, removed }) =>
      removed.map(
        ({ target, worstTeam, missed }) =>
          `${name} at ${target}: ${missed} missed, worst team ${worstTeam ? `${worstTeam.name} ${number(worstTeam.recall)} of ${worstTeam.actionable}` : "-"}`,
      ),
    );
  const plot = (bins: typeof l.bins.engine) => bins.map(({ said, was, n }) => [number(said), number(was), String(n)]);
  const { engine, uncalibrated, predictor } = l.calibration;
  return [
    table(
      `With ${l.labels} labels, one in twenty wrong; ${l.pages} later pages, ${number(l.prevalence)} actionable`,
      head,
      rows,
    ),
    `Thresholds were fixed on the other seeds. ${worst.join("; ")}`,
    `Calibration error of verdicts ${measured(engine)} (${measured(uncalibrated)} before Platt's scaling), as a page opens ${measured(predictor)}; verdicts of signatures with labels ${number(l.seenSignatures.calibration)} (AP ${number(l.seenSignatures.averagePrecision)}, ${l.seenSignatures.pages} pages), without ${number(l.newSignatures.calibration)} (AP ${number(l.newSignatures.averagePrecision)}, ${l.newSignatures.pages} pages)`,
    table("Calibration of verdicts", ["said", "was", "pages"], plot(l.bins.engine)),
    table("Calibration as a page opens", ["said", "was", "pages"], plot(l.bins.predictor)),
  ].join("\n\n");
}

function trials({ clocks, rayleighOnly, plannedWork, trends, titles }: Bench): string {
  const rows = [...clocks, ...rayleighOnly, ...plannedWork, ...trends].map(({ name, trials: n, claimed, share }) => [
    name,
    String(n),
    String(claimed),
    measured(share),
  ]);
  const list = (pairs: readonly (readonly [string, string])[]) => pairs.map(([a, b]) => `  ${a} | ${b}`);
  return [
    table(
      "Trials: scheduled by the clock, planned work near deploys, louder than before",
      ["trial", "alerts", "claimed", "share"],
      rows,
    ),
    `Titles keyed by hand: ${titles.overMerged.length} of ${titles.pairsApart} pairs over-merged, ${titles.split.length} of ${titles.pairsTogether} split`,
    ...(titles.overMerged.length > 0 ? ["over-merged:", ...list(titles.overMerged)] : []),
    ...(titles.split.length > 0 ? ["split:", ...list(titles.split)] : []),
  ].join("\n");
}

function tasks({ tasks: all }: Bench): string {
  return table(
    "Findings beside simple rules, page by page (seen, sources that tell who did what)",
    ["pattern", "by", "cases", "precision", "recall", "F1"],
    all.map(({ task, by, cases, precision, recall, f1 }) => [
      task,
      by,
      String(cases),
      number(precision),
      number(recall),
      measured(f1),
    ]),
  );
}

function flags({ flags: f, silences: s }: Bench): string {
  return table(
    "Flags and silences",
    ["figure", "value"],
    [
      ["noisy alerts (10 pages or more, under a fifth real)", String(f.noisyAlerts)],
      ["of them flagged by inference alone", String(f.flagged)],
      ["pages until flagged, median", number(f.medianPages, 0)],
      ["days until flagged, median", number(f.medianDays, 1)],
      ["flags on alerts that are half real or more", String(f.falseFlags)],
      ["such flags per 100 signatures and month", measured(f.falsePer100AlertsAndMonth)],
      ["silences of 7 days, a stand-in: inference where the product takes 5 words of people", String(s.silences)],
      ["of them hid an actionable page", String(s.hid)],
      ["such silences per 1,000 silence-days", measured(s.hidPer1000Days)],
      ["top-priority pages under a silence", String(s.topPriority)],
    ],
  );
}

function bars(all: readonly Bar[]): string {
  const word = (holds: boolean | null) => (holds === null ? "not measured" : holds ? "yes" : "NO");
  const rows = all.map(({ name, wanted, measured: value, holds, note }) => [
    name,
    wanted,
    number(value.value),
    range(value.interval).trim(),
    word(holds),
    note ?? "",
  ]);
  const short = all.filter(({ holds }) => holds !== true).length;
  return `${table("Release bars", ["bar", "wanted", "value", "interval", "met?", "note"], rows)}\n${all.length - short} of ${all.length} are met.`;
}
