import { Collector } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { stableHash } from "@/lib/providers/stable-hash";
import { isAddress, objectOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { PROVIDER } from "./provider-id";
import { collectIncident, isIncident } from "./read-incident";

/** The incident beside a word for what happened to it. The same bodies are sent without the word by a custom template. */
export function isWebhookBody({ event, data }: Wire): boolean {
  const incident = objectOf(data);
  return textOf(event) !== undefined && incident !== null && isIncident(incident);
}

/** What the incident dates itself, and the two acts that it does not tell: that it was reopened, and a comment. */
export function readWebhookBody(body: Wire, context: ReadContext): Outcome {
  const incident = objectOf(body.data) ?? {};
  const collector = new Collector(PROVIDER, { zone: context.zone });
  const wrong = collectIncident(incident, collector);
  if (wrong !== null) return wrong;
  const pageKey = textOf(incident.id) ?? "";
  if (isReopened(body)) addReopening(body, pageKey, context, collector);
  const comment = objectOf(body.comment);
  if (comment) addComment(comment, pageKey, context, collector);
  return collector.accepted();
}

/** A page reopened twice sends two equal bodies: the incident began when it began, and its end is gone. */
export function isTimeless(body: Wire): boolean {
  return isReopened(body);
}

function isReopened({ event }: Wire): boolean {
  return textOf(event)?.toLowerCase() === "reopened";
}

function addReopening(body: Wire, pageKey: string, { receivedAt }: ReadContext, collector: Collector): void {
  if (receivedAt === null) {
    collector.issues.push("reopened: the body does not say when, and a file has no moment of receipt");
    return;
  }
  const eventKey = `reopened:${stableHash(JSON.stringify(body))}`;
  collector.events.push({
    provider: PROVIDER,
    pageKey,
    eventKey,
    kind: "reopened",
    at: receivedAt,
    atReceipt: true,
    by: "unknown",
  });
}

/** As the API gives a comment, in an envelope or without one. Of one that was posted through the API nobody is named. */
function addComment(comment: Wire, pageKey: string, { receivedAt }: ReadContext, collector: Collector): void {
  const attributes = objectOf(comment.attributes) ?? comment;
  const note = textOf(attributes.content);
  if (note === undefined) {
    collector.issues.push("comment: content is missing");
    return;
  }
  const writtenAt = collector.time(attributes.created_at, "comment.created_at");
  const at = writtenAt ?? receivedAt;
  if (at === null) {
    collector.issues.push("comment: created_at is missing, and a file has no moment of receipt");
    return;
  }
  const author = authorOf(attributes);
  const id = textOf(comment.id) ?? textOf(attributes.id) ?? stableHash(JSON.stringify(comment));
  collector.events.push(
    told({
      provider: PROVIDER,
      pageKey,
      eventKey: `comment:${id}`,
      kind: "annotated" as const,
      at,
      ...(writtenAt === null && { atReceipt: true as const }),
      by: author === undefined ? ("unknown" as const) : ("person" as const),
      person: author === undefined ? undefined : collector.person({ id: author.toLowerCase(), email: author }),
      note,
    }),
  );
}

function authorOf(attributes: Wire): string | undefined {
  const author = objectOf(attributes.author) ?? objectOf(attributes.user);
  return [attributes.user_email, author?.email, attributes.author].map(textOf).find(isAddress);
}
