import { AppError } from "@/lib/errors";
import { writeDuration } from "@/lib/silence/duration";
import { type LabelMatcher, writeMatcher } from "@/lib/silence/label-matcher";
import { endingRoutes } from "@/lib/silence/route-tree";
import { weeklyIntervals, wordsOf } from "@/lib/silence/weekly-intervals";
import {
  appendItem,
  applyEdits,
  type Edit,
  itemsOf,
  listedTexts,
  mapOf,
  quoted,
  readYaml,
  textOf,
  valueAt,
  type YAMLMap,
  type YamlText,
} from "@/lib/silence/yaml-text";
import { type Applier, type Means, nameOf, type Order, type Plan, provenance, staysLimit } from "./applier";

/** https://prometheus.io/docs/alerting/latest/configuration/ */
export const alertmanagerConfig: Applier = {
  id: "alertmanager-config",
  label: "Alertmanager routes",
  takes: "alertmanager.yml",
  checker: "amtool check-config",
  plan(order, means): Plan {
    const { treatment, matchers } = order;
    if (treatment.kind === "hold" || treatment.kind === "hold-and-merge")
      return { refused: "group_wait holds a whole group back, and not the alert: write the wait into the rule." };
    if (treatment.kind === "ticket" && means.receiver === null)
      return { refused: "Say which of your receivers opens tickets and pages nobody." };
    if (treatment.kind === "drop" && order.expiresAt !== null && means.whileFiring === null)
      return { refused: "A route has no expiry. Silence the alert through Alertmanager's API instead." };
    if (matchers === null) return { refused: "No labels of these alerts are known here. Type the matchers." };
    if (means.config === null) return { refused: "Give alertmanager.yml: where the alerts go stands only there." };
    const file = readYaml(means.config.text, means.config.name);
    const top = mapOf(file.root);
    const route = mapOf(valueAt(top, "route"));
    if (!top || !route)
      return { refused: `${means.config.name} has no route: it is no configuration of Alertmanager.` };
    const made = edit(file, top, route, { order, means, matchers });
    if ("refused" in made) return made;
    return {
      sentence: made.sentence,
      limits: [...made.limits, ...staysLimit(order)],
      change: {
        kind: "files",
        files: [{ name: means.config.name, before: file.text, after: applyEdits(file.text, made.edits) }],
      },
    };
  },
};

type Wanted = { order: Order; means: Means; matchers: readonly LabelMatcher[] };
type Made = { sentence: string; limits: string[]; edits: Edit[] } | { refused: string };

function edit(file: YamlText, top: YAMLMap, route: YAMLMap, wanted: Wanted): Made {
  const { order, means, matchers } = wanted;
  const { treatment } = order;
  const about = `{${matchers.map(writeMatcher).join(", ")}}`;
  const comment = provenance(order).map((line) => `# ${line}`);
  const ending = endingRoutes(route, matchers);
  if (ending === null)
    return {
      refused: "A route that goes on (continue) may or may not take these alerts: one more would tell them twice.",
    };
  const child = (lines: readonly string[]) =>
    ending.map((one) =>
      appendItem(file, one, "routes", [
        "matchers:",
        ...matchers.map((matcher) => `  - ${singleQuoted(writeMatcher(matcher))}`),
        ...lines,
        ...inherited(one, treatment.kind === "window" ? [nameOf(order)] : []),
      ]),
    );
  if (treatment.kind === "window") {
    const key =
      valueAt(top, "mute_time_intervals") !== undefined && valueAt(top, "time_intervals") === undefined
        ? "mute_time_intervals"
        : "time_intervals";
    return {
      sentence: `Alertmanager holds back ${about} ${wordsOf(treatment.quiet, treatment.zone)}, and tells what still fires when that ends.`,
      limits: ["Time intervals with a zone need Alertmanager 0.25 or later."],
      edits: [appendItem(file, top, key, intervalLines(order, comment)), ...child([])],
    };
  }
  if (treatment.kind === "merge")
    return {
      sentence: `Alertmanager looks at ${about} every ${writeDuration(treatment.mergeMinutes * 60)}: what clears and comes back between two looks is not told again.`,
      limits: [
        "A repeat is joined only where it falls between two looks, so some of those within the time still page; none further apart is ever joined.",
        "Each alert is a group of its own there, so that none waits for another.",
      ],
      edits: child(["group_by: ['...']", `group_interval: ${writeDuration(treatment.mergeMinutes * 60)}`]),
    };
  if (means.whileFiring !== null && treatment.kind === "drop") {
    const source = means.whileFiring.map(writeMatcher);
    return {
      sentence: `Alertmanager is quiet about ${about} while {${source.join(", ")}} fires.`,
      limits: ["That is narrower than what was decided: it pages whenever the other alert does not fire."],
      edits: [
        appendItem(file, top, "inhibit_rules", [
          ...comment,
          "source_matchers:",
          ...source.map((one) => `  - ${singleQuoted(one)}`),
          "target_matchers:",
          ...matchers.map((matcher) => `  - ${singleQuoted(writeMatcher(matcher))}`),
        ]),
      ],
    };
  }
  if (treatment.kind === "ticket") {
    const receiver = means.receiver ?? "";
    if (!receiversOf(top).includes(receiver)) return { refused: `There is no receiver ${receiver} in this file.` };
    return {
      sentence: `Alertmanager sends ${about} to ${receiver}, and to nobody else.`,
      limits: [],
      edits: child([`receiver: ${quoted(receiver)}`]),
    };
  }
  return {
    sentence: `Alertmanager takes ${about} in and tells nobody.`,
    limits: ["It stays until somebody takes it out: delete the rule as well."],
    edits: [
      appendItem(file, top, "receivers", [...comment, `name: ${nameOf(order)}`]),
      ...child([`receiver: ${nameOf(order)}`]),
    ],
  };
}

/** A child inherits the receiver and the grouping of its route, but not when it is quiet. */
function inherited(route: YAMLMap, more: readonly string[]): string[] {
  return (["mute_time_intervals", "active_time_intervals"] as const).flatMap((key) => {
    const own = listedTexts(valueAt(route, key));
    const names = key === "mute_time_intervals" ? [...own, ...more] : own;
    return names.length === 0 ? [] : [`${key}:`, ...names.map((name) => `  - ${quoted(name)}`)];
  });
}

function intervalLines(order: Order, comment: readonly string[]): string[] {
  if (order.treatment.kind !== "window") throw new AppError("invalid", "Only a window has intervals.");
  const { quiet, zone } = order.treatment;
  return [
    ...comment,
    `name: ${nameOf(order)}`,
    "time_intervals:",
    ...weeklyIntervals(quiet).flatMap(({ weekdays, start, end }) => [
      `  - weekdays: [${weekdays.join(", ")}]`,
      `    times: [{ start_time: "${start}", end_time: "${end}" }]`,
      `    location: ${zone}`,
    ]),
  ];
}

function receiversOf(top: YAMLMap): string[] {
  return itemsOf(valueAt(top, "receivers")).flatMap((node) => textOf(mapOf(node), "name") ?? []);
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
