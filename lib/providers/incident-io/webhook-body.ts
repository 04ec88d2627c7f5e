import { ignored, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { objectOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { PROVIDER } from "./provider-id";
import { isEscalation, readEscalation } from "./read-escalation";

const TYPE = /^(?:(?:public|private)_\w+|schedule)\.\w+_v\d+$/;

/** The payload stands under a member named as the type, which holds a dot. */
export function isWebhookBody(value: Wire): boolean {
  const type = textOf(value.event_type);
  return type !== undefined && (TYPE.test(type) || (type.includes(".") && objectOf(value[type]) !== null));
}

export function readWebhookBody(body: Wire, context: ReadContext): Outcome {
  const type = textOf(body.event_type) ?? "";
  const payload = objectOf(body[type]) ?? objectOf(body.escalation) ?? {};
  if (/^(?:public|private)_escalation\./.test(type)) {
    const escalation = objectOf(payload.escalation) ?? payload;
    return isEscalation(escalation) ? readEscalation(escalation, context) : readIdOnly(type, escalation, context);
  }
  if (/^(?:public|private)_alert\./.test(type)) return ignored(`${type}: an alert, people are paged by its escalation`);
  if (/^(?:public|private)_incident\./.test(type))
    return ignored(`${type}: an incident, people are paged by escalations`);
  return ignored(`${type}: not about a page`);
}

/** Private escalations may carry no more than their id. */
function readIdOnly(type: string, { id }: Wire, { receivedAt }: ReadContext): Outcome {
  const pageKey = textOf(id);
  if (pageKey === undefined) return rejected(`${type}: no escalation in it`);
  if (!type.includes("created"))
    return ignored(`${type}: only the id of the escalation is told, not what became of it`);
  if (receivedAt === null)
    return rejected(`${type}: only the id of the escalation is told, and a file has no moment of receipt`);
  const event = told({
    provider: PROVIDER,
    pageKey,
    eventKey: "created",
    kind: "triggered" as const,
    at: receivedAt,
    atReceipt: true as const,
    by: "unknown" as const,
  });
  return { outcome: "accepted", events: [event], people: [], issues: [] };
}
