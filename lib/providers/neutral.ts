import type { Instant } from "@/lib/model/instant";
import {
  ACTORS,
  CHANNELS,
  PAGE_EVENT_KINDS,
  type PageEvent,
  type PageEventKind,
  type PageFacts,
  URGENCIES,
} from "@/lib/model/page-event";
import type { JsonFormat, Outcome, ParsedRecord, Provider, ReadContext } from "./provider";
import { isZone, readTime } from "./read-time";
import { stableHash } from "./stable-hash";
import { objectOf, type Wire } from "./wire";

const STATES = ["pending", "accepted", "declined"] as const;

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
  environment?: string;
  number?: string;
  link?: string;
  policy?: string;
  /** Of a `responder-added`. */
  state?: PageEvent["state"];
  /** Of an end that was no plain resolve, and of a snooze: until when. */
  how?: string;
  /** Key of the page that this one became part of. */
  mergedInto?: string;
  /** When the page opened, where another event than its trigger tells it. ISO 8601. */
  createdAt?: string;
  /** Until when what the event tells of its page was true. ISO 8601. */
  asOf?: string;
  closedAtUnknownTime?: true;
  counts?: PageFacts["counts"];
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
  return defined<NeutralEvent>({
    page: event.pageKey,
    kind: event.kind,
    at: isoOf(event.at),
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
    environment: facts.environment,
    number: facts.number,
    link: facts.link,
    policy: facts.policy,
    state: event.state,
    how: event.how,
    mergedInto: event.mergedInto,
    createdAt: facts.createdAt === undefined ? undefined : isoOf(facts.createdAt),
    asOf: facts.asOf === undefined ? undefined : isoOf(facts.asOf),
    closedAtUnknownTime: facts.closedAtUnknownTime,
    counts: facts.counts,
    source,
  });
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

/** The members without which a record is no event. */
const NEEDED = ["page", "kind", "at"] as const;

const KEYS: ReadonlySet<string> = new Set<keyof NeutralEvent | "provider">([
  ...NEEDED,
  "by",
  "person",
  "channel",
  "level",
  "to",
  "title",
  "service",
  "team",
  "urgency",
  "rule",
  "dedup",
  "note",
  "priority",
  "environment",
  "number",
  "link",
  "policy",
  "state",
  "how",
  "mergedInto",
  "createdAt",
  "asOf",
  "closedAtUnknownTime",
  "counts",
  "source",
  "provider",
]);

const events: JsonFormat = {
  shape: "json",
  id: "neutral-events",
  label: "Squelch events (JSON)",
  matches: (value) => NEEDED.every((name) => objectOf(value)?.[name] !== undefined),
  needsZone: () => false,
  read: readNeutral,
};

/** Beside events of ours: what is meant as one is told what it lacks. */
const meant: JsonFormat = {
  ...events,
  id: "neutral-events-that-lack-something",
  label: "Squelch events that lack something (JSON)",
  isGuest: true,
  matches: (value) => NEEDED.filter((name) => objectOf(value)?.[name] !== undefined).length > 1,
};

/** Our own form read back: what `squelch parse` printed, or one event on a line. */
export const neutral: Provider = { id: "neutral", label: "Squelch events", formats: [events, meant] };

function readNeutral(value: unknown, { envelope, zone }: ReadContext): Outcome {
  const wire = value as Wire;
  const kind = kindOf(wire.kind);
  const pageKey = text(wire.page);
  if (pageKey === undefined) return { outcome: "rejected", why: lacking("page", wire.page, "is no text") };
  if (kind === undefined)
    return { outcome: "rejected", why: lacking("kind", wire.kind, `is none of ${PAGE_EVENT_KINDS.join(", ")}`) };
  const told = new Members(wire, zone !== null && isZone(zone) ? zone : null);
  const read = readTime(wire.at, { zone: told.zone });
  if (read === null) return { outcome: "rejected", why: "at is missing" };
  if ("wrong" in read) return { outcome: "rejected", why: `at: ${read.wrong}` };
  if (read.issue !== null) told.issues.push(`at: ${read.issue}`);
  const event = defined<PageEvent>({
    provider: text(wire.provider) ?? text(envelope?.get("provider")) ?? "neutral",
    pageKey,
    eventKey: `neutral:${kind}@${isoOf(read.at)}:${stableHash(JSON.stringify(wire))}`,
    kind,
    at: read.at,
    by: told.oneOf("by", ACTORS) ?? "unknown",
    person: told.text("person"),
    channel: told.oneOf("channel", CHANNELS),
    level: told.level(),
    to: told.people(),
    note: told.text("note"),
    state: told.oneOf("state", STATES),
    how: told.text("how"),
    mergedInto: told.text("mergedInto"),
    facts: factsOf(told),
  });
  const leftAlone = Object.keys(wire).filter((name) => !KEYS.has(name));
  return {
    outcome: "accepted",
    events: [event],
    people: [],
    issues: told.issues,
    ...(leftAlone.length > 0 && { leftAlone }),
  };
}

