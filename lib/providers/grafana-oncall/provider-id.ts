export const PROVIDER = "grafana-oncall";
