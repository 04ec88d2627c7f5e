import type { Audited } from "@/lib/model/audit";

export const AUDIT_WORDS: Record<Audited, string> = {
  "named-view": "saw load or pages by name",
  "named-export": "exported load or pages by name",
  "organisation-changed": "changed the organisation",
  "hours-changed": "changed hours",
  "budgets-changed": "changed budgets",
  "privacy-changed": "changed who may see whom",
  "viewer-linked": "said which person a user is",
  "person-erased": "erased a person",
  "objection-settled": "settled an objection",
  decided: "decided about alerts",
  "change-took-effect": "said that a change took effect",
  "decision-reviewed": "reviewed a decision",
  "decision-ended": "ended a decision",
};
