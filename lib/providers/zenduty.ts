import type { PageEvent, PageEventKind, PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, missingTime, rejected } from "./collector";
import type { JsonFormat, Outcome, Provider, ReadContext } from "./provider";
import { unwrapRelay } from "./relay";
import { linkOf, nameOf, numberOf, objectOf, textOf, told, type Wire } from "./wire";

const PROVIDER = "zenduty";

type Step = { kind: PageEventKind; time: string };

const STEPS: Readonly<Record<string, Step>> = {
  triggered: { kind: "triggered", time: "creation_date" },
  acknowledged: { kind: "acknowledged", time: "acknowledged_date" },
  resolved: { kind: "resolved", time: "resolved_date" },
};

/** What their numbers seem to mean; one reader of their bodies says so, and no page of theirs. */
const STATUSES: Readonly<Record<number, string>> = { 1: "triggered", 2: "acknowledged", 3: "resolved" };

function isBody({ event_type: type, incident }: Wire): boolean {
  if (type === "test" && incident === undefined) return true;
  return textOf(objectOf(incident)?.unique_id) !== undefined;
}

const webhook: JsonFormat = {
  shape: "json",
  id: "zenduty-webhook",
  label: "Zenduty webhooks (JSON)",
  matches: (value) => objectOf(objectOf(value)?.payload) !== null && unwrapRelay(value, isBody) !== null,
  read: (value, context) => readBody(unwrapRelay(value, isBody) ?? {}, context),
};

/** An event body: the one act that it announces, at the date which the incident gives for it. */
function readBody(body: Wire, context: ReadContext): Outcome {
  const incident = objectOf(body.incident) ?? {};
  const said = textOf(body.event_type)?.toLowerCase();
  if (said === "test") return ignored("test: the test button, nobody was paged");
  const type = said?.replace(/^incident\./, "") ?? STATUSES[numberOf(incident.status) ?? 0] ?? "";
  const step = Object.hasOwn(STEPS, type) ? STEPS[type] : undefined;
  if (!step) return ignored(`${said ?? "no event type"}: nobody was paged and nobody acted on the page`);
  const pageKey = textOf(incident.unique_id);
  if (pageKey === undefined) return rejected("incident.unique_id is missing");
  const collector = new Collector(PROVIDER, { zone: context.zone });
  const told = collector.time(incident[step.time], step.time);
  const at = told ?? (textOf(incident[step.time]) === undefined ? context.receivedAt : null);
  if (at === null) return rejected(missingTime(incident[step.time], step.time, collector.times));
  const createdAt = collector.time(incident.creation_date, "creation_date");
  const facts = factsOf(incident);
  if (createdAt !== null && createdAt <= at) facts.createdAt = createdAt;
  facts.asOf = at;
  const assigned = Array.isArray(incident.assigned_to) ? incident.assigned_to : [incident.assigned_to];
  const to = assigned.flatMap((user) => personOf(user, collector) ?? []);
  const event: Omit<PageEvent, "provider" | "eventKey"> = { pageKey, kind: step.kind, at, by: "unknown", facts };
  if (told === null) event.atReceipt = true;
  if (step.kind === "triggered" && to.length > 0) event.to = to;
  collector.snapshot("webhook", event);
  return collector.accepted();
}

function personOf(value: unknown, collector: Collector): string | undefined {
  const user = objectOf(value);
  if (!user) {
    const name = textOf(value);
    return name === undefined ? undefined : collector.named(name);
  }
  const full = [textOf(user.first_name), textOf(user.last_name)].filter((part) => part !== undefined).join(" ");
  const email = textOf(user.email);
  const id = textOf(user.unique_id) ?? textOf(user.username) ?? textOf(user.id) ?? email;
  return collector.person({ id, name: textOf(user.name) ?? (full || undefined), email });
}

function factsOf(incident: Wire): PageFacts {
  const urgency = numberOf(incident.urgency);
  return told<PageFacts>({
    title: textOf(incident.title) ?? textOf(incident.summary),
    service: nameOf(incident.service),
    urgency: urgency === 1 ? "high" : urgency === 0 ? "low" : undefined,
    priority: numberOf(incident.priority) === null ? nameOf(incident.priority) : undefined,
    dedup: textOf(incident.incident_key),
    number: textOf(incident.incident_number),
    link: linkOf(incident.html_url),
  });
}

/** https://docs.zenduty.com/docs/outgoingwebhooks */
export const zenduty: Provider = {
  id: PROVIDER,
  label: "Zenduty",
  formats: [webhook],
  webhook: {
    signature: null,
    canSetHeader: false,
    contentTypes: [],
    maxBytes: 1024 * 1024,
    retries429: false,
    disablesAfter: null,
    // A page is triggered, acknowledged and resolved at a date, which the body tells: equal bodies are one act.
    deliveryKey: () => null,
    setUp: [
      "In Zenduty open your team, the service, then its outgoing integrations, and add an outgoing webhook.",
      "As its URL enter {url}",
      "Let it send when an incident is triggered, acknowledged and resolved.",
      "The address holds the only proof of who sends: keep it to yourselves.",
    ],
  },
};