/** Case, blanks and underscores make no other kind; there are no synonyms. */
function kindOf(value: unknown): PageEventKind | undefined {
  const word =
    typeof value === "string"
      ? value
          .trim()
          .toLowerCase()
          .replace(/[\s_]+/g, "-")
      : value;
  return oneOf(PAGE_EVENT_KINDS, word);
}

function lacking(name: string, value: unknown, why: string): string {
  const isTold = value !== undefined && value !== null && value !== "";
  return isTold ? `${name}: ${shown(value)} ${why}` : `${name} is missing`;
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? "";
}

function factsOf(told: Members): PageFacts | undefined {
  const facts = defined<PageFacts>({
    title: told.text("title"),
    service: told.text("service"),
    team: told.text("team"),
    environment: told.text("environment"),
    urgency: told.oneOf("urgency", URGENCIES),
    priority: told.text("priority"),
    rule: told.text("rule"),
    dedup: told.text("dedup"),
    number: told.text("number"),
    link: told.text("link"),
    policy: told.text("policy"),
    createdAt: told.instant("createdAt"),
    asOf: told.instant("asOf"),
    closedAtUnknownTime: told.isTrue("closedAtUnknownTime"),
    counts: told.counts(),
  });
  return Object.keys(facts).length > 0 ? facts : undefined;
}

/** Optional members: one that cannot be read is left out, which is an issue; null and empty are not told. */
class Members {
  readonly issues: string[] = [];
  constructor(
    private readonly wire: Readonly<Record<string, unknown>>,
    readonly zone: string | null,
  ) {}

  private leftOut(name: string, why: string): undefined {
    this.issues.push(`${name}: ${shown(this.wire[name])} ${why}`);
  }

  private isTold(name: string): boolean {
    const value = this.wire[name];
    return value !== undefined && value !== null && value !== "";
  }

  text(name: string): string | undefined {
    if (!this.isTold(name)) return undefined;
    return text(this.wire[name]) ?? this.leftOut(name, "is no text");
  }

  oneOf<T extends string>(name: string, list: readonly T[]): T | undefined {
    if (!this.isTold(name)) return undefined;
    return oneOf(list, this.wire[name]) ?? this.leftOut(name, `is none of ${list.join(", ")}`);
  }

  level(): number | undefined {
    const { level } = this.wire;
    if (!this.isTold("level")) return undefined;
    if (typeof level === "number" && Number.isInteger(level) && level > 0 && level <= MOST_LEVELS) return level;
    return this.leftOut("level", "is no level: the first one is 1");
  }

  people(): readonly string[] | undefined {
    const { to } = this.wire;
    if (!this.isTold("to")) return undefined;
    const list = (Array.isArray(to) ? to : [to]).map(text);
    const people = list.filter((key) => key !== undefined);
    return people.length === list.length ? people : this.leftOut("to", "is no list of texts");
  }

  instant(name: string): Instant | undefined {
    const read = this.isTold(name) ? readTime(this.wire[name], { zone: this.zone }) : null;
    if (read === null) return undefined;
    return "wrong" in read ? this.leftOut(name, `is no time: ${read.wrong}`) : read.at;
  }

  isTrue(name: string): true | undefined {
    return this.wire[name] === true ? true : undefined;
  }

  counts(): Readonly<Record<string, number>> | undefined {
    const { counts } = this.wire;
    if (!this.isTold("counts")) return undefined;
    const isCounts = typeof counts === "object" && Object.values(counts ?? {}).every(Number.isFinite);
    return isCounts ? (counts as Record<string, number>) : this.leftOut("counts", "holds no numbers by name");
  }
}

function isoOf(at: Instant): string {
  return new Date(at).toISOString();
}

/** As it stands; ids may come as numbers. */
function text(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function oneOf<T extends string>(list: readonly T[], value: unknown): T | undefined {
  return list.find((item) => item === value);
}

/** Built anew: an object from which keys were deleted takes several times the memory. */
function defined<T extends object>(value: T): T {
  const told: Partial<T> = {};
  for (const key in value) if (value[key] !== undefined) told[key] = value[key];
  return told as T;
}
