import { z } from "zod";
import { ENDINGS } from "@/lib/model/page";
import { ACTORS, CHANNELS, PAGE_EVENT_KINDS, URGENCIES } from "@/lib/model/page-event";
import { ORIGINS, REASONS, VERDICTS } from "@/lib/model/verdict";
import { Range } from "./noise-report";

/** By hour class; the classes are null where no names are shown, as that of a single page tells who was woken. */
const PageInterruptions = z.object({
  sleep: z.number().int().nullable(),
  off: z.number().int().nullable(),
  business: z.number().int().nullable(),
  total: z.number().int(),
});

export const PageRow = z.object({
  id: z.string(),
  provider: z.string(),
  pageKey: z.string(),
  number: z.string().nullable(),
  title: z.string().nullable(),
  service: z.string().nullable(),
  team: z.string().nullable(),
  urgency: z.enum(URGENCIES).nullable(),
  priority: z.string().nullable(),
  signatureId: z.string(),
  triggeredAt: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.enum(ENDINGS),
  secondsToAcknowledge: z.number().nullable(),
  /** null = the source cannot tell. */
  acknowledged: z.boolean().nullable(),
  /** Null = not judged yet. */
  verdict: z.enum(VERDICTS).nullable(),
  probability: z.number().nullable(),
  reason: z.enum(REASONS).nullable(),
  origin: z.enum(ORIGINS).nullable(),
  /** Of a person's verdict: whether it was given to the page itself or to its signature. */
  saidOf: z.enum(["page", "signature"]).nullable(),
  /** Interruptions that hold this page. */
  interruptions: PageInterruptions,
  /** Names that the viewer may see, of those whom it interrupted. */
  people: z.array(z.string()),
  /** Others whom it interrupted. */
  unnamed: z.number().int(),
});
export type PageRow = z.infer<typeof PageRow>;

export const Pages = z.object({
  range: Range,
  total: z.number().int(),
  rows: z.array(PageRow),
  /** Offset of the next rows, null at the end. */
  nextOffset: z.number().int().nullable(),
});
export type Pages = z.infer<typeof Pages>;

export const FindingView = z.object({
  detector: z.enum(REASONS),
  claim: z.string(),
  facts: z.record(z.string(), z.union([z.number(), z.string()])),
  thresholds: z.record(z.string(), z.number()),
  /** How many pages it is about, and the first of them to open. */
  pages: z.number().int(),
  samplePages: z.array(z.object({ id: z.string(), triggeredAt: z.string() })),
});
export type FindingView = z.infer<typeof FindingView>;

export const PersonVerdictView = z.object({
  id: z.string(),
  verdict: z.enum(VERDICTS),
  reason: z.enum(REASONS).nullable(),
  note: z.string().nullable(),
  /** Real or normal, but not at that hour. */
  wrongHour: z.boolean(),
  by: z.string(),
  /** Who brought it in from a file; null where it was said here. */
  broughtBy: z.string().nullable(),
  /** Null where a file does not tell. */
  givenAt: z.string().nullable(),
  /** Of a word on a signature: the pages that open in [from, until); null leaves that side open. */
  from: z.string().nullable(),
  until: z.string().nullable(),
  /** What it was given with; on how many pages at once. */
  gesture: z.string().nullable(),
  /** How many pages or alerts that one act spoke of, 1 or more. */
  words: z.number().int(),
});
export type PersonVerdictView = z.infer<typeof PersonVerdictView>;

export const VoteView = z.object({
  family: z.string(),
  /** Log-odds: above 0 speaks for actionable, below for noise. */
  weight: z.number(),
  why: z.string(),
});
export type VoteView = z.infer<typeof VoteView>;

/** Another page, as a link to it. */
export const PageRef = z.object({ id: z.string(), title: z.string().nullable(), openedAt: z.string() });
export type PageRef = z.infer<typeof PageRef>;

export const InferredView = z.object({
  verdict: z.enum(VERDICTS),
  probability: z.number(),
  reason: z.enum(REASONS).nullable(),
  sentence: z.string(),
  decidedBy: z.string(),
  votes: z.array(VoteView),
  /** Counter-evidence: what speaks against the verdict, strongest first. An unclear page has none. */
  against: z.array(VoteView),
  /** What would change the verdict; null where only a person's word would. */
  wouldChange: z.string().nullable(),
  /** The other pages that the reason rests on, in order of opening; at most ten, and the finding counts all. */
  usedPages: z.array(PageRef),
  classifierVersion: z.number().int(),
});
export type InferredView = z.infer<typeof InferredView>;

export const PageDetail = z.object({
  page: PageRow,
  signatureTitle: z.string(),
  link: z.string().nullable(),
  policy: z.string().nullable(),
  raisedBy: z.enum(ACTORS),
  events: z.array(
    z.object({
      at: z.string(),
      kind: z.enum(PAGE_EVENT_KINDS),
      by: z.enum(ACTORS),
      /** "a person" where the viewer may not see the name; null = nobody did it. */
      person: z.string().nullable(),
      /** Who was asked next, by name or account, of an escalation or a reassignment. */
      to: z.array(z.string()),
      channel: z.enum(CHANNELS).nullable(),
      level: z.number().nullable(),
      note: z.string().nullable(),
      how: z.string().nullable(),
      /** File and place it was read from. */
      source: z.string(),
      /** The delivery or import that told it first; null where that import was removed. */
      origin: z.object({ kind: z.enum(["delivery", "import"]), id: z.string() }).nullable(),
      /** It carries no time of its own: this is when it was received. */
      atReceipt: z.boolean(),
    }),
  ),
  notifications: z.array(
    z.object({
      at: z.string(),
      person: z.string(),
      channel: z.enum(CHANNELS),
      estimated: z.boolean(),
      /** Local time of the person, and the zone it is in; null of whoever may not be named. */
      local: z.string().nullable(),
      zone: z.string().nullable(),
    }),
  ),
  inferred: InferredView.nullable(),
  personVerdict: PersonVerdictView.nullable(),
  /** A verdict that a person gave to the whole signature. */
  signatureVerdict: PersonVerdictView.nullable(),
  /** Other pages of its alert that people judged actionable or noise: what the model learns it from. */
  taught: z.object({ pages: z.number().int(), actionable: z.number().int() }),
  findings: z.array(FindingView),
  counts: z.record(z.string(), z.number()),
});
export type PageDetail = z.infer<typeof PageDetail>;
