import type { ChangeKind } from "@/lib/model/change";

export const KIND_WORDS: Record<ChangeKind, string> = {
  deploy: "Deploy",
  config: "Configuration",
  "rule-edit": "Rule edit",
  maintenance: "Maintenance",
  scale: "Scaling",
  drill: "Drill",
};
