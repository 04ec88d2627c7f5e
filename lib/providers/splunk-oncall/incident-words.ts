import type { Instant } from "@/lib/model/instant";
import type { PageFacts } from "@/lib/model/page-event";
import type { Collector, Doer } from "@/lib/providers/collector";
import { linkOf, objectOf, objectsOf, textOf, told } from "@/lib/providers/wire";

export const PROVIDER = "splunk-oncall";

/** What every shape says of an incident, in its own spelling. */
export type IncidentWords = {
  number: string;
  title: unknown;
  service: unknown;
  host: unknown;
  routingKey: unknown;
  entityId: unknown;
  policies: unknown;
  team?: unknown;
  link?: unknown;
};

/** `service` is that of a check, and of incidents raised by hand it is the title again, which names no service. */
export function incidentFacts(words: IncidentWords): PageFacts {
  const title = textOf(words.title);
  const service = textOf(words.service);
  const [policy] = objectsOf(words.policies);
  return told<PageFacts>({
    title,
    service: (service === title ? undefined : service) ?? textOf(words.host) ?? textOf(words.routingKey),
    team: textOf(objectOf(policy?.team)?.name) ?? textOf(words.team),
    dedup: textOf(words.entityId),
    number: words.number,
    link: linkOf(words.link),
    policy: textOf(objectOf(policy?.policy)?.name),
  });
}

/** The number of an incident: "9" in some places, "#9" in others. */
export function numberOfIncident(value: unknown): string | undefined {
  return textOf(textOf(value)?.replace(/^#/, ""));
}

export function isSystem(name: string | undefined): boolean {
  return name?.toUpperCase() === "SYSTEM";
}

/** Who is named: `SYSTEM` is automation, and nobody named is unknown. */
export function doerNamed(value: unknown, collector: Collector): Doer {
  const name = textOf(value);
  if (name === undefined) return { by: "unknown" };
  return isSystem(name) ? { by: "automation" } : { by: "person", person: collector.person({ id: name }) };
}

/** People by their user names, in a list of names or of users. */
export function usersOf(value: unknown, collector: Collector): string[] {
  const names = (Array.isArray(value) ? value : [value]).flatMap((item: unknown) => {
    const user = objectOf(item);
    return textOf(user ? (user.username ?? user.userId) : item) ?? [];
  });
  const people = [...new Set(names)].filter((name) => !isSystem(name));
  for (const id of people) collector.person({ id });
  return people;
}

/** The time, where 0 is none. */
export function timeOf(value: unknown, what: string, collector: Collector): Instant | null {
  return textOf(value) === "0" ? null : collector.time(value, what);
}

/** UNACKED and triggered are one phase. */
export function phaseOf(value: unknown): "triggered" | "acknowledged" | "resolved" | undefined {
  const word = textOf(value)?.toLowerCase();
  if (word === "unacked" || word === "triggered") return "triggered";
  if (word === "acked" || word === "acknowledged") return "acknowledged";
  return word === "resolved" ? "resolved" : undefined;
}
