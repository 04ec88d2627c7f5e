import { titleCondition } from "@/lib/silence/title-condition";
import { type QuietSpan, quietSpans, wordsOf } from "@/lib/silence/weekly-intervals";
import { type Applier, nameOf, type Order, type Plan, provenance, staysLimit } from "./applier";

/** https://docs.opsgenie.com/docs/policy-api: a notification policy, of a team. */
export const opsgeniePolicy: Applier = {
  id: "opsgenie-policy",
  label: "Opsgenie notification policy",
  takes: null,
  checker: null,
  plan(order): Plan {
    const action = actionOf(order);
    if ("refused" in action) return action;
    const condition = titleCondition(order);
    if ("refused" in condition) return condition;
    const conditions =
      "expression" in condition
        ? [{ field: "message", operation: "matches", expectedValue: condition.expression }]
        : condition.titles.map((title) => ({ field: "message", operation: "equals", expectedValue: title }));
    const policy = {
      type: "notification",
      name: nameOf(order),
      enabled: true,
      policyDescription: provenance(order).join("\n"),
      filter: { type: conditions.length > 1 ? "match-any-condition" : "match-all-conditions", conditions },
      ...action.fields,
    };
    return {
      sentence: `Opsgenie ${action.sentence}.`,
      limits: [
        "Send it as POST /v2/policies?teamId=… of the team that owns the alert, and put it first in the order of its policies: the first that fits is the only one applied.",
        ...action.limits,
        ...staysLimit(order),
      ],
      change: {
        kind: "files",
        files: [{ name: `${nameOf(order)}.json`, before: null, after: `${JSON.stringify(policy, null, 2)}\n` }],
      },
    };
  },
};

type Action = { fields: Record<string, unknown>; sentence: string; limits: string[] } | { refused: string };

function actionOf({ treatment }: Order): Action {
  switch (treatment.kind) {
    case "hold":
      return {
        fields: {
          delayAction: {
            delayOption: "for-duration",
            duration: { timeAmount: treatment.holdMinutes, timeUnit: "minutes" },
          },
        },
        sentence: `tells nobody of these alerts for ${treatment.holdMinutes} min, nor later if they are closed by then`,
        limits: [],
      };
    case "drop":
      return { fields: { suppress: true }, sentence: "keeps these alerts and tells nobody", limits: [] };
    case "window":
      return windowAction(quietSpans(treatment.quiet), wordsOf(treatment.quiet, treatment.zone), treatment.zone);
    case "ticket":
      return { refused: "A notification policy opens no ticket: route the alert to an integration of yours." };
    default:
      return { refused: "Opsgenie counts repeats of an open alert; it does not join one that was closed." };
  }
}

const DAY_MINUTES = 1_440;

/** `next-time` waits until a clock time, today or tomorrow: it holds spans under a day that end at one time. */
function windowAction(spans: readonly QuietSpan[], words: string, zone: string): Action {
  const ends = new Set(spans.map(({ endMinute }) => endMinute));
  const [end] = ends;
  if (end === undefined || ends.size > 1 || spans.some(({ minutes }) => minutes >= DAY_MINUTES))
    return {
      refused:
        "Opsgenie waits until one time of the day: it cannot hold spans of a day or more, or with different ends.",
    };
  return {
    fields: {
      timeRestrictions: {
        type: "weekday-and-time-of-day",
        restrictions: spans.map((span) => ({
          startDay: span.startDay,
          startHour: Math.floor(span.startMinute / 60),
          startMin: span.startMinute % 60,
          endDay: span.endDay,
          endHour: Math.floor(span.endMinute / 60),
          endMin: span.endMinute % 60,
        })),
      },
      delayAction: { delayOption: "next-time", untilHour: Math.floor(end / 60), untilMinute: end % 60 },
    },
    sentence: `holds these alerts back ${words}, and tells what is still open when that ends`,
    limits: [`Opsgenie takes the times in the account's zone: check that it is ${zone}.`],
  };
}
