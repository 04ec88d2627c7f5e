import type { Instant } from "@/lib/model/instant";
import type { PageEvent, PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { readTime } from "@/lib/providers/read-time";
import { stableHash } from "@/lib/providers/stable-hash";
import { linkOf, textOf, told, type Wire } from "@/lib/providers/wire";

const PROVIDER = "datadog";

/** Warn opens the page as well; to go from Warn to Triggered while it is open says nothing new. */
const KINDS: Readonly<Record<string, PageEvent["kind"]>> = {
  triggered: "triggered",
  "no data": "triggered",
  warn: "triggered",
  recovered: "resolved",
};

const REPEAT = /^(?:re-|renotify$)/;
const TRANSITION = /^\[((?:Re-)?(?:Triggered|No Data|Warn|Recovered)|Renotify)(?: on \{[^}]*\})?\]\s*/i;
const PRIORITY = /^\[(P[1-5])\]\s*/;
const TEST = /^\[TEST\]\s*/i;

/** The body is a template of the customer's: what it always has is how the monitor changed, or the title that says it. */
export function isMonitorEvent(value: Wire): boolean {
  if (textOf(value.alert_transition) !== undefined) return textOf(value.title ?? value.body) !== undefined;
  return (
    textOf(value.event_type) !== undefined && value.last_updated !== undefined && textOf(value.title) !== undefined
  );
}

/** An event body of a monitor. Nobody is named in it, and every recovery is automatic. */
export function readMonitorEvent(wire: Wire, { zone, receivedAt }: ReadContext): Outcome {
  const title = readTitle(saidBy(wire, "title"));
  const said = saidBy(wire, "alert_transition") ?? title.transition;
  if (title.isTest) return ignored("a test notification of a monitor: nobody was paged for a problem");
  if (said === undefined) return ignored("no transition: the event is not one of a monitor");
  const transition = said.toLowerCase();
  if (REPEAT.test(transition)) return ignored(`${said}: repeats a page that is open`);
  if (!Object.hasOwn(KINDS, transition)) return ignored(`${said}: neither opens nor ends a page`);
  const collector = new Collector(PROVIDER, { zone });
  const time = timeOf(wire, receivedAt, collector);
  if (time === null) return rejected(collector.issues[0] ?? "date is missing, and a file has no moment of receipt");
  const openedAt = openingOf(wire, collector);
  const { pageKey, dedup, rule } = identityOf(wire, openedAt);
  if (pageKey === undefined) return rejected("neither monitor_id nor alert_cycle_key tells which alert this is");
  const facts: PageFacts = told({ ...factsOf(wire), title: title.name, rule, dedup });
  facts.priority ??= title.priority;
  if (facts.priority === undefined) delete facts.priority;
  if (openedAt !== null && openedAt <= time.at) facts.createdAt = openedAt;
  collector.events.push({
    provider: PROVIDER,
    pageKey,
    eventKey: saidBy(wire, "id") ?? `${transition}:${stableHash(JSON.stringify(wire))}`,
    kind: KINDS[transition] as PageEvent["kind"],
    ...time,
    by: "automation",
    facts,
  });
  return collector.accepted();
}

/** Whether a template tells neither when it was nor which event or cycle: the next page of the monitor has an equal body. */
export function isTimeless(wire: Wire): boolean {
  return saidBy(wire, "id", "date", "last_updated", "alert_cycle_key") === undefined;
}

/** The first of these members that says something: a variable without a value may arrive as its own name, `$NAME`. */
function saidBy(wire: Wire, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = textOf(wire[name]);
    if (text !== undefined && !/^\$[A-Z_]+(?:\[[^\]]*\])?$/.test(text)) return text;
  }
  return undefined;
}

type Title = { name?: string; transition?: string; priority?: string; isTest: boolean };

/** `[P2] [Warn on {host:a}] ` stands before the monitor's own name, and is another one each time. */
function readTitle(text: string | undefined): Title {
  const title: Title = { isTest: false };
  let rest = text ?? "";
  for (;;) {
    const transition = TRANSITION.exec(rest);
    const priority = PRIORITY.exec(rest);
    const test = TEST.exec(rest);
    if (transition) title.transition ??= transition[1];
    else if (priority) title.priority ??= priority[1];
    else if (test) title.isTest = true;
    else break;
    rest = rest.slice((transition ?? priority ?? test)?.[0].length);
  }
  if (rest.trim() !== "") title.name = rest.trim();
  return title;
}

function timeOf(
  wire: Wire,
  receivedAt: Instant | null,
  collector: Collector,
): { at: Instant; atReceipt?: true } | null {
  const at =
    collector.time(saidBy(wire, "date"), "date") ?? collector.time(saidBy(wire, "last_updated"), "last_updated");
  if (at !== null) return { at };
  return receivedAt === null ? null : { at: receivedAt, atReceipt: true };
}

/** The monitor's text says when it triggered, the same from the trigger to its recovery. */
function openingOf(wire: Wire, collector: Collector): Instant | null {
  const text = /last triggered at (?:[A-Z][a-z]{2} )?([A-Z][a-z]{2} \d{1,2} \d{4} [\d:]+ [A-Z]{3})/.exec(
    textOf(wire.body) ?? "",
  );
  const read = readTime(text?.[1], collector.times);
  return read !== null && "at" in read ? read.at : null;
}

type Identity = { pageKey?: string; dedup?: string; rule?: string };

/**
 * A cycle key names one opening; so do the monitor, its scope and the time at which it triggered. Without either, all
 * openings are of one page, which opens and ends again and again.
 */
function identityOf(wire: Wire, openedAt: Instant | null): Identity {
  const rule = saidBy(wire, "monitor_id", "alert_id");
  const scopes = saidBy(wire, "scopes", "alert_scope", "scope");
  const alert = rule === undefined ? saidBy(wire, "aggreg_key") : scopes === undefined ? rule : `${rule}|${scopes}`;
  const cycle = saidBy(wire, "alert_cycle_key");
  const opened = alert !== undefined && openedAt !== null ? `${alert}@${new Date(openedAt).toISOString()}` : alert;
  return told({ pageKey: cycle ?? opened, dedup: alert, rule });
}

function factsOf(wire: Wire): PageFacts {
  const tags = tagsOf(wire);
  return told<PageFacts>({
    service: saidBy(wire, "service") ?? tags.get("service"),
    team: saidBy(wire, "team") ?? tags.get("team"),
    environment: saidBy(wire, "env") ?? tags.get("env"),
    priority: saidBy(wire, "severity", "alert_priority", "priority"),
    link: linkOf(wire.url) ?? linkOf(wire.link),
  });
}

/** `key:value` pairs of the tags and the scope, the first one of each key. */
function tagsOf(wire: Wire): ReadonlyMap<string, string> {
  const listed = Array.isArray(wire.tags)
    ? wire.tags.flatMap((tag) => textOf(tag) ?? [])
    : [saidBy(wire, "tags") ?? ""];
  const tags = new Map<string, string>();
  for (const tag of [...listed, saidBy(wire, "scopes", "alert_scope", "scope") ?? ""].join(",").split(",")) {
    const [, key, value] = /^\s*([^:]+):(.+?)\s*$/.exec(tag) ?? [];
    if (key !== undefined && value !== undefined && !tags.has(key)) tags.set(key, value);
  }
  return tags;
}
