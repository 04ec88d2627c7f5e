import type { AuditDetails } from "@/lib/model/audit";
import type { Instant } from "@/lib/model/instant";

export type AuditRow = {
  no: number;
  at: Instant;
  userId: string | null;
  what: string;
  personIds: readonly string[];
  details: AuditDetails;
};

/** What the first row carries for the row before it. */
export const NO_ROW_BEFORE = "0".repeat(64);

/** The text of which a row's hash is made: all that it says, and the hash of the row before. */
export function hashedText({ no, at, userId, what, personIds, details }: AuditRow, previousHash: string): string {
  // The database gives members of JSON back in an order of its own.
  const entries = Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([previousHash, no, at, userId, what, personIds, entries]);
}
