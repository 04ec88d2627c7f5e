import type { PageFacts } from "@/lib/model/page-event";
import { fingerprintOf } from "@/lib/providers/alert-group/fingerprint-of";
import type { Collector } from "@/lib/providers/collector";
import { isAddress, linkOf, nameOf, objectOf, objectsOf, textOf, told, type Wire } from "@/lib/providers/wire";

/** What an alert group says of its page. `first` is the raw body of its first alert, null where that is not known. */
export function groupFacts(group: Wire, integration: Wire | null, first: Wire | null): PageFacts {
  const labels = labelsOf(group.labels);
  const label = (name: string): string | undefined =>
    labels.get(name) ?? textOf(objectOf(first?.labels)?.[name]) ?? labelsOf(integration?.labels).get(name);
  return told<PageFacts>({
    title: textOf(group.title),
    service: label("service") ?? textOf(integration?.name),
    team: textOf(integration?.team) ?? label("team"),
    environment: label("environment") ?? label("env"),
    priority: label("severity"),
    dedup: dedupOf(first),
    link: linkOf(objectOf(group.permalinks)?.web),
  });
}

/** The webhook writes labels as names and values, the API as a list of objects. */
function labelsOf(value: unknown): ReadonlyMap<string, string> {
  const listed = objectsOf(value).map(({ key, value }) => [nameOf(key), nameOf(value)]);
  const pairs = Array.isArray(value) ? listed : Object.entries(objectOf(value) ?? {}).map(([k, v]) => [k, textOf(v)]);
  const labels = new Map<string, string>();
  for (const [name, text] of pairs) if (name !== undefined && text !== undefined) labels.set(name, text);
  return labels;
}

/** Alertmanager and Grafana identify the alert; of a whole group of theirs the first alert does. */
function dedupOf(payload: Wire | null): string | undefined {
  const alert = objectsOf(payload?.alerts)[0] ?? payload;
  return textOf(alert?.fingerprint) ?? fingerprintOf(objectOf(alert?.labels) ?? {});
}

/** OnCall marks the alert that its own button sends. */
export function isDemo(payload: unknown): boolean {
  return objectOf(payload)?.amixr_demo === true;
}

/** Key of a user object, whose facts are kept. */
export function userOf(value: unknown, collector: Collector): string | undefined {
  const user = objectOf(value);
  if (!user) return undefined;
  const name = textOf(user.name) ?? textOf(user.username);
  const username = textOf(user.username);
  const email = textOf(user.email) ?? (isAddress(username) ? username : undefined);
  return collector.person(told({ id: user.id, name, email, time_zone: user.timezone }));
}
