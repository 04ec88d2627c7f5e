import { AppError } from "@/lib/errors";
import { readDuration, writeDuration } from "@/lib/silence/duration";
import { type RuleTiming, ruleTimingOf } from "@/lib/silence/rule-timing";
import { type FileRule, rulesFor } from "@/lib/silence/rules-in";
import {
  applyEdits,
  type Edit,
  itemsOf,
  mapOf,
  quoted,
  readYaml,
  removeItem,
  setText,
  textOf,
  textsOf,
  valueAt,
  type YamlText,
} from "@/lib/silence/yaml-text";
import type { Applier, Means, Order, Plan } from "./applier";
import { staysLimit } from "./applier";

/** https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export const prometheusRules: Applier = {
  id: "prometheus-rules",
  label: "Prometheus rules",
  takes: "the rule file",
  checker: "promtool check rules",
  plan(order, means): Plan {
    const { treatment, kind } = order;
    if (treatment.kind === "window")
      return { refused: "A rule knows no hours of the day. Mute it in Alertmanager or Grafana instead." };
    if (treatment.kind === "drop" && kind !== "delete")
      return {
        refused:
          "Without its rule the alert would be gone for good. Decide to delete it, or silence it in Alertmanager.",
      };
    if (treatment.kind === "ticket" && means.label === null)
      return { refused: "Say which label your routes send to a ticket, such as severity=ticket." };
    if (means.config === null) return { refused: "Give the rule file: the expression of the rule stands only there." };
    const file = readYaml(means.config.text, means.config.name);
    const found = rulesFor(rulesIn(file), order);
    if ("refused" in found) return found;
    const edited = edit(file, found.rules, order, means);
    if (edited.edits.length === 0) return { refused: `The rule does this already: ${edited.sentences.join(" ")}` };
    return {
      sentence: edited.sentences.join(" "),
      limits: [...found.limits, ...edited.limits, ...staysLimit(order)],
      change: {
        kind: "files",
        files: [{ name: means.config.name, before: file.text, after: applyEdits(file.text, edited.edits) }],
      },
    };
  },
};

/** Of a plain rule file, and of a PrometheusRule of the operator. */
function rulesIn({ root }: YamlText): FileRule[] {
  const top = mapOf(root);
  const groups = valueAt(top, "groups") ?? valueAt(mapOf(valueAt(top, "spec")), "groups");
  return itemsOf(groups)
    .flatMap((group) => itemsOf(valueAt(mapOf(group), "rules")))
    .flatMap((node) => {
      const map = mapOf(node);
      const name = textOf(map, "alert");
      return map && name !== undefined ? [{ map, name, labels: ownLabels(map) }] : [];
    });
}

/** A label that is a template is made from the series. */
function ownLabels(map: NonNullable<ReturnType<typeof mapOf>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(textsOf(valueAt(map, "labels"))).filter(([, value]) => !value.includes("{{")),
  );
}

type Edited = { edits: Edit[]; sentences: string[]; limits: string[] };

function edit(file: YamlText, rules: readonly FileRule[], order: Order, means: Means): Edited {
  const all: Edited = { edits: [], sentences: [], limits: [] };
  for (const rule of rules) {
    const { edits, sentence } = editRule(file, rule, order, means);
    all.edits.push(...edits);
    all.sentences.push(sentence);
  }
  const { treatment } = order;
  if (treatment.kind === "merge" || treatment.kind === "hold-and-merge")
    all.limits.push(
      "keep_firing_for needs Prometheus 2.42 or later. Each alert also ends that much later than its condition.",
    );
  return all;
}

function editRule(file: YamlText, { map, name }: FileRule, { treatment }: Order, { label }: Means) {
  if (treatment.kind === "drop")
    return { edits: [removeItem(file, map)], sentence: `${name} is taken out of the file.` };
  if (treatment.kind === "ticket" && label) {
    const labels = mapOf(valueAt(map, "labels"));
    const put = quoted(label.value);
    const edits = labels
      ? [setText(file, labels, label.name, put, Object.keys(textsOf(labels)).slice(-1))]
      : [labelsEdit(file, map, `${label.name}: ${put}`)];
    return { edits, sentence: `${name} gets the label ${label.name}=${label.value}.` };
  }
  const before = timingOf(map);
  const after = ruleTimingOf(treatment, before);
  const edits: Edit[] = [];
  if (after && after.forSeconds !== before.forSeconds)
    edits.push(setText(file, map, "for", writeDuration(after.forSeconds), ["expr", "alert"]));
  if (after && after.keepSeconds !== before.keepSeconds)
    edits.push(setText(file, map, "keep_firing_for", writeDuration(after.keepSeconds), ["for", "expr", "alert"]));
  return { edits, sentence: sentenceOf(name, before, after ?? before) };
}

function sentenceOf(name: string, before: RuleTiming, after: RuleTiming): string {
  const parts = [
    after.forSeconds === before.forSeconds
      ? `fires after ${writeDuration(after.forSeconds)}`
      : `fires after ${writeDuration(after.forSeconds)} instead of ${writeDuration(before.forSeconds)}`,
    ...(after.keepSeconds === before.keepSeconds
      ? []
      : [
          `keeps firing for ${writeDuration(after.keepSeconds)} after its condition ends, instead of ${writeDuration(before.keepSeconds)}`,
        ]),
  ];
  return `${name} ${parts.join(", and ")}.`;
}

function labelsEdit(file: YamlText, map: NonNullable<ReturnType<typeof mapOf>>, line: string): Edit {
  const edit = setText(file, map, "labels", "", ["keep_firing_for", "for", "expr"]);
  const pad = /^ */.exec(edit.text.replace(/^\n/, ""))?.[0] ?? "";
  return { ...edit, text: `${edit.text.trimEnd()}\n${pad}  ${line}\n` };
}

function timingOf(map: NonNullable<ReturnType<typeof mapOf>>): RuleTiming {
  return { forSeconds: secondsOf(map, "for"), keepSeconds: secondsOf(map, "keep_firing_for") };
}

/** Not set = at once. */
function secondsOf(map: NonNullable<ReturnType<typeof mapOf>>, key: string): number {
  const text = textOf(map, key);
  const seconds = text === undefined ? 0 : readDuration(text);
  if (seconds === null) throw new AppError("invalid", `${key}: ${text} is no duration that is known.`);
  return seconds;
}
