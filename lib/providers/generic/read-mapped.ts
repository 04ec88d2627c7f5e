import type { Instant } from "@/lib/model/instant";
import type { MappedField, Mapping } from "@/lib/model/mapping";
import {
  ACTORS,
  type Actor,
  CHANNELS,
  type Channel,
  PAGE_EVENT_KINDS,
  type PageEventKind,
  type PageFacts,
  URGENCIES,
} from "@/lib/model/page-event";
import { Collector, type Doer, ignored, missingTime, rejected } from "@/lib/providers/collector";
import type { Namespace, Outcome, ReadContext } from "@/lib/providers/provider";
import { readDuration } from "@/lib/providers/read-duration";
import type { TimeOptions } from "@/lib/providers/read-time";
import { stableHash } from "@/lib/providers/stable-hash";
import { linkOf, textOf, told } from "@/lib/providers/wire";

export const GENERIC = "generic";

/** In the mapping's values: rows of this kind are left out on purpose. */
const LEFT_OUT = "ignore";

/** What stands in the column or member of a field; undefined where nothing does. */
export type Cell = (field: MappedField) => unknown;

/** Reads one row or object as its mapping says: rows that tell a kind are one event each, others a whole page. */
export function readMapped(cell: Cell, mapping: Mapping, { zone, namespace = null }: Reading): Outcome {
  const record = new MappedRecord(cell, mapping, { zone: mapping.zone ?? zone }, namespace);
  return mapping.fields.kind === undefined ? record.page() : record.event();
}

type Reading = Pick<ReadContext, "zone" | "namespace">;
type Spoken = "urgency" | "kind" | "channel" | "by";

class MappedRecord {
  private readonly collector: Collector;

  constructor(
    private readonly cell: Cell,
    private readonly mapping: Mapping,
    private readonly times: TimeOptions,
    private readonly namespace: Namespace,
  ) {
    this.collector = new Collector(GENERIC, times);
  }

  /** A row about a whole page, with every time that it tells. */
  page(): Outcome {
    const { collector } = this;
    const triggeredAt = this.time("triggeredAt");
    if (triggeredAt === null) return this.without("triggeredAt");
    const pageKey = this.pageKey(triggeredAt);
    if (pageKey === null) return rejected(NO_IDENTITY);
    const facts = this.facts();
    const end = this.end(triggeredAt);
    const acknowledgedAt = this.laterTime("acknowledgedAt", "secondsToAcknowledge", triggeredAt, end);
    const resolver = this.doer("resolvedBy");
    const notifiedAt = this.time("notifiedAt");
    const people = this.people("notifiedPerson");
    if (end === "unknown-time" || (end === null && resolver.by === "person")) facts.closedAtUnknownTime = true;
    const resolvedAt = typeof end === "number" ? end : null;
    facts.asOf = Math.max(triggeredAt, resolvedAt ?? 0, acknowledgedAt ?? 0, notifiedAt ?? 0);

    const to = notifiedAt === null && people.length > 0 ? people : undefined;
    // Whoever ended the page, or at least took it, wrote the note.
    const last = resolvedAt !== null ? "resolved" : acknowledgedAt !== null ? "acknowledged" : "triggered";
    const noteOf = (kind: typeof last): string | undefined => (kind === last ? this.text("note") : undefined);
    const opening = { pageKey, kind: "triggered", at: triggeredAt, by: "unknown", to, facts } as const;
    collector.snapshot(GENERIC, { ...opening, note: noteOf("triggered") });
    if (notifiedAt !== null) this.notify(pageKey, notifiedAt, people);
    const acknowledger = this.doer("acknowledgedBy");
    if (acknowledgedAt !== null) {
      const note = noteOf("acknowledged");
      collector.snapshot(GENERIC, { pageKey, kind: "acknowledged", at: acknowledgedAt, ...acknowledger, note });
    } else if (acknowledger.by === "person") {
      collector.issues.push(`${this.where("acknowledgedBy")} names somebody, but no time says when: left out`);
    }
    if (resolvedAt !== null) {
      const note = noteOf("resolved");
      collector.snapshot(GENERIC, { pageKey, kind: "resolved", at: resolvedAt, ...resolver, note });
    }
    return collector.accepted();
  }

