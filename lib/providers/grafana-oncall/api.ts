import type { PageEvent } from "@/lib/model/page-event";
import { Collector, type Doer, ignored, missingTime, rejected } from "@/lib/providers/collector";
import type { JsonFormat, Outcome, ReadContext } from "@/lib/providers/provider";
import { objectOf, textOf, type Wire } from "@/lib/providers/wire";
import { groupFacts, isDemo, userOf } from "./group-facts";
import { PROVIDER } from "./provider-id";

const isAlertGroup = (value: Wire): boolean =>
  value.alerts_count !== undefined && value.created_at !== undefined && textOf(value.id) !== undefined;

/** A snapshot: every act that the alert group dates. */
function readAlertGroup(group: Wire, { zone }: ReadContext): Outcome {
  const pageKey = textOf(group.id);
  if (pageKey === undefined) return rejected("id is missing");
  const last = objectOf(group.last_alert);
  if (isDemo(last?.payload)) return ignored("a demo alert (amixr_demo): nobody was paged for a problem");
  const collector = new Collector(PROVIDER, { zone });
  const createdAt = collector.time(group.created_at, "created_at");
  if (createdAt === null) return rejected(missingTime(group.created_at, "created_at", collector.times));
  const acknowledgedAt = collector.time(group.acknowledged_at, "acknowledged_at");
  const silencedAt = collector.time(group.silenced_at, "silenced_at");
  const isOver = textOf(group.state)?.toLowerCase() === "resolved";
  const resolvedAt = isOver || group.state === undefined ? collector.time(group.resolved_at, "resolved_at") : null;
  const first = group.alerts_count === 1 ? objectOf(last?.payload) : null;
  const facts = groupFacts(group, null, first);
  facts.asOf = Math.max(createdAt, acknowledgedAt ?? 0, silencedAt ?? 0, resolvedAt ?? 0);
  if (isOver && resolvedAt === null) facts.closedAtUnknownTime = true;
  const add = (kind: PageEvent["kind"], at: number | null, doer: Doer, more: Partial<PageEvent> = {}): void => {
    if (at !== null) collector.snapshot("api", { pageKey, kind, at, ...doer, ...more });
  };
  add("triggered", createdAt, { by: "unknown" }, { facts });
  add("acknowledged", acknowledgedAt, doerOf(group.acknowledged_by));
  add("snoozed", silencedAt, { by: "unknown" });
  add("resolved", resolvedAt, doerOf(group.resolved_by));
  return collector.accepted();
}

/** The id of a user; null where an integration or a rule did it. Old versions have no such key. */
function doerOf(value: unknown): Doer {
  const person = textOf(value);
  if (person !== undefined) return { by: "person", person };
  return { by: value === null ? "automation" : "unknown" };
}

const isNote = (value: Wire): boolean =>
  value.alert_group_id !== undefined && value.text !== undefined && value.author !== undefined;

function readNote(note: Wire, { zone }: ReadContext): Outcome {
  const pageKey = textOf(note.alert_group_id);
  if (pageKey === undefined) return rejected("alert_group_id is missing");
  const collector = new Collector(PROVIDER, { zone });
  const at = collector.time(note.created_at, "created_at");
  if (at === null) return rejected(missingTime(note.created_at, "created_at", collector.times));
  const person = textOf(note.author);
  const text = textOf(note.text);
  const doer: Doer = person === undefined ? { by: "unknown" } : { by: "person", person };
  collector.snapshot("api", { pageKey, kind: "annotated", at, ...doer, ...(text === undefined ? {} : { note: text }) });
  const id = textOf(note.id);
  const [event] = collector.events;
  if (id !== undefined && event) event.eventKey = `note:${id}`;
  return collector.accepted();
}

const isUser = (value: Wire): boolean =>
  textOf(value.id) !== undefined && value.username !== undefined && (value.timezone ?? value.role) !== undefined;

function readUser(user: Wire): Outcome {
  const collector = new Collector(PROVIDER);
  return userOf(user, collector) === undefined ? rejected("a user without id and name") : collector.accepted();
}

function format(
  id: string,
  label: string,
  is: (value: Wire) => boolean,
  read: (value: Wire, context: ReadContext) => Outcome,
): JsonFormat {
  return {
    shape: "json",
    id: `grafana-oncall-${id}`,
    label: `Grafana OnCall ${label} (JSON)`,
    matches: (value) => {
      const object = objectOf(value);
      return object !== null && is(object);
    },
    read: (value, context) => read(objectOf(value) ?? {}, context),
  };
}

/** What the public API lists. Acting people are ids there: a file of users tells their names. */
export const apiFormats: readonly JsonFormat[] = [
  format("api", "API alert groups", isAlertGroup, readAlertGroup),
  format("notes", "API resolution notes", isNote, readNote),
  format("users", "API users", isUser, readUser),
  format(
    "shifts",
    "API on-call shifts",
    (value) => value.shift_start !== undefined && value.user_pk !== undefined,
    () => ignored("an on-call shift: nobody was paged"),
  ),
  format(
    "alerts",
    "API alerts",
    (value) => value.alert_group_id !== undefined && value.payload !== undefined,
    () => ignored("an alert in an alert group: people are paged by the group"),
  ),
];
