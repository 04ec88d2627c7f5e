/**
 * Sources whose priority is the severity that the alert's own rule or check gives it. Elsewhere people set it on the page,
 * and a page must not change its signature because somebody called it P1.
 */
export const OWN_SEVERITY: ReadonlySet<string> = new Set([
  "alertmanager",
  "datadog",
  "grafana-alerting",
  "grafana-oncall",
  "nagios",
  "zabbix",
]);

/**
 * Sources whose dedup key names a problem, not one opening of it: host and service at Nagios, the aggregation key of an
 * event at Datadog. Elsewhere it may be another one for each page, or for each pod.
 */
export const STABLE_DEDUP: ReadonlySet<string> = new Set(["datadog", "nagios"]);
