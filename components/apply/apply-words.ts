import type { ApplicationView } from "@/lib/contract/apply";

export const STATE_WORDS: Record<ApplicationView["state"], string> = {
  standing: "Stands",
  expired: "Expired",
  withdrawn: "Taken back",
  "removed-elsewhere": "Removed elsewhere",
  failed: "Failed",
  "handed-out": "Handed out",
};

/** Ways that go by labels: there people may type matchers of their own. */
export const BY_LABELS: ReadonlySet<string> = new Set([
  "alertmanager-api",
  "prometheus-rules",
  "alertmanager-config",
  "grafana",
]);

/** What to run over the file before it is merged. */
export function checkCommand(checker: string, name: string): string {
  return `${checker} ${name}`;
}
