import { isSeq } from "yaml";
import type { Instant } from "@/lib/model/instant";
import { titleCondition } from "@/lib/silence/title-condition";
import { quietSpans, wordsOf } from "@/lib/silence/weekly-intervals";
import { applyEdits, itemsOf, mapOf, readYaml, textOf, valueAt } from "@/lib/silence/yaml-text";
import { type Applier, type ChangedFile, type Means, nameOf, type Order, type Plan, provenance } from "./applier";

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
    const { service, expiresAt } = order;
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
    const until = expiresAt === null ? "" : ` and now < ${clockOf(expiresAt)}`;
    const rules = action.parts.map(
      ({ when, actions }): Rule => ({
        label: labelOf(order),
        conditions: expressions.map((text) => ({
          expression: `event.summary ${test} '${text}'${when === null ? "" : ` and ${when}`}${until}`,
        })),
        actions,
      }),
    );
    const files = filesOf(rules, service, means.config, order);
    if ("refused" in files) return files;
    return {
      sentence: `On ${service}, PagerDuty ${action.sentence}.`,
      limits: [
        ...action.limits,
        "It stands first: rules of the same set that come after it no longer see these events.",
        ...("expression" in condition
          ? ["The expression fits every known title of the alert, and none of another."]
          : []),
        ...(expiresAt === null
          ? []
          : [
              "It stops at its expiry by itself, and does nothing from then on. A condition on the time needs Event Intelligence in the account's plan: PagerDuty refuses it without.",
            ]),
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
const PAUSE = "Pausing needs Event Orchestration in the account's plan. At most one day.";

/** Each part is a rule of its own; `when` null = always. */
type Part = { when: string | null; actions: Readonly<Record<string, unknown>> };
type Action = { parts: readonly Part[]; sentence: string; limits: readonly string[] };

function actionOf({ treatment }: Order): Action | { refused: string } {
  switch (treatment.kind) {
    case "hold": {
      const seconds = treatment.holdMinutes * 60;
      if (seconds > DAY_SECONDS) return { refused: "PagerDuty pauses an alert for a day at most." };
      return {
        parts: [{ when: null, actions: { suspend: seconds } }],
        sentence: `waits ${treatment.holdMinutes} min before it pages for these events, and does not page if they resolve by then`,
        limits: [PAUSE],
      };
    }
    case "drop":
      return {
        parts: [{ when: null, actions: { suppress: true } }],
        sentence: "keeps these events as suppressed alerts and pages nobody for them",
        limits: [],
      };
    case "ticket":
      return {
        refused:
          "An orchestration only pages or does not: send the event to a service with low urgency in PagerDuty itself.",
      };
    case "window": {
      const parts = pausesOf(treatment);
      return parts === null
        ? { refused: "PagerDuty pauses an alert for a day at most: a longer quiet must be muted at its source." }
        : {
            parts,
            sentence: `pauses these events ${wordsOf(treatment.quiet, treatment.zone)}, and pages for what still fires after that`,
            limits: [
              PAUSE,
              "A pause has a length and no end: each hour of the quiet has a rule of its own, and what still fires is told up to an hour after its end. In the night in which the clocks go back it is told at most an hour before.",
            ],
          };
    }
    default:
      return { refused: "PagerDuty joins events by their dedup key, not by time: merge repeats at their source." };
  }
}

const HOUR_MINUTES = 60;
const DAY_MINUTES = 1_440;
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** Hour by hour, each long enough for what comes at its beginning. Null where that is over a day. */
function pausesOf({ quiet, zone }: Extract<Order["treatment"], { kind: "window" }>): Part[] | null {
  const days = new Map<string, { from: number; to: number; seconds: number; weekdays: Set<number> }>();
  for (const { startDay, startMinute, minutes } of quietSpans(quiet)) {
    if (minutes * 60 > DAY_SECONDS) return null;
    const start = DAYS.indexOf(startDay) * DAY_MINUTES + startMinute;
    for (let at = start; at < start + minutes; ) {
      const next = Math.min(start + minutes, (Math.floor(at / HOUR_MINUTES) + 1) * HOUR_MINUTES);
      const [from, to, seconds] = [at % DAY_MINUTES, ((next - 1) % DAY_MINUTES) + 1, (start + minutes - at) * 60];
      const key = `${from} ${to} ${seconds}`;
      const part = days.get(key) ?? { from, to, seconds, weekdays: new Set() };
      part.weekdays.add(Math.floor(at / DAY_MINUTES) % 7);
      days.set(key, part);
      at = next;
    }
  }
  return [...days.values()].map(({ from, to, seconds, weekdays }) => {
    const names = [...weekdays].sort((a, b) => a - b).map((day) => SHORT_DAYS[day]);
    return {
      when: `now in ${names.join(",")} ${wallOf(from)} to ${wallOf(to)} ${zone}`,
      actions: { suspend: seconds },
    };
  });
}

const SHORT_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Midnight at the end of a day is 00:00 of the next: the language reads an end before its start as of the day after. */
function wallOf(minute: number): string {
  return `${[Math.floor(minute / 60) % 24, minute % 60].map((part) => String(part).padStart(2, "0")).join(":")}:00`;
}

/** An instant as the condition language writes it. */
const clockOf = (at: Instant) => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} Etc/UTC`;

/** Of the label of a rule; the id at its end is how the rule is found again. */
function labelOf(order: Order): string {
  const [first = ""] = provenance(order);
  const owner = order.owner === null ? "" : `, ${order.owner}`;
  return `${first.slice(0, 180)}${owner} (${nameOf(order)})`;
}

function filesOf(
  rules: readonly Rule[],
  service: string,
  config: Means["config"],
  order: Order,
): { files: ChangedFile[] } | { refused: string } {
  if (config === null)
    return {
      files: [
        {
          name: `${nameOf(order)}.json`,
          before: null,
          after: `${JSON.stringify(rules.length === 1 ? rules[0] : rules, null, 2)}\n`,
        },
        { name: `${nameOf(order)}.tf`, before: null, after: resourceOf(rules, service, order) },
      ],
    };
  if (/^\s*\{/.test(config.text)) {
    const after = withRules(config.text, config.name, rules);
    if (after === null) return { refused: `${config.name} has no rule set "start": it is no service orchestration.` };
    return { files: [{ name: config.name, before: config.text, after }] };
  }
  const after = withBlocks(config.text, rules);
  if (after === null)
    return {
      refused: `${config.name} has no set with the id "start" in a pagerduty_event_orchestration_service, or more than one.`,
    };
  return { files: [{ name: config.name, before: config.text, after }] };
}

/** First in the set where events begin. JSON is YAML: the rest of the text stays as it is. */
function withRules(text: string, name: string, own: readonly Rule[]): string | null {
  const file = readYaml(text, name);
  const sets = itemsOf(valueAt(mapOf(valueAt(mapOf(file.root), "orchestration_path")), "sets"));
  const start = sets.map(mapOf).find((set) => textOf(set, "id") === "start");
  const rules = valueAt(start ?? null, "rules");
  if (!isSeq(rules) || !rules.range) return null;
  const at = rules.range[0] + 1;
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const pad = `${/^\s*/.exec(line)?.[0] ?? ""}  `;
  const put = own.map((rule) => indented(JSON.stringify(rule, null, 2), pad)).join(",\n");
  const end = rules.items.length > 0 ? "," : `\n${pad.slice(2)}`;
  return applyEdits(text, [{ from: at, to: at, text: `\n${put}${end}` }]);
}

function withBlocks(text: string, rules: readonly Rule[]): string | null {
  if (!text.includes('"pagerduty_event_orchestration_service"')) return null;
  const starts = [...text.matchAll(/^([ \t]*)id\s*=\s*"start"[ \t]*\n/gm)];
  const [start] = starts;
  if (!start || starts.length > 1) return null;
  const at = start.index + start[0].length;
  return text.slice(0, at) + indented(rules.map(blockOf).join(""), start[1] ?? "") + text.slice(at);
}

/** Only for a service that has no orchestration yet: the resource is all of one. */
function resourceOf(rules: readonly Rule[], service: string, order: Order): string {
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
${indented(rules.map(blockOf).join(""), "    ")}  }
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
