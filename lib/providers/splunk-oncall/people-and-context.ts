import { Collector, rejected } from "@/lib/providers/collector";
import { contextFormat } from "@/lib/providers/context-format";
import type { JsonFormat } from "@/lib/providers/provider";
import { objectOf, textOf, type Wire } from "@/lib/providers/wire";
import { PROVIDER } from "./incident-words";

/** `/api-public/v1/user`: people, and no page. */
export const users: JsonFormat = {
  shape: "json",
  id: "splunk-oncall-users",
  label: "Splunk On-Call users (JSON)",
  matches: (value) => {
    const user = objectOf(value);
    return user?.username !== undefined && (user.firstName !== undefined || user._selfUrl !== undefined);
  },
  read: (value) => {
    const user = objectOf(value) ?? {};
    const name = [user.firstName, user.lastName].flatMap((part) => textOf(part) ?? []).join(" ");
    const collector = new Collector(PROVIDER);
    const key = collector.person({ id: user.username, name: name === "" ? undefined : name, email: user.email });
    return key === undefined ? rejected("a user without username") : collector.accepted();
  },
};

function context(id: string, label: string, why: string, is: (value: Wire) => boolean): JsonFormat {
  return contextFormat({ id: `splunk-oncall-${id}`, label: `Splunk On-Call ${label} (JSON)`, why, is });
}

/** What an account also exports, and why it opens no page. */
export const contexts: readonly JsonFormat[] = [
  context(
    "on-call-log",
    "on-call logs",
    "a log of who was on call: nobody was paged",
    (value) => value.userLogs !== undefined && (value.teamSlug !== undefined || value.results !== undefined),
  ),
  context(
    "on-call-now",
    "on-call people",
    "who is on call: nobody was paged",
    (value) => value.teamsOnCall !== undefined || (value.oncallNow !== undefined && value.team !== undefined),
  ),
  context(
    "teams",
    "teams",
    "a team: nobody was paged",
    (value) => value._selfUrl !== undefined && value._membersUrl !== undefined && value.slug !== undefined,
  ),
];
