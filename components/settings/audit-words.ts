import type { Audited } from "@/lib/model/audit";

export const AUDIT_WORDS: Record<Audited, string> = {
  "named-view": "saw load or pages by name",
  export: "took a file away",
  "organisation-changed": "changed the organisation",
  "hours-changed": "changed hours",
  "budgets-changed": "changed budgets",
  "privacy-changed": "changed who may see whom",
  "viewer-linked": "said which person a user is",
  "person-erased": "erased a person",
  "objection-settled": "settled an objection",
  "connection-changed": "changed a connection to another system",
  "decision-applied": "applied a decision",
  "application-undone": "took back what a decision had applied",
  "application-extended": "extended a silence",
  decided: "decided about alerts",
  "change-took-effect": "said that a change took effect",
  "decision-reviewed": "reviewed a decision",
  "decision-ended": "ended a decision",
  "digest-changed": "changed a digest or reminder",
  "digest-tested": "sent a digest as a test",
  "report-published": "published a weekly report",
};
