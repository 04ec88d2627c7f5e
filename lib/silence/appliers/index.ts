import { alertmanagerApi } from "./alertmanager-api";
import { alertmanagerConfig } from "./alertmanager-config";
import type { Applier } from "./applier";
import { grafana } from "./grafana";
import { opsgeniePolicy } from "./opsgenie-policy";
import { pagerdutyOrchestration } from "./pagerduty-orchestration";
import { prometheusRules } from "./prometheus-rules";

/** The list: what does it at once first. */
export const appliers: readonly Applier[] = [
  alertmanagerApi,
  prometheusRules,
  alertmanagerConfig,
  pagerdutyOrchestration,
  opsgeniePolicy,
  grafana,
];
