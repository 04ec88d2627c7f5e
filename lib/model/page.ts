import type { Instant } from "./instant";
import type { Actor, Channel, PageFacts } from "./page-event";

/** Who or what ended an opening. `source` = the monitoring side cleared it; `timeout` = the pager gave up on it. */
export const ENDINGS = ["source", "person", "timeout", "merge", "unknown", "still-open"] as const;
export type Ending = (typeof ENDINGS)[number];

/** How a page came to somebody: as the first line, or escalated or reassigned to them. */
export const LINES = ["first", "escalated"] as const;
export type Line = (typeof LINES)[number];

/** One message to one person. `estimated`: from an assignment, because the page has no notification of its own. */
export type Notification = {
  person: string;
  at: Instant;
  channel: Channel;
  estimated: boolean;
  /** Missing where nothing tells. */
  line?: Line;
};

export const ACTION_KINDS = [
  "acknowledged",
  "annotated",
  "escalated",
  "reassigned",
  "joined",
  "snoozed",
  "priority-changed",
  "merged",
  "resolved",
] as const;

/** Something done on the page; `by` says whether a person, automation or nobody known did it. */
export type Action = {
  kind: (typeof ACTION_KINDS)[number];
  at: Instant;
  by: Actor;
  person: string | null;
  /** Who was asked next, of an escalation or a reassignment. */
  to: readonly string[];
  note: string | null;
};

/** One open period of a page, half-open. `endedAt` is null while open, and when the end is known but not its time. */
export type Opening = { openedAt: Instant; endedAt: Instant | null; endedBy: Ending };

/**
 * One occasion on which people were paged: the fold of its events. Nothing in it depends on the order, the redelivery
 * or the split of those events.
 */
export type Page = {
  provider: string;
  pageKey: string;
  facts: Omit<PageFacts, "asOf">;
  /** Title of the earliest event that has one: a title edited later must not move the page to another signature. */
  openingTitle?: string | null;
  /** Priority that the earliest event with one tells: one raised later must not either. */
  openingPriority?: string | null;
  triggeredAt: Instant;
  /** Who raised it: a person by hand, automation, or unknown. */
  raisedBy: Actor;
  openings: readonly Opening[];
  /** Of the last opening. */
  endedAt: Instant | null;
  endedBy: Ending;
  /** The person who ended it, if one did. */
  endedByPerson: string | null;
  /** First acknowledgement by anyone. Null where it was never acknowledged. */
  acknowledgedAt: Instant | null;
  acknowledgedBy: Actor | null;
  acknowledgedByPerson: string | null;
  /** True where the source can tell acknowledgements at all, so that "never acknowledged" is a fact. */
  knowsAcknowledgements: boolean;
  mergedInto: string | null;
  actions: readonly Action[];
  notifications: readonly Notification[];
  lastEventAt: Instant;
};
