import type { Instant } from "@/lib/model/instant";
import { Collector, type Doer, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { numberOf, objectOf, objectsOf, textOf, type Wire } from "@/lib/providers/wire";
import {
  doerNamed,
  incidentFacts,
  isSystem,
  numberOfIncident,
  PROVIDER,
  phaseOf,
  timeOf,
  usersOf,
} from "./incident-words";

const MARKS = ["entityId", "currentPhase", "transitions", "startTime", "entityState", "pagedTeams", "routingKey"];

/** Whether this is an incident of the public or the reporting API; all of its fields are optional. */
export function isIncident(value: Wire): boolean {
  return value.incidentNumber !== undefined && MARKS.some((key) => value[key] !== undefined);
}

type Transition = { kind: "triggered" | "acknowledged" | "resolved"; at: Instant; wire: Wire };

/** A snapshot: every transition, and in the older shape the one acknowledgement and the end. */
export function readRestIncident(incident: Wire, { zone }: ReadContext): Outcome {
  const pageKey = numberOfIncident(incident.incidentNumber);
  if (pageKey === undefined) return rejected("incidentNumber is missing");
  const collector = new Collector(PROVIDER, { zone });
  const transitions = transitionsOf(incident, collector);
  const startedAt = timeOf(incident.startTime, "startTime", collector);
  const openedAt = transitions.find(({ kind }) => kind === "triggered")?.at ?? startedAt;
  if (openedAt === null) return rejected(missingTime(incident.startTime, "startTime", collector.times));
  addOlderShape(incident, transitions, openedAt, collector);

  const facts = incidentFacts({
    number: pageKey,
    title: textOf(incident.entityDisplayName) ?? textOf(incident.entityDispName) ?? incident.service,
    service: incident.service,
    host: incident.host,
    routingKey: incident.routingKey,
    entityId: incident.entityId,
    policies: incident.pagedPolicies,
    team: textOf(incident.teams)?.split(",")[0],
    link: incident.incidentLink,
  });
  const alerts = numberOf(incident.alertCount);
  if (alerts !== null && alerts > 0) facts.counts = { occurrences: alerts };
  const isEnded = transitions.some(({ kind }) => kind === "resolved");
  if (!isEnded && phaseOf(incident.currentPhase) === "resolved") facts.closedAtUnknownTime = true;
  const lastAlertAt = timeOf(incident.lastAlertTime, "lastAlertTime", collector);
  facts.asOf = Math.max(openedAt, lastAlertAt ?? 0, ...transitions.map(({ at }) => at));

  const to = usersOf(incident.pagedUsers ?? [], collector);
  collector.snapshot("rest", {
    pageKey,
    kind: "triggered",
    at: openedAt,
    by: raisedBy(incident),
    to: to.length > 0 ? to : undefined,
    facts,
  });
  addTransitions(transitions, pageKey, collector);
  return collector.accepted();
}

function transitionsOf(incident: Wire, collector: Collector): Transition[] {
  const found: Transition[] = [];
  objectsOf(incident.transitions).forEach((wire, i) => {
    const kind = phaseOf(wire.name);
    const at = timeOf(wire.at, `transitions[${i}].at`, collector);
    if (kind === undefined) {
      collector.issues.push(`transitions[${i}]: ${JSON.stringify(wire.name)?.slice(0, 40)} is no phase: left out`);
    } else if (at !== null) found.push({ kind, at, wire });
    else if (textOf(wire.at) === undefined) collector.issues.push(`transitions[${i}].at is missing`);
  });
  return found.sort((a, b) => a.at - b.at);
}

/** `ackTime` and `endTime` of the older shape, where no transition tells the same. */
function addOlderShape(incident: Wire, transitions: Transition[], openedAt: Instant, collector: Collector): void {
  const ackedAt = timeOf(incident.ackTime, "ackTime", collector);
  if (ackedAt !== null && !transitions.some(({ kind }) => kind === "acknowledged")) {
    const by = textOf(incident.ackUserId) ?? textOf(objectOf(incident.ackUser)?.username);
    describe(by, objectOf(incident.ackUser), collector);
    transitions.push({ kind: "acknowledged", at: ackedAt, wire: { by } });
  }
  const endedAt = timeOf(incident.endTime, "endTime", collector);
  const phase = phaseOf(incident.currentPhase);
  if (endedAt !== null && !transitions.some(({ kind }) => kind === "resolved")) {
    if (phase !== undefined && phase !== "resolved") {
      collector.issues.push("endTime: the incident is not resolved: not used");
    } else if (endedAt < openedAt) collector.issues.push("endTime is before the start: not used");
    else transitions.push({ kind: "resolved", at: endedAt, wire: {} });
  }
  transitions.sort((a, b) => a.at - b.at);
}

function describe(key: string | undefined, user: Wire | null, collector: Collector): void {
  if (key === undefined || !user) return;
  const name = [user.first ?? user.firstName, user.last ?? user.lastName]
    .flatMap((part) => textOf(part) ?? [])
    .join(" ");
  collector.person({ id: key, name: name === "" ? undefined : name, email: user.email });
}

function addTransitions(transitions: readonly Transition[], pageKey: string, collector: Collector): void {
  let before: Transition["kind"] | null = null;
  for (const { kind, at, wire } of transitions) {
    const note = textOf(wire.message);
    if (kind !== "triggered") {
      collector.snapshot("rest", { pageKey, kind, at, ...doerOf(wire, kind, collector), note });
    } else if (before === "acknowledged") {
      collector.snapshot("rest", { pageKey, kind: "unacknowledged", at, ...doerOf(wire, kind, collector) });
    } else if (before === "resolved") collector.snapshot("rest", { pageKey, kind, at, by: "unknown" });
    before = kind;
  }
}

/** By hand, by a name, or at the end by an alert of a tool; nobody told is unknown. */
function doerOf(wire: Wire, kind: Transition["kind"], collector: Collector): Doer {
  const by = textOf(wire.by);
  const isByHand = wire.manually === true || textOf(wire.manually)?.toLowerCase() === "true";
  if (isByHand && (by === undefined || isSystem(by))) return { by: "person" };
  if (by !== undefined) return doerNamed(by, collector);
  return kind === "resolved" && textOf(wire.alertId) !== undefined ? { by: "automation" } : { by: "unknown" };
}

function raisedBy(incident: Wire): Doer["by"] {
  const monitor = textOf(incident.monitorType)?.toLowerCase();
  if (monitor === undefined) return "unknown";
  return monitor === "manual" ? "person" : "automation";
}
