import type { Instant } from "./instant";

/** The closed list of things a provider can say about a page. */
export const PAGE_EVENT_KINDS = [
  "triggered",
  "notified",
  "acknowledged",
  "unacknowledged",
  "escalated",
  "reassigned",
  "responder-added",
  "snoozed",
  "annotated",
  "priority-changed",
  "merged",
  "resolved",
  "reopened",
] as const;
export type PageEventKind = (typeof PAGE_EVENT_KINDS)[number];

/** Who did it. A missing actor is unknown, never automation. */
export const ACTORS = ["person", "automation", "unknown"] as const;
export type Actor = (typeof ACTORS)[number];

export const CHANNELS = ["push", "sms", "phone", "email", "chat", "unknown"] as const;
export type Channel = (typeof CHANNELS)[number];

export const URGENCIES = ["high", "low"] as const;
export type Urgency = (typeof URGENCIES)[number];

/** What an event tells about its page. A key that is missing was not told; it never overwrites a known value. */
export type PageFacts = {
  title?: string;
  /** Name of the service: unique within a provider's account, and the only identity that every export carries. */
  service?: string;
  team?: string;
  environment?: string;
  urgency?: Urgency;
  /** As the provider names it: "P1", "SEV2". */
  priority?: string;
  /** Id of the rule or check that fired, where the provider knows it to be stable. */
  rule?: string;
  /** The sender's identity of the underlying problem. */
  dedup?: string;
  /** The number people use, such as 4711. */
  number?: string;
  /** Address of the page at the provider, http(s) only. */
  link?: string;
  /** Escalation policy by name. */
  policy?: string;
  /** When the page opened, as told by an event that is not its trigger; it opens then if the trigger was missed. */
  createdAt?: Instant;
  /** Closed, but the source does not say when: the page is over with an unknown end. */
  closedAtUnknownTime?: true;
  /** Counts that the source states without times, kept as counts: "interruptions", "escalations", ... */
  counts?: Readonly<Record<string, number>>;
  /** Until when these facts were true: a later snapshot wins over an earlier one. */
  asOf?: Instant;
};

/** One thing a provider said happened. Never edited. Keys are the provider's own. */
export type PageEvent = {
  provider: string;
  pageKey: string;
  /** The provider's id of the event, or a hash of what the record says; never a counter of arrival. */
  eventKey: string;
  kind: PageEventKind;
  at: Instant;
  /** The body carried no time of the act: `at` is when the delivery was received. */
  atReceipt?: true;
  by: Actor;
  /** The provider's key of the person: who acted, or who was notified. Their name only where there is no id. */
  person?: string;
  /** Keys of the people who are asked next: first assignees, who is escalated to, who is added. */
  to?: readonly string[];
  channel?: Channel;
  /** Escalation level, 1 = first line; only where the provider tells it. */
  level?: number;
  note?: string;
  /** Of a `responder-added`. */
  state?: "pending" | "accepted" | "declined";
  /** How a page ended where it was no plain resolve ("timeout", "deleted", "expired"), or until when it was snoozed. */
  how?: string;
  /** Page key of the page this one became part of; of a `merged`. */
  mergedInto?: string;
  facts?: PageFacts;
};

/** What a record tells about a person, apart from any page. */
export type PersonFact = {
  provider: string;
  key: string;
  name?: string;
  email?: string;
  /** IANA zone. */
  timeZone?: string;
  jobTitle?: string;
  /** Names of the teams that they are in, at least one. */
  teams?: readonly string[];
};
