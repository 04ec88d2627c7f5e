import type { PageFacts } from "@/lib/model/page-event";
import { normaliseHeader } from "@/lib/providers/csv-records";
import type { Envelope, Outcome, ReadContext } from "@/lib/providers/provider";
import { isZone, lacksZone } from "@/lib/providers/read-time";
import { numberOf, textOf, told, urgencyOf, type Wire } from "@/lib/providers/wire";
import { readSummary, type Who } from "./summary";

/** Their counts and ours. Sums of seconds are counts too: nothing says when. */
const COUNTS: Readonly<Record<string, string>> = {
  acknowledgement_count: "acknowledgements",
  acknowledge_count: "acknowledgements",
  active_user_count: "activeUsers",
  assignment_count: "assignments",
  engaged_seconds: "engagedSeconds",
  engaged_user_count: "engagedUsers",
  escalation_count: "escalations",
  manual_escalation_count: "manualEscalations",
  timeout_escalation_count: "timeoutEscalations",
  auto_escalation_count: "timeoutEscalations",
  reassignment_count: "reassignments",
  business_hour_interruptions: "businessInterruptions",
  off_hour_interruptions: "offInterruptions",
  sleep_hour_interruptions: "sleepInterruptions",
  total_interruptions: "interruptions",
  total_notifications: "notifications",
  snoozed_seconds: "snoozedSeconds",
  user_defined_effort_seconds: "effortSeconds",
};

/** Whether this is a row of `POST /analytics/raw/incidents`, by columns which only that has. */
export function isAnalytics(value: Wire): boolean {
  if (value.id === undefined || value.created_at === undefined) return false;
  return (
    value.seconds_to_resolve !== undefined ||
    value.seconds_to_first_ack !== undefined ||
    value.engaged_seconds !== undefined
  );
}

export function analyticsNeedsZone(value: Wire, envelope: Envelope | null): boolean {
  return zoneOf(envelope) === null && (lacksZone(value.created_at) || lacksZone(value.resolved_at));
}

/** The envelope's zone, UTC where it names none; null where the rows have lost their envelope. */
function zoneOf(envelope: Envelope | null): string | null {
  if (!envelope) return null;
  const zone = textOf(envelope.get("time_zone"));
  if (zone !== undefined) return isZone(zone) ? zone : null;
  // Only the report's own envelope has the default; any list may stand under `data`.
  return ["order_by", "filters", "starting_after", "ending_before", "first", "last"].some((key) => envelope.has(key))
    ? "Etc/UTC"
    : null;
}

export function readAnalytics(value: Wire, { zone, envelope }: ReadContext): Outcome {
  // The official example has a stray quote within a key.
  const row: Wire = Object.fromEntries(Object.entries(value).map(([key, member]) => [normaliseHeader(key), member]));
  const issues: string[] = [];
  const status = textOf(row.status);
  return readSummary(
    {
      source: "analytics",
      id: textOf(row.id),
      created: row.created_at,
      resolved: row.resolved_at,
      updated: row.updated_at,
      names: { created: "created_at", resolved: "resolved_at" },
      secondsToAck: numberOf(row.seconds_to_first_ack),
      secondsToResolve: numberOf(row.seconds_to_resolve),
      acknowledgers: peopleOf(row, ["acknowledged_user", "acknowledged_by_user"]),
      assigned: peopleOf(row, ["assigned_user", "assigned_to_user"]),
      resolver: whoOf(textOf(row.resolved_by_user_id), textOf(row.resolved_by_user_name)),
      autoResolved: flagOf(row.auto_resolved),
      isResolved: status === undefined ? null : status === "resolved",
      facts: factsOf(row, issues),
      issues,
    },
    { zone: zoneOf(envelope) ?? zone },
  );
}

function factsOf(row: Wire, issues: string[]): PageFacts {
  return told<PageFacts>({
    title: textOf(row.description) ?? textOf(row.title),
    service: textOf(row.service_name),
    team: textOf(row.team_name),
    urgency: urgencyOf(row.urgency),
    priority: textOf(row.priority_name),
    number: textOf(row.incident_number),
    policy: textOf(row.escalation_policy_name),
    counts: countsOf((name) => row[name], issues),
  });
}

const COUNT_NAMES = Object.entries(COUNTS);

/** Counts that are there; a negative one is said and left out. `get` gives what the row holds under their name. */
export function countsOf(get: (name: string) => unknown, issues: string[]): PageFacts["counts"] {
  const counts: Record<string, number> = {};
  let found = false;
  for (const [theirs, ours] of COUNT_NAMES) {
    const count = numberOf(get(theirs));
    if (count === null) continue;
    if (count < 0) issues.push(`${theirs} is negative (${count}): not used`);
    else {
      counts[ours] = count;
      found = true;
    }
  }
  return found ? counts : undefined;
}

/** Ids and names stand in two lists side by side; where their lengths differ nobody can say who is who. */
function peopleOf(row: Wire, prefixes: readonly string[]): Who[] {
  for (const prefix of prefixes) {
    const ids = textsOf(row[`${prefix}_ids`]);
    const names = textsOf(row[`${prefix}_names`]);
    if (ids.length > 0) return ids.map((id, i) => ({ id, name: names.length === ids.length ? names[i] : undefined }));
    if (names.length > 0) return names.map((name) => ({ name }));
  }
  return [];
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((item) => textOf(item) ?? []) : [];
}

export function whoOf(id: string | undefined, name: string | undefined): Who | null {
  return id === undefined && name === undefined ? null : { id, name };
}

/** Yes or no in the words of JSON and of CSV; null where neither is said. */
export function flagOf(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const word = textOf(value)?.toLowerCase() ?? "";
  if (["1", "true", "yes", "y", "t"].includes(word)) return true;
  return ["0", "false", "no", "n", "f"].includes(word) ? false : null;
}
