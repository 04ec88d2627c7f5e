import type { Instant } from "@/lib/model/instant";
import type { Reason, Verdict } from "@/lib/model/verdict";
import type { OpsweeklyTag } from "./opsweekly";

/** A page by the provider's own key, or all pages of a signature. */
export type LabelSubject =
  | { kind: "page"; provider: string; pageKey: string }
  | { kind: "signature"; signature: string };

/** A person's word as it travels in files. Null is what nobody told. */
export type Label = {
  about: LabelSubject;
  verdict: Verdict;
  reason: Reason | null;
  /** Real or normal, but not at that hour. */
  wrongHour: boolean;
  note: string | null;
  by: string | null;
  at: Instant | null;
  /** Of a signature: the pages that open in [from, until). Null leaves that side open. */
  from: Instant | null;
  until: Instant | null;
  /** 1, or less where one gesture judged many pages: together they weigh at most five. */
  weight: number;
  /** Opsweekly's code where it came from there: two of its codes are one reason here. */
  tag: OpsweeklyTag | null;
  /** When it stopped counting: taken back, or another word took its place. */
  endedAt: Instant | null;
};

/** The columns of a label file, in their order; JSON lines have the same names. */
export const LABEL_COLUMNS = [
  "provider",
  "page",
  "signature",
  "verdict",
  "reason",
  "wrong_hour",
  "note",
  "by",
  "at",
  "from",
  "until",
  "weight",
  "tag",
  "ended",
] as const;
export type LabelColumn = (typeof LABEL_COLUMNS)[number];

export const MAX_NOTE = 2000;
