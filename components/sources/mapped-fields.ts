import type { Preview } from "@/lib/contract/sources";
import type { MappedField, Mapping } from "@/lib/model/mapping";
import { ACTORS, CHANNELS, PAGE_EVENT_KINDS, URGENCIES } from "@/lib/model/page-event";

/** What one row of the file tells. */
export type RowKind = "page" | "event";

type Word = { label: string; hint?: string };

export const FIELD_WORDS: Record<MappedField, Word> = {
  page: { label: "Id of the page", hint: "the same in every row of one page" },
  title: { label: "Title" },
  service: { label: "Service" },
  team: { label: "Team" },
  urgency: { label: "Urgency" },
  priority: { label: "Priority" },
  rule: { label: "Id of the rule", hint: "of the check that fired" },
  dedup: { label: "Key of the problem", hint: "the same each time it comes back" },
  link: { label: "Link to it" },
  triggeredAt: { label: "Opened at" },
  acknowledgedAt: { label: "Acknowledged at" },
  resolvedAt: { label: "Ended at" },
  secondsToAcknowledge: { label: "Time to acknowledge", hint: "in seconds, or as 1:30:00" },
  secondsToResolve: { label: "Time to its end", hint: "in seconds, or as 1:30:00" },
  notifiedPerson: { label: "Who was paged" },
  notifiedAt: { label: "Paged at" },
  channel: { label: "Channel" },
  acknowledgedBy: { label: "Acknowledged by" },
  resolvedBy: { label: "Ended by" },
  note: { label: "Note" },
  kind: { label: "What happened" },
  at: { label: "When it happened" },
  by: { label: "Who did it" },
};

const SHARED: readonly MappedField[] = ["service", "team", "urgency", "priority", "rule", "dedup", "link", "note"];

/** In the order of the screen: what is needed stands first. */
export const FIELDS_OF: Record<RowKind, { first: readonly MappedField[]; more: readonly MappedField[] }> = {
  page: {
    first: ["triggeredAt", "page", "title", "service", "resolvedAt", "acknowledgedAt", "notifiedPerson", "urgency"],
    more: [
      ...SHARED.filter((field) => field !== "service" && field !== "urgency"),
      "acknowledgedBy",
      "resolvedBy",
      "notifiedAt",
      "channel",
      "secondsToAcknowledge",
      "secondsToResolve",
    ],
  },
  event: {
    first: ["page", "kind", "at", "by", "title", "service", "notifiedPerson", "urgency"],
    more: [
      ...SHARED.filter((field) => field !== "service" && field !== "urgency"),
      "channel",
      "acknowledgedBy",
      "resolvedBy",
    ],
  },
};

/** Rows that tell what happened are one event each. */
export const rowKindOf = ({ fields }: Mapping): RowKind => (fields.kind === undefined ? "page" : "event");

/** Whose values stand for ours, word by word. */
export const VALUES_OF: Partial<Record<MappedField, readonly string[]>> = {
  urgency: URGENCIES,
  kind: [...PAGE_EVENT_KINDS, "ignore"],
  channel: CHANNELS,
  by: ACTORS,
};

/** What is said beside a field that must be told, given what the others tell; null where it may be left out. */
export function neededWords(field: MappedField, kind: RowKind, { fields }: Mapping): string | null {
  if (kind === "event") return field === "kind" || field === "at" || field === "page" ? "needed" : null;
  if (field === "triggeredAt") return "needed";
  if (field === "page" && !fields.title) return fields.page ? "needed" : "needed, or the title";
  if (field === "title" && !fields.page) return fields.title ? "needed" : "needed, or the id";
  return null;
}

/** What must still be said, in sentences. */
export function missingOf(kind: RowKind, { fields }: Mapping): string[] {
  if (kind === "event")
    return [
      ...(fields.page ? [] : ["Say which column holds the id of the page."]),
      ...(fields.kind ? [] : ["Say which column tells what happened."]),
      ...(fields.at ? [] : ["Say which column tells when it happened."]),
    ];
  return [
    ...(fields.triggeredAt ? [] : ["Say which column tells when a page opened."]),
    ...(fields.page || fields.title ? [] : ["Say which column holds the id of the page, or its title."]),
  ];
}

/** The mapping without what the other kind of rows would tell. */
export function ofKind(mapping: Mapping, kind: RowKind): Mapping {
  const { first, more } = FIELDS_OF[kind];
  const fields = Object.fromEntries(
    Object.entries(mapping.fields).filter(([field]) => [...first, ...more].includes(field as MappedField)),
  );
  return { ...mapping, fields };
}

export function withField(mapping: Mapping, field: MappedField, column: string | null): Mapping {
  const { [field]: _before, ...fields } = mapping.fields;
  return { ...mapping, fields: column === null ? fields : { ...fields, [field]: column } };
}

/** An empty word takes the translation away: theirs is ours then. */
export function withValue(mapping: Mapping, field: MappedField, theirs: string, ours: string): Mapping {
  const { [theirs]: _before, ...others } = mapping.values[field] ?? {};
  return {
    ...mapping,
    values: { ...mapping.values, [field]: ours === "" ? others : { ...others, [theirs]: ours } },
  };
}

/** The different values of a field that were seen or are translated already. */
export function valuesSeen(mapping: Mapping, field: MappedField, columns: Preview["columns"]): string[] {
  const column = columns?.find(({ header }) => header === mapping.fields[field]);
  return [...new Set([...(column?.examples ?? []), ...Object.keys(mapping.values[field] ?? {})])];
}
