import type { Instant } from "@/lib/model/instant";
import type { DateSpan } from "@/lib/model/organisation";

/** `leaderId` leads `personId` on these dates of the range, at this depth (1 = directly). */
export type LedSpan = DateSpan & { leaderId: string; personId: string; depth: number };

/** What a person carried in one part of the range: a part begins where somebody else, or nobody, leads them. */
export type CarriedPart = {
  personId: string;
  part: number;
  first: number;
  escalated: number;
  lineNotKnown: number;
  sleep: number;
  off: number;
  business: number;
  estimated: number;
  nights: number;
  /** Disrupted hours. */
  hours: number;
};

/** Hours on call of a person in one part of the range, overlaps once. */
export type OnCallPart = { personId: string; part: number; first: number; further: number; any: number };

/** Distinct pages that interrupted anybody under a leader. */
export type LeaderPages = {
  leaderId: string;
  actionable: number;
  noise: number;
  unclear: number;
  last: number;
  before: number;
};

/** All that the Leaders screen is made of. Test pages are outside. */
export type LeaderFacts = {
  /** Local dates of the range. */
  dates: DateSpan;
  led: readonly LedSpan[];
  people: readonly { id: string; name: string | null; leads: boolean }[];
  carried: readonly CarriedPart[];
  onCall: readonly OnCallPart[];
  pages: readonly LeaderPages[];
  /** When each of these last rang, to this day. */
  lastRang: readonly { personId: string; at: Instant }[];
  /** Teams on the last day of the range. */
  memberships: readonly { personId: string; team: string }[];
  /** The 28 days and the 28 before; null = there are not 56 days of history. */
  trendDates: DateSpan | null;
};
