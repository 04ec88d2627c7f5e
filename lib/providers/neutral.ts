import { ACTORS, CHANNELS, PAGE_EVENT_KINDS, type PageEvent, type PageFacts, URGENCIES } from "@/lib/model/page-event";
import type { JsonFormat, Outcome, ParsedRecord, Provider, ReadContext } from "./provider";
import { isZone, readTime } from "./read-time";
import { stableHash } from "./stable-hash";

/** More levels than any escalation policy has. */
const MOST_LEVELS = 1000;

/** One event in our own words, as `squelch parse` prints it. A key that is missing was not told. */
export type NeutralEvent = {
  page: string;
  kind: PageEvent["kind"];
  /** ISO 8601 with milliseconds, UTC. */
  at: string;
  by: PageEvent["by"];
  person?: string;
  channel?: PageEvent["channel"];
  level?: number;
  to?: readonly string[];
  title?: string;
  service?: string;
  team?: string;
  urgency?: PageFacts["urgency"];
  rule?: string;
  dedup?: string;
  note?: string;
  priority?: string;
  /** Id of the format it was read from. */
  source?: string;
};

export type NeutralDocument = {
  provider: string;
  format: string;
  events: readonly NeutralEvent[];
  ignored: readonly { where: string; why: string }[];
  issues: readonly { where: string; message: string }[];
};

export function toNeutral(event: PageEvent, source?: string): NeutralEvent {
  const { facts = {} } = event;
  const neutralEvent: NeutralEvent = {
    page: event.pageKey,
    kind: event.kind,
    at: new Date(event.at).toISOString(),
    by: event.by,
    person: event.person,
    channel: event.channel,
    level: event.level,
    to: event.to,
    title: facts.title,
    service: facts.service,
    team: facts.team,
    urgency: facts.urgency,
    rule: facts.rule,
    dedup: facts.dedup,
    note: event.note,
    priority: facts.priority,
    source,
  };
  for (const key in neutralEvent) {
    if (neutralEvent[key as keyof NeutralEvent] === undefined) delete neutralEvent[key as keyof NeutralEvent];
  }
  return neutralEvent;
}

/** What a file holds, in its order. A rejected record is an issue: nothing of it was read. */
export function toNeutralDocument(provider: string, format: string, records: readonly ParsedRecord[]): NeutralDocument {
  const document = {
    provider,
    format,
    events: [] as NeutralEvent[],
    ignored: [] as { where: string; why: string }[],
    issues: [] as { where: string; message: string }[],
  };
  for (const record of records) {
    const { where } = record;
    if (record.outcome === "ignored") document.ignored.push({ where, why: record.why });
    else if (record.outcome === "rejected") document.issues.push({ where, message: record.why });
    else {
      for (const event of record.events) document.events.push(toNeutral(event, format));
      for (const message of record.issues) document.issues.push({ where, message });
    }
  }
  return document;
}

const events: JsonFormat = {
  shape: "json",
  id: "neutral-events",
  label: "Squelch events (JSON)",
  matches: (value) => {
    const { page, kind, at } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
    return typeof page === "string" && at !== undefined && oneOf(PAGE_EVENT_KINDS, kind) !== undefined;
  },
  needsZone: () => false,
  read: readNeutral,
};

/** Our own form read back: what `squelch parse` printed, or one event on a line. */
export const neutral: Provider = { id: "neutral", label: "Squelch events", formats: [events] };

function readNeutral(value: unknown, { envelope, zone }: ReadContext): Outcome {
  const wire = value as Record<string, unknown>;
  const kind = oneOf(PAGE_EVENT_KINDS, wire.kind);
  const pageKey = text(wire.page);
  if (kind === undefined) return { outcome: "rejected", why: `kind ${JSON.stringify(wire.kind)} is none of ours` };
  if (pageKey === undefined) return { outcome: "rejected", why: "page is missing" };
  const read = readTime(wire.at, { zone: zone !== null && isZone(zone) ? zone : null });
  if (read === null) return { outcome: "rejected", why: "at is missing" };
  if ("wrong" in read) return { outcome: "rejected", why: `at: ${read.wrong}` };
  const facts = defined<PageFacts>({
    title: text(wire.title),
    service: text(wire.service),
    team: text(wire.team),
    urgency: oneOf(URGENCIES, wire.urgency),
    rule: text(wire.rule),
    dedup: text(wire.dedup),
    priority: text(wire.priority),
  });
  const event = defined<PageEvent>({
    provider: text(wire.provider) ?? text(envelope?.get("provider")) ?? "neutral",
    pageKey,
    eventKey: `neutral:${kind}@${new Date(read.at).toISOString()}:${stableHash(JSON.stringify(wire))}`,
    kind,
    at: read.at,
    by: oneOf(ACTORS, wire.by) ?? "unknown",
    person: text(wire.person),
    channel: oneOf(CHANNELS, wire.channel),
    level:
      typeof wire.level === "number" && Number.isInteger(wire.level) && wire.level > 0 && wire.level <= MOST_LEVELS
        ? wire.level
        : undefined,
    to: Array.isArray(wire.to) ? wire.to.filter((key) => typeof key === "string") : undefined,
    note: text(wire.note),
    facts: Object.keys(facts).length > 0 ? facts : undefined,
  });
  return { outcome: "accepted", events: [event], people: [], issues: read.issue === null ? [] : [`at: ${read.issue}`] };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function oneOf<T extends string>(list: readonly T[], value: unknown): T | undefined {
  return list.find((item) => item === value);
}

function defined<T extends object>(value: T): T {
  for (const key in value) if (value[key] === undefined) delete value[key];
  return value;
}
