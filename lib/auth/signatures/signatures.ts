import { firehydrant } from "./firehydrant";
import { github } from "./github";
import { grafanaAlerting } from "./grafana-alerting";
import { pagerduty } from "./pagerduty";
import { rootly } from "./rootly";
import type { Signature } from "./signature";
import { sns } from "./sns";
import { splunkOnCall } from "./splunk-on-call";
import { standardWebhooks } from "./standard-webhooks";

/** Each scheme by its name. */
export const SIGNATURES = {
  pagerduty,
  "standard-webhooks": standardWebhooks,
  "grafana-alerting": grafanaAlerting,
  "splunk-on-call": splunkOnCall,
  rootly,
  firehydrant,
  sns,
  github,
} as const satisfies Record<string, Signature>;
