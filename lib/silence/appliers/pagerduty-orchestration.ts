import { isSeq } from "yaml";
import { titleCondition } from "@/lib/silence/title-condition";
import { applyEdits, itemsOf, mapOf, readYaml, textOf, valueAt } from "@/lib/silence/yaml-text";
import {
  type Applier,
  type ChangedFile,
  type Means,
  nameOf,
  type Order,
  type Plan,
  provenance,
  staysLimit,
} from "./applier";

/**
 * https://developer.pagerduty.com/docs/rest-api-v2/pcl-overview and the Terraform resource
 * pagerduty_event_orchestration_service. The first rule of a set that matches is the only one whose actions apply.
 */
export const pagerdutyOrchestration: Applier = {
  id: "pagerduty-orchestration",
  label: "PagerDuty event orchestration",
  takes: "the service orchestration, as its API answers it (JSON) or as Terraform",
  checker: "terraform fmt -check",
  plan(order, means): Plan {
    const { treatment, service } = order;
    const action = actionOf(order);
    if ("refused" in action) return action;
    if (service === null) return { refused: "The alert names no service, and an orchestration belongs to one." };
    const condition = titleCondition(order);
    if ("refused" in condition) return condition;
    const expressions = "expression" in condition ? [condition.expression] : condition.titles;
    // How PagerDuty reads these within its quotes is not documented.
    if (expressions.some((text) => /['\\\n]/.test(text)))
      return {
        refused: "A title has a quote or a backslash in it, which a condition of PagerDuty cannot be trusted to hold.",
      };
    const test = "expression" in condition ? "matches regex" : "matches";
    const written = expressions.map((text) => `event.summary ${test} '${text}'`);
    const rule: Rule = {
      label: labelOf(order),
      conditions: written.map((expression) => ({ expression })),
      actions: action.actions,
    };
    const files = filesOf(rule, service, means.config, order);
    if ("refused" in files) return files;
    return {
      sentence: `On ${service}, PagerDuty ${action.sentence}.`,
      limits: [
        ...(treatment.kind === "hold"
          ? ["Pausing needs Event Orchestration in the account's plan. At most one day."]
          : []),
        "It stands first: rules of the same set that come after it no longer see these events.",
        ...("expression" in condition
          ? ["The expression fits every known title of the alert, and none of another."]
          : []),
        ...staysLimit(order),
      ],
      change: { kind: "files", files: files.files },
    };
  },
};

type Rule = {
  label: string;
  conditions: readonly { expression: string }[];
  actions: Readonly<Record<string, unknown>>;
};

const DAY_SECONDS = 86_400;

function actionOf({ treatment }: Order): { actions: Record<string, unknown>; sentence: string } | { refused: string } {
  switch (treatment.kind) {
    case "hold": {
      const seconds = treatment.holdMinutes * 60;
      if (seconds > DAY_SECONDS) return { refused: "PagerDuty pauses an alert for a day at most." };
      return {
        actions: { suspend: seconds },
        sentence: `waits ${treatment.holdMinutes} min before it pages for these events, and does not page if they resolve by then`,
      };
    }
    case "drop":
      return {
        actions: { suppress: true },
        sentence: "keeps these events as suppressed alerts and pages nobody for them",
      };
    case "ticket":
      return {
        refused:
          "An orchestration only pages or does not: send the event to a service with low urgency in PagerDuty itself.",
      };
    case "window":
      return {
        refused: "PagerDuty would suppress for good what still fires when the window ends. Mute it at its source.",
      };
    default:
      return { refused: "PagerDuty joins events by their dedup key, not by time: merge repeats at their source." };
  }
}

/** Of the label of a rule; the id at its end is how the rule is found again. */
function labelOf(order: Order): string {
  const [first = ""] = provenance(order);
  const owner = order.owner === null ? "" : `, ${order.owner}`;
  return `${first.slice(0, 180)}${owner} (${nameOf(order)})`;
}

function filesOf(
  rule: Rule,
  service: string,
  config: Means["config"],
  order: Order,
): { files: ChangedFile[] } | { refused: string } {
  if (config === null)
    return {
      files: [
        { name: `${nameOf(order)}.json`, before: null, after: `${JSON.stringify(rule, null, 2)}\n` },
        { name: `${nameOf(order)}.tf`, before: null, after: resourceOf(rule, service, order) },
      ],
    };
  if (/^\s*\{/.test(config.text)) {
    const after = withRule(config.text, config.name, rule);
    if (after === null) return { refused: `${config.name} has no rule set "start": it is no service orchestration.` };
    return { files: [{ name: config.name, before: config.text, after }] };
  }
  const after = withBlock(config.text, rule);
  if (after === null)
    return {
      refused: `${config.name} has no set with the id "start" in a pagerduty_event_orchestration_service, or more than one.`,
    };
  return { files: [{ name: config.name, before: config.text, after }] };
}

/** The rule first in the set where events begin. JSON is YAML: the rest of the text stays as it is. */
function withRule(text: string, name: string, rule: Rule): string | null {
  const file = readYaml(text, name);
  const sets = itemsOf(valueAt(mapOf(valueAt(mapOf(file.root), "orchestration_path")), "sets"));
  const start = sets.map(mapOf).find((set) => textOf(set, "id") === "start");
  const rules = valueAt(start ?? null, "rules");
  if (!isSeq(rules) || !rules.range) return null;
  const at = rules.range[0] + 1;
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const pad = `${/^\s*/.exec(line)?.[0] ?? ""}  `;
  const put = indented(`${JSON.stringify(rule, null, 2)}`, pad);
  const end = rules.items.length > 0 ? "," : `\n${pad.slice(2)}`;
  return applyEdits(text, [{ from: at, to: at, text: `\n${put}${end}` }]);
}

function withBlock(text: string, rule: Rule): string | null {
  if (!text.includes('"pagerduty_event_orchestration_service"')) return null;
  const starts = [...text.matchAll(/^([ \t]*)id\s*=\s*"start"[ \t]*\n/gm)];
  const [start] = starts;
  if (!start || starts.length > 1) return null;
  const at = start.index + start[0].length;
  return text.slice(0, at) + indented(blockOf(rule), start[1] ?? "") + text.slice(at);
}

/** Only for a service that has no orchestration yet: the resource is all of one. */
function resourceOf(rule: Rule, service: string, order: Order): string {
  return `${provenance(order)
    .map((line) => `# ${line}`)
    .join("\n")}
# This resource is the whole orchestration of the service: where there is one, add the rule to it instead.
data "pagerduty_service" "${hclName(order)}" {
  name = ${hclString(service)}
}

resource "pagerduty_event_orchestration_service" "${hclName(order)}" {
  service                                = data.pagerduty_service.${hclName(order)}.id
  enable_event_orchestration_for_service = true
  set {
    id = "start"
${indented(blockOf(rule), "    ")}  }
  catch_all {
    actions {}
  }
}
`;
}

function blockOf({ label, conditions, actions }: Rule): string {
  const lines = [
    "rule {",
    `  label = ${hclString(label)}`,
    ...conditions.flatMap(({ expression }) => ["  condition {", `    expression = ${hclString(expression)}`, "  }"]),
    "  actions {",
    ...Object.entries(actions).map(([name, value]) => `    ${name} = ${String(value)}`),
    "  }",
    "}",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function indented(block: string, pad: string): string {
  return block.replace(/^(?=.)/gm, pad);
}

function hclName(order: Order): string {
  return nameOf(order).replaceAll("-", "_");
}

/** `${` and `%{` begin a template in HCL. */
function hclString(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%]\{/g, (mark) => `${mark[0]}${mark}`);
}
