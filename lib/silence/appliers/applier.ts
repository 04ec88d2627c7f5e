import type { DecisionKind } from "@/lib/model/decision";
import type { Instant } from "@/lib/model/instant";
import type { Treatment } from "@/lib/model/treatment";
import type { LabelMatcher, Labels } from "@/lib/silence/label-matcher";

/** A decision as it is to be carried out. */
export type Order = {
  decisionId: string;
  kind: DecisionKind;
  treatment: Treatment;
  reason: string;
  /** Null = ownerless. */
  owner: string | null;
  /** Address of the decision here; null where nobody told our own. */
  link: string | null;
  now: Instant;
  expiresAt: Instant | null;
  service: string | null;
  /** Labels that pick what the decision is about; null where they are not known. */
  matchers: readonly LabelMatcher[] | null;
  /** Titles of its recent pages, and of the other recent pages of its services: what is written must not reach those. */
  titles: readonly string[];
  otherTitles: readonly string[];
  /** The name that the titles share, its changing parts masked as `<n>`; null where they share none. */
  template: string | null;
  /** Labels of recent alerts that it is not about. */
  others: readonly Labels[];
  /** Alerts whose labels are known, those of the decision and others together. */
  known: number;
};

/** What people add: their own file, and what only they know. */
export type Means = {
  config: { name: string; text: string } | null;
  /** The label by which their routes send an alert to a ticket. */
  label: { name: string; value: string } | null;
  /** A receiver of theirs that pages nobody. */
  receiver: string | null;
  /** While which other alert fires: narrower than always. */
  whileFiring: readonly LabelMatcher[] | null;
};

type ApiRequest = { method: "GET" | "POST" | "PUT" | "DELETE"; path: string; body: string | null };

/** A file to be written; `before` is the text it changes. */
export type ChangedFile = { name: string; before: string | null; after: string };

export type Plan =
  | {
      /** One plain sentence: what it does. */
      sentence: string;
      /** What it does not do, or does besides; a sentence each. */
      limits: readonly string[];
      change: { kind: "request"; request: ApiRequest } | { kind: "files"; files: readonly ChangedFile[] };
    }
  | { refused: string };

/** One way to carry out decisions. Pure: it sends nothing, and never reaches further than the decision. */
export type Applier = {
  id: string;
  label: string;
  /** What the user's own file is, where one is taken: "the rule file"; null where none is. */
  takes: string | null;
  /** The vendor's checker of what it writes; null where there is none. */
  checker: "promtool check rules" | "amtool check-config" | "terraform fmt -check" | null;
  plan(order: Order, means: Means): Plan;
};

/** Who answers for it, until when and why: in every output, so that whoever finds it knows whom to ask. */
export function provenance({ decisionId, reason, owner, link, expiresAt }: Order): string[] {
  return [
    `Squelch decision ${decisionId}: ${reason.replace(/\s+/g, " ").trim()}`,
    `Owner: ${owner ?? "nobody yet"}. ${expiresAt === null ? "No expiry." : `Expires ${isoOf(expiresAt)}.`}${link === null ? "" : ` ${link}`}`,
  ];
}

/** Names of ours in people's files. */
export const nameOf = ({ decisionId }: Order) => `squelch-${decisionId}`;

export const isoOf = (at: Instant) => new Date(at).toISOString().replace(".000Z", "Z");

/** What a file cannot do by itself. */
export function staysLimit({ expiresAt }: Order): string[] {
  return expiresAt === null
    ? []
    : [`It does not end by itself: take it back by ${isoOf(expiresAt)}. Squelch lists it as expired from then on.`];
}
