import { AppError } from "@/lib/errors";
import { readDuration, writeDuration } from "@/lib/silence/duration";
import { type LabelMatcher, writeMatcher } from "@/lib/silence/label-matcher";
import { endingRoutes } from "@/lib/silence/route-tree";
import { ruleTimingOf } from "@/lib/silence/rule-timing";
import { type FileRule, rulesFor } from "@/lib/silence/rules-in";
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
  setText,
  textOf,
  textsOf,
  valueAt,
  type YAMLMap,
  type YamlText,
} from "@/lib/silence/yaml-text";
import { type Applier, nameOf, type Order, type Plan, provenance, staysLimit } from "./applier";

/** https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/ */
export const grafana: Applier = {
  id: "grafana",
  label: "Grafana alerting",
  takes: "the provisioning file: its rules, or for hours of the day its notification policies",
  checker: null,
  plan(order, means): Plan {
    const { treatment, matchers } = order;
    if (treatment.kind === "drop" || treatment.kind === "ticket")
      return { refused: "Provisioned rules page or do not exist: silence the alert in Grafana, or delete its rule." };
    if (matchers === null) return { refused: "No labels of these alerts are known here. Type the matchers." };
    if (means.config === null)
      return { refused: "Give the provisioning file, as Grafana exports it: rules and policies stand only there." };
    const file = readYaml(means.config.text, means.config.name);
    const made = treatment.kind === "window" ? muted(file, order, matchers) : timed(file, order);
    if ("refused" in made) return made;
    const { sentence, limits, edits } = made;
    const files = [{ name: means.config.name, before: file.text, after: applyEdits(file.text, edits) }];
    return { sentence, limits: [...limits, ...staysLimit(order)], change: { kind: "files", files } };
  },
};

type Made = { sentence: string; limits: readonly string[]; edits: Edit[] } | { refused: string };

function timed(file: YamlText, order: Order): Made {
  const found = rulesFor(rulesIn(file), order);
  if ("refused" in found) return found;
  const edits: Edit[] = [];
  const sentences: string[] = [];
  for (const { map, name } of found.rules) {
    const before = { forSeconds: secondsOf(map, "for"), keepSeconds: secondsOf(map, "keepFiringFor") };
    const after = ruleTimingOf(order.treatment, before);
    if (!after) continue;
    if (after.forSeconds !== before.forSeconds)
      edits.push(setText(file, map, "for", writeDuration(after.forSeconds), ["execErrState", "condition", "title"]));
    if (after.keepSeconds !== before.keepSeconds)
      edits.push(setText(file, map, "keepFiringFor", writeDuration(after.keepSeconds), ["for", "condition", "title"]));
    sentences.push(
      `${name} is pending for ${writeDuration(after.forSeconds)} before it fires, and recovers ${writeDuration(after.keepSeconds)} after its condition ends.`,
    );
  }
  if (edits.length === 0) return { refused: "The rule does this already." };
  const keeps = order.treatment.kind !== "hold";
  const limits = keeps
    ? [...found.limits, "keepFiringFor needs a Grafana that knows it: look for it in an exported rule."]
    : found.limits;
  return { sentence: sentences.join(" "), limits, edits };
}

function rulesIn({ root }: YamlText): FileRule[] {
  return itemsOf(valueAt(mapOf(root), "groups"))
    .flatMap((group) => itemsOf(valueAt(mapOf(group), "rules")))
    .flatMap((node) => {
      const map = mapOf(node);
      const name = textOf(map, "title");
      const labels = Object.entries(textsOf(valueAt(map, "labels"))).filter(([, value]) => !value.includes("{{"));
      return map && name !== undefined ? [{ map, name, labels: Object.fromEntries(labels) }] : [];
    });
}

function muted(file: YamlText, order: Order, matchers: readonly LabelMatcher[]): Made {
  if (order.treatment.kind !== "window") throw new AppError("invalid", "Only a window is muted.");
  const { quiet, zone } = order.treatment;
  const top = mapOf(file.root);
  const roots = itemsOf(valueAt(top, "policies")).flatMap((node) => mapOf(node) ?? []);
  const [root] = roots;
  if (!top || !root || roots.length > 1)
    return { refused: "The file must hold the notification policies of one organisation." };
  const ending = endingRoutes(root, matchers);
  if (ending === null)
    return {
      refused: "A policy that goes on (continue) may or may not take these alerts: one more would tell them twice.",
    };
  const org = textOf(root, "orgId") ?? "1";
  const name = nameOf(order);
  const timing = appendItem(file, top, "muteTimes", [
    ...provenance(order).map((line) => `# ${line}`),
    `orgId: ${org}`,
    `name: ${name}`,
    "time_intervals:",
    ...weeklyIntervals(quiet).flatMap(({ weekdays, start, end }) => [
      `  - weekdays: [${weekdays.map((day) => `'${day}'`).join(", ")}]`,
      `    times: [{ start_time: '${start}', end_time: '${end}' }]`,
      `    location: '${zone}'`,
    ]),
  ]);
  return {
    sentence: `Grafana holds back {${matchers.map(writeMatcher).join(", ")}} ${wordsOf(quiet, zone)}, and tells what still fires when that ends.`,
    limits: ["Policies that Grafana reads from a file cannot be edited on its screens."],
    edits: [timing, ...ending.map((policy) => appendItem(file, policy, "routes", childLines(policy, matchers, name)))],
  };
}

/** A nested policy inherits its contact point, but not when it is quiet. */
function childLines(policy: YAMLMap, matchers: readonly LabelMatcher[], name: string): string[] {
  const own = (key: string) => listedTexts(valueAt(policy, key));
  const active = own("active_time_intervals");
  return [
    "object_matchers:",
    ...matchers.map((one) => `  - [${quoted(one.name)}, '${one.operator}', ${JSON.stringify(one.value)}]`),
    "mute_time_intervals:",
    ...[...own("mute_time_intervals"), name].map((one) => `  - ${quoted(one)}`),
    ...(active.length === 0 ? [] : ["active_time_intervals:", ...active.map((one) => `  - ${quoted(one)}`)]),
  ];
}

function secondsOf(map: YAMLMap, key: string): number {
  const text = textOf(map, key);
  const seconds = text === undefined ? 0 : readDuration(text);
  if (seconds === null) throw new AppError("invalid", `${key}: ${text} is no duration that is known.`);
  return seconds;
}
