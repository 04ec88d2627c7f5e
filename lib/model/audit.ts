/** What the audit log tells apart. */
export const AUDITED = [
  "named-view",
  "export",
  "organisation-changed",
  "hours-changed",
  "budgets-changed",
  "privacy-changed",
  "viewer-linked",
  "person-erased",
  "objection-settled",
  "connection-changed",
  "decision-applied",
  "application-undone",
  "application-extended",
  "decided",
  "change-took-effect",
  "decision-reviewed",
  "decision-ended",
  "digest-changed",
  "digest-tested",
  "token-made",
  "token-revoked",
  "sharing-changed",
  "share-link-made",
  "share-link-revoked",
  "report-published",
  "report-note-changed",
  "hand-over-changed",
] as const;
export type Audited = (typeof AUDITED)[number];

/** Ids, ranges and settings only: never a name, an address or a note. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
