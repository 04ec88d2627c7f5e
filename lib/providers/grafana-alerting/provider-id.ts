export const PROVIDER = "grafana-alerting";
