import type { PageFacts } from "@/lib/model/page-event";
import { linkOf, nameOf, objectOf, objectsOf, textOf, told, urgencyOf, type Wire } from "@/lib/providers/wire";

export const PROVIDER = "rootly";

/** The members of a JSON:API resource and its id as one object; a flat object is left as it is. */
export function flattened(resource: Wire): Wire {
  const attributes = objectOf(resource.attributes);
  return attributes ? { ...attributes, id: resource.id } : resource;
}

export function alertFacts(alert: Wire): PageFacts {
  return told<PageFacts>({
    title: textOf(alert.summary) ?? textOf(alert.title),
    service: firstName(alert.services),
    team: firstName(alert.groups),
    environment: firstName(alert.environments),
    urgency: urgencyOf(nameOf(alert.alert_urgency)),
    dedup: textOf(alert.external_id),
    number: textOf(alert.short_id),
    link: linkOf(alert.url) ?? linkOf(alert.external_url),
  });
}

function firstName(list: unknown): string | undefined {
  const [first] = objectsOf(list);
  return first && nameOf(flattened(first));
}
