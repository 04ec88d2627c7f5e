/** What a column or member of the generic provider can be. */
export const MAPPED_FIELDS = [
  "page",
  "title",
  "service",
  "team",
  "urgency",
  "priority",
  "rule",
  "dedup",
  "link",
  "triggeredAt",
  "acknowledgedAt",
  "resolvedAt",
  "secondsToAcknowledge",
  "secondsToResolve",
  "notifiedPerson",
  "notifiedAt",
  "channel",
  "acknowledgedBy",
  "resolvedBy",
  "note",
  "kind",
  "at",
  "by",
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

/** How the rows of a CSV or the objects of a JSON that no provider knows are read. */
export type Mapping = {
  shape: "csv" | "json";
  /** Our field -> header of the column as written, or path of members such as `labels.alertname`. */
  fields: Readonly<Partial<Record<MappedField, string>>>;
  /** IANA zone of times without an offset; null = every time has one. */
  zone: string | null;
  /** Their value -> ours, for urgency, kind, channel and by; compared without case. */
  values: Readonly<Partial<Record<MappedField, Readonly<Record<string, string>>>>>;
};
