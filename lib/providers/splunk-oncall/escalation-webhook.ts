import type { PageEvent } from "@/lib/model/page-event";
import { Collector, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { stableHash } from "@/lib/providers/stable-hash";
import { textOf, type Wire } from "@/lib/providers/wire";
import { incidentFacts, numberOfIncident, PROVIDER } from "./incident-words";

const OWN_MARKS = ["message_type", "entity_id", "vo_alert_rcv_time", "state_message", "routing_key"];
/** What the documents name, and nothing else: with other members beside these it may be anybody's incident. */
const DOCUMENTED: ReadonlySet<string> = new Set(["incident", "summary", "message"]);

/** The form of an escalation policy's webhook: the incident's number beside the fields of its alert, and nothing nested. */
export function isEscalation(value: Wire): boolean {
  const fields = fieldsOf(value);
  return (
    textOf(value.incident ?? value.INCIDENT) !== undefined &&
    (OWN_MARKS.some((mark) => fields.has(mark)) ||
      (fields.size > 1 && [...fields.keys()].every((name) => DOCUMENTED.has(name)))) &&
    Object.values(value).every((member) => typeof member !== "object" || member === null)
  );
}

/** Every value may be written as JSON, with its quotes. */
function fieldsOf(value: Wire): Map<string, string | undefined> {
  return new Map(Object.entries(value).map(([key, member]) => [key.toLowerCase(), unquoted(textOf(member))]));
}

function unquoted(text: string | undefined): string | undefined {
  if (text === undefined || !/^".*"$/s.test(text)) return text;
  try {
    return textOf(JSON.parse(text));
  } catch {
    return text; // a text that happens to stand in quotes
  }
}

/** A step of the policy was reached. Whether by its delay or by hand is not told, and neither is who comes next. */
export function readEscalation(value: Wire, { receivedAt }: ReadContext): Outcome {
  const fields = fieldsOf(value);
  const pageKey = numberOfIncident(fields.get("incident"));
  if (pageKey === undefined) return rejected("incident is missing");
  // `vo_alert_rcv_time` is the time of the alert, not of this step.
  if (receivedAt === null) {
    return rejected("an escalation carries no time, and a file does not say when it was received");
  }
  const collector = new Collector(PROVIDER);
  const event: PageEvent = {
    provider: PROVIDER,
    pageKey,
    eventKey: `escalation:${pageKey}:${stableHash(JSON.stringify(value))}`,
    kind: "escalated",
    at: receivedAt,
    atReceipt: true,
    by: "unknown",
    facts: {
      ...incidentFacts({
        number: pageKey,
        title: fields.get("entity_display_name") ?? fields.get("summary"),
        service: fields.get("service"),
        host: fields.get("host_name") ?? fields.get("host"),
        routingKey: fields.get("routing_key"),
        entityId: fields.get("entity_id"),
        policies: [],
      }),
      asOf: receivedAt,
    },
  };
  collector.events.push(event);
  return collector.accepted();
}
