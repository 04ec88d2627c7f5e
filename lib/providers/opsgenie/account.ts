import type { Collector, Doer } from "@/lib/providers/collector";
import { isAddress, textOf, type Wire } from "@/lib/providers/wire";

export const PROVIDER = "opsgenie";

/**
 * Key of a user. Their name to log in, an e-mail address where teams, schedules and escalations have plain names, is the key wherever it is told: reports, notes and owners
 * carry nothing else. Responders carry only the id, so the id is told as a second account with the same address.
 */
export function personOf(user: Wire, collector: Collector): string | undefined {
  const username = textOf(user.username);
  const id = textOf(user.id);
  const key = username ?? id;
  if (key === undefined) return undefined;
  const facts = {
    name: textOf(user.fullName),
    email: isAddress(username) ? username : undefined,
    time_zone: user.timeZone,
  };
  collector.person({ ...facts, id: key });
  if (id !== undefined && id !== key) collector.person({ ...facts, id });
  return key;
}

/** Who acted, of a webhook: `System` without a user is automation, and so is the API without a user. */
export function actorOf(alert: Wire, sourceType: string | undefined, collector: Collector): Doer {
  const username = textOf(alert.username);
  const isUser = textOf(alert.userId) !== undefined;
  const type = sourceType?.toLowerCase();
  if (!isUser && isSystem(username)) return { by: "automation" };
  if (!isUser && type === "api") return { by: "automation" };
  if (!isUser && !isAddress(username) && !(type === "web" && username !== undefined)) return { by: "unknown" };
  // The id alone would be another account of the same person than the one that reports name.
  const user = username === undefined ? { id: alert.userId } : { username };
  return { by: "person", person: personOf({ ...user, fullName: alert.userFullName }, collector) };
}

/** Who acted, of a report, a note or a log, which tell only one name. */
export function doerNamed(name: unknown, integration: string | undefined, collector: Collector): Doer {
  const username = textOf(name);
  if (username === undefined) return { by: "unknown" };
  if (isSystem(username) || (username === integration && !isAddress(username))) return { by: "automation" };
  return { by: "person", person: personOf({ username }, collector) };
}

function isSystem(username: string | undefined): boolean {
  return username?.toLowerCase() === "system";
}
