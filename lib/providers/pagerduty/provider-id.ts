export const PROVIDER = "pagerduty";