  /** A row about one thing that happened. */
  event(): Outcome {
    const { collector } = this;
    const word = this.text("kind");
    if (word === undefined) return rejected(`${this.where("kind")} is empty`);
    if (this.mapped("kind", word) === LEFT_OUT)
      return ignored(`${this.where("kind")} "${word}" is left out by the mapping`);
    const kind = this.spoken("kind", PAGE_EVENT_KINDS);
    if (kind === undefined) return rejected(collector.issues.at(-1) ?? `${this.where("kind")} is unknown`);
    const at = this.time("at");
    if (at === null) return this.without("at");
    const pageKey = this.pageKey(this.time("triggeredAt"));
    if (pageKey === null) return rejected(NO_IDENTITY);
    const facts = this.facts();
    const asked = this.people("notifiedPerson");
    const doer = this.doerOf(kind);
    if (kind === "notified") {
      const told = asked.length > 0 ? asked : doer.person === undefined ? [] : [doer.person];
      this.notify(pageKey, at, told, facts);
    } else {
      const to = asked.length > 0 ? asked : undefined;
      collector.snapshot(GENERIC, { pageKey, kind, at, ...doer, to, note: this.text("note"), facts });
    }
    return collector.accepted();
  }

  private notify(pageKey: string, at: Instant, people: readonly string[], facts?: PageFacts): void {
    const channel: Channel = this.spoken("channel", CHANNELS) ?? "unknown";
    const event = { pageKey, kind: "notified", at, by: "unknown", channel, facts } as const;
    // A notification of nobody is still one: it rang somewhere.
    if (people.length === 0) this.collector.snapshot(GENERIC, event);
    for (const person of people) this.collector.snapshot(GENERIC, { ...event, person });
  }

  private pageKey(triggeredAt: Instant | null): string | null {
    const key = this.text("page");
    if (key !== undefined) return this.own(key);
    const title = this.text("title");
    if (title === undefined || triggeredAt === null) return null;
    return this.own(stableHash(JSON.stringify([title, this.text("service") ?? null, triggeredAt])));
  }

  private own(key: string): string {
    return this.namespace === null ? key : `${this.namespace}:${key}`;
  }

  private facts(): PageFacts {
    return told<PageFacts>({
      // People know the page by the tool's own key.
      number: this.namespace === null ? undefined : this.text("page"),
      title: this.text("title"),
      service: this.text("service"),
      team: this.text("team"),
      urgency: this.spoken("urgency", URGENCIES),
      priority: this.text("priority"),
      rule: this.text("rule"),
      dedup: this.text("dedup"),
      link: linkOf(this.cell("link")),
    });
  }

  /** When the page ended: null = it is open or nothing is told, `unknown-time` = what is told cannot be. */
  private end(triggeredAt: Instant): Instant | "unknown-time" | null {
    const { issues } = this.collector;
    const before = issues.length;
    const at = this.laterTime("resolvedAt", "secondsToResolve", triggeredAt, null);
    return at ?? (issues.length > before ? "unknown-time" : null);
  }

  /** The time of a field, or the moment so many seconds after the trigger. One that cannot be is said and not used. */
  private laterTime(
    timeField: "acknowledgedAt" | "resolvedAt",
    secondsField: "secondsToAcknowledge" | "secondsToResolve",
    triggeredAt: Instant,
    end: Instant | "unknown-time" | null,
  ): Instant | null {
    const { issues } = this.collector;
    const stated = this.time(timeField);
    const field = stated === null ? secondsField : timeField;
    const at = stated ?? this.after(secondsField, triggeredAt);
    if (at === null) return null;
    if (at < triggeredAt) {
      issues.push(`${this.where(field)} is before the page opened: not used`);
      return null;
    }
    if (typeof end === "number" && at > end) {
      issues.push(`${this.where(field)} is after the page ended: not used`);
      return null;
    }
    return at;
  }

