import type { PageFacts } from "@/lib/model/page-event";
import { linkOf, nameOf, objectOf, objectsOf, textOf, told, urgencyOf, type Wire } from "@/lib/providers/wire";
import { titleOf } from "./title-of";

/** What an incident says of its page: REST, webhook v2 and webhook v3 differ only in what they leave out. */
export function incidentFacts(incident: Wire): PageFacts {
  return told<PageFacts>({
    title: titleOf(incident.title) ?? titleOf(incident.description) ?? titleOf(incident.summary),
    service: nameOf(incident.service),
    team: nameOf(objectsOf(incident.teams)[0]),
    environment: environmentOf(incident),
    urgency: urgencyOf(incident.urgency),
    priority: nameOf(incident.priority),
    dedup: dedupOf(incident),
    number: textOf(incident.incident_number) ?? textOf(incident.number),
    link: linkOf(incident.html_url),
    policy: nameOf(incident.escalation_policy),
  });
}

/** Incidents with alerts have no key of their own: theirs are their alerts' keys, the first one opened the page. */
function dedupOf(incident: Wire): string | undefined {
  const own = textOf(incident.dedup_key);
  if (own !== undefined) return own;
  for (const alert of objectsOf(incident.alerts)) {
    const key = textOf(alert.alert_key);
    if (key !== undefined) return key;
  }
  const channel = objectOf(objectOf(incident.first_trigger_log_entry)?.channel);
  return channelKey(channel) ?? textOf(incident.incident_key);
}

/** The key under which a trigger came in. */
export function channelKey(channel: Wire | null): string | undefined {
  if (!channel) return undefined;
  return textOf(channel.dedup_key) ?? textOf(objectOf(channel.cef_details)?.dedup_key) ?? textOf(channel.incident_key);
}

function environmentOf(incident: Wire): string | undefined {
  const own = textOf(incident.environment);
  if (own !== undefined || incident.custom_fields === undefined) return own;
  const field = objectsOf(incident.custom_fields).find(({ name }) => textOf(name)?.toLowerCase() === "environment");
  return textOf(field?.value);
}

/** The incident that this one was merged into. The reason was a bare word in older bodies. */
export function mergeOf(reason: unknown): { into: string | undefined } | null {
  if (reason === "merged") return { into: undefined };
  const object = objectOf(reason);
  if (textOf(object?.type)?.startsWith("merge") !== true) return null;
  return { into: textOf(objectOf(object?.incident)?.id) };
}
