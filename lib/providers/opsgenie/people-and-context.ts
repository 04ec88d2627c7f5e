import { Collector, rejected } from "@/lib/providers/collector";
import { contextFormat } from "@/lib/providers/context-format";
import type { JsonFormat } from "@/lib/providers/provider";
import { objectOf, type Wire } from "@/lib/providers/wire";
import { PROVIDER, personOf } from "./account";

/** The object itself, or the one that an answer about a single thing holds under `data`. */
export function dataOf(value: unknown): Wire | null {
  const object = objectOf(value);
  return (object && objectOf(object.data)) ?? object;
}

/** `/v2/users`: people, and no page. */
export const users: JsonFormat = {
  shape: "json",
  id: "opsgenie-users",
  label: "Opsgenie users (JSON)",
  matches: (value) => {
    const user = dataOf(value);
    return user?.username !== undefined && (user.fullName !== undefined || user.timeZone !== undefined);
  },
  read: (value) => {
    const collector = new Collector(PROVIDER);
    if (personOf(dataOf(value) ?? {}, collector) === undefined) return rejected("a user without username and id");
    return collector.accepted();
  },
};

function context(id: string, label: string, why: string, is: (value: Wire) => boolean): JsonFormat {
  return contextFormat({ id: `opsgenie-${id}`, label: `Opsgenie ${label} (JSON)`, why, is, unwrap: dataOf });
}

/** What an account also exports, and why it opens no page. */
export const contexts: readonly JsonFormat[] = [
  context(
    "incidents",
    "incidents",
    "an incident: people are paged by the alerts under it",
    (value) => value.impactStartDate !== undefined || value.impactedServices !== undefined,
  ),
  context(
    "on-calls",
    "on-call people",
    "who is on call at one moment, without a beginning and an end: import the timeline of the schedule",
    (value) =>
      objectOf(value._parent) !== null &&
      (value.onCallParticipants !== undefined || value.onCallRecipients !== undefined),
  ),
  context(
    "schedules",
    "schedules",
    "a schedule: nobody was paged",
    (value) => value.timezone !== undefined && (value.rotations !== undefined || value.ownerTeam !== undefined),
  ),
  context(
    "escalations",
    "escalations",
    "an escalation: nobody was paged",
    (value) => Array.isArray(value.rules) && value.ownerTeam !== undefined,
  ),
];