  private after(field: "secondsToAcknowledge" | "secondsToResolve", from: Instant): Instant | null {
    const text = this.text(field);
    if (text === undefined) return null;
    const seconds = readDuration(text, 1);
    if (seconds !== null && Math.abs(seconds) < MOST_SECONDS) return from + Math.round(seconds * 1000);
    this.collector.issues.push(`${this.where(field)} ${shown(text)} is no duration`);
    return null;
  }

  private doerOf(kind: PageEventKind): Doer {
    const own = kind === "acknowledged" ? "acknowledgedBy" : kind === "resolved" ? "resolvedBy" : "by";
    return this.text(own) === undefined ? this.doer("by") : this.doer(own);
  }

  /** Who did it: one of our words, as the mapping of `by` has them, or else a person. */
  private doer(field: "acknowledgedBy" | "resolvedBy" | "by"): Doer {
    const word = this.text(field);
    if (word === undefined) return { by: "unknown" };
    const actor = ACTORS.find((one) => one === (this.mapped("by", word) ?? word).toLowerCase());
    if (actor !== undefined) return { by: actor satisfies Actor };
    const [person] = this.people(field);
    return person === undefined ? { by: "unknown" } : { by: "person", person };
  }

  private people(field: MappedField): string[] {
    const names = namesIn(this.cell(field));
    if (names.length <= MOST_PEOPLE) return [...new Set(names.flatMap((name) => this.person(name) ?? []))];
    this.collector.issues.push(`${this.where(field)} names ${names.length} people: left out`);
    return [];
  }

  /** Their address is the key where it stands there: it is the same in every tool. */
  private person(name: string): string | undefined {
    const [, words = "", address] =
      name.length > LONGEST_NAME ? [] : (/^(.*?)<?\b([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)>?$/.exec(name) ?? []);
    if (address === undefined) return this.collector.person({ id: this.own(name), name });
    const named = words.replace(/["(]/g, "").trim();
    return this.collector.person({ id: address.toLowerCase(), name: named === "" ? undefined : named, email: address });
  }

  /** One of our words for a cell. An unknown one is an issue, never guessed. */
  private spoken<T extends string>(field: Spoken, ours: readonly T[]): T | undefined {
    const word = this.text(field);
    if (word === undefined) return undefined;
    const wanted = (this.mapped(field, word) ?? word).trim().toLowerCase().replace(/[ _]+/g, "-");
    const found = ours.find((one) => one === wanted);
    if (found === undefined)
      this.collector.issues.push(`${this.where(field)} ${shown(word)} is none of ${ours.join(", ")}`);
    return found;
  }

  private mapped(field: Spoken, word: string): string | undefined {
    const wanted = word.toLowerCase();
    return Object.entries(this.mapping.values[field] ?? {}).find(
      ([theirs]) => theirs.trim().toLowerCase() === wanted,
    )?.[1];
  }

  private text(field: MappedField): string | undefined {
    const value = this.cell(field);
    return typeof value === "boolean" ? String(value) : textOf(value);
  }

  private time(field: MappedField): Instant | null {
    return this.collector.time(this.cell(field), this.where(field));
  }

  private without(field: "triggeredAt" | "at"): Outcome {
    if (this.mapping.fields[field] === undefined) return rejected(`the mapping does not say which column is ${field}`);
    return rejected(missingTime(this.cell(field), this.where(field), this.times));
  }

  /** The column as people know it. */
  private where(field: MappedField): string {
    return this.mapping.fields[field] ?? field;
  }
}

const NO_IDENTITY = "nothing tells which page this is: neither an id, nor a title with the time it opened";
const MOST_PEOPLE = 100;
const LONGEST_NAME = 320;
/** Longer than any page was open, and short enough for a date. */
const MOST_SECONDS = 1e9;

/** Several people in one cell: a list, lines, semicolons or bars; commas only between addresses, as names have them too. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textOf(item) ?? []);
  const text = textOf(value);
  if (text === undefined) return [];
  const parts = partsOf(text, /[;|\r\n]/);
  if (parts.length > 1) return parts;
  const byComma = partsOf(text, /,/);
  return byComma.every((part) => part.includes("@")) ? byComma : [text];
}

function partsOf(text: string, separator: RegExp): string[] {
  return text.split(separator).flatMap((part) => part.trim() || []);
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
