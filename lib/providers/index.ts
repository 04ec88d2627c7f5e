import { alertmanager } from "./alertmanager";
import { betterStack } from "./better-stack";
import { changes } from "./changes";
import { cloudwatch } from "./cloudwatch";
import { datadog } from "./datadog";
import { firehydrant } from "./firehydrant";
import { generic } from "./generic";
import { github } from "./github";
import { gitlab } from "./gitlab";
import { goalert } from "./goalert";
import { grafanaAlerting } from "./grafana-alerting";
import { grafanaOncall } from "./grafana-oncall";
import { incidentIo } from "./incident-io";
import { nagios } from "./nagios";
import { neutral } from "./neutral";
import { opsgenie } from "./opsgenie";
import { pagerduty } from "./pagerduty";
import type { Provider } from "./provider";
import { rootly } from "./rootly";
import { shifts } from "./shifts";
import { splunkOnCall } from "./splunk-oncall";
import { squadcast } from "./squadcast";
import { zabbix } from "./zabbix";
import { zenduty } from "./zenduty";

/** Every provider that is read: one line each. The generic one stands last. */
export const providers: readonly Provider[] = [
  neutral,
  pagerduty,
  opsgenie,
  splunkOnCall,
  grafanaOncall,
  grafanaAlerting,
  alertmanager,
  incidentIo,
  datadog,
  betterStack,
  rootly,
  firehydrant,
  zenduty,
  squadcast,
  goalert,
  cloudwatch,
  nagios,
  zabbix,
  github,
  gitlab,
  changes,
  shifts,
  generic,
];
