import type { Instant } from "@/lib/model/instant";
import type { Opening } from "@/lib/model/page";
import type { Reason, Verdict } from "@/lib/model/verdict";

/** A push, SMS or call to one person: what may interrupt. E-mail and chat are not in a history. */
export type HistoryNotification = {
  person: string;
  at: Instant;
  /** From an assignment, or by a channel that nobody knows. */
  estimated: boolean;
};

/** One opening of a page in the scope, with what was known afterwards. */
export type HistoryOpening = Opening & {
  pageKey: string;
  /** The alert: only openings of one alert are merged. */
  signature: string;
  /** Before it ended somebody, or nobody known, did more than acknowledge it: it may not have cleared by itself. */
  acted: boolean;
  acknowledged: boolean;
  /** Of its page; one that is not judged yet is unclear. */
  verdict: Verdict;
  judgedByPerson: boolean;
  reason: Reason | null;
  /** That it was actionable, 0..1; null = not judged yet. */
  probability: number | null;
  /** Ended in one of the top priorities. */
  topPriority: boolean;
  /** Equal values are one incident. */
  incident: string;
  /** Those that rang while it was the latest opening of its page. */
  notifications: readonly HistoryNotification[];
};

/** What a what-if is made of. Tests are left out. */
export type History = {
  /** Half-open, what is recorded: a page that is still open at `to` has lasted at least until then. */
  from: Instant;
  to: Instant;
  openings: readonly HistoryOpening[];
  /**
   * What else rang for the people concerned. At least all within a day of their notifications from the openings, and of
   * where a treatment would move those.
   */
  others: readonly HistoryNotification[];
};
