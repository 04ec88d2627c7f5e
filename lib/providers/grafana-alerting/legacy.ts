import type { PageEvent, PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { stableHash } from "@/lib/providers/stable-hash";
import { linkOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { PROVIDER } from "./provider-id";

const KINDS: Readonly<Record<string, PageEvent["kind"]>> = {
  alerting: "triggered",
  no_data: "triggered",
  ok: "resolved",
};

/** The body of Grafana 8 and before: one rule of a dashboard, and no list of alerts. */
export function isLegacy(value: Wire): boolean {
  return (
    value.alerts === undefined && textOf(value.state) !== undefined && (value.ruleId ?? value.ruleName) !== undefined
  );
}

/** It tells neither a time nor which opening it is about: a rule is one page, which opens and ends again and again. */
export function readLegacy(body: Wire, { receivedAt }: ReadContext): Outcome {
  const state = textOf(body.state) ?? "";
  const rule = textOf(body.ruleId);
  // Rules are counted from 1.
  if (rule === "0") return ignored("the Test button of a notification channel (rule 0): nobody was paged");
  if (!Object.hasOwn(KINDS, state)) return ignored(`state ${state}: neither opens nor ends a page`);
  if (rule === undefined) return rejected("ruleId is missing");
  if (receivedAt === null)
    return rejected("a body of Grafana 8 or before carries no time, and a file has no moment of receipt");
  const pageKey = [textOf(body.orgId), rule].filter((part) => part !== undefined).join(":");
  const collector = new Collector(PROVIDER);
  collector.events.push({
    provider: PROVIDER,
    pageKey,
    eventKey: `legacy:${state}:${stableHash(JSON.stringify(body))}`,
    kind: KINDS[state] as PageEvent["kind"],
    at: receivedAt,
    atReceipt: true,
    by: "automation",
    facts: told<PageFacts>({ title: titleOf(body), rule, dedup: pageKey, link: linkOf(body.ruleUrl) }),
  });
  return collector.accepted();
}

/** The title is the rule's name behind its state, which is another one each time. */
function titleOf(body: Wire): string | undefined {
  return textOf(body.ruleName) ?? textOf(textOf(body.title)?.replace(/^\[[A-Za-z _]+\]\s*/, ""));
}
