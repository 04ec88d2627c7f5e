import { readAlert } from "@/lib/providers/alert-group/read-alert";
import { ignored } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { objectOf, textOf, type Wire } from "@/lib/providers/wire";
import { PROVIDER } from "./provider-id";

/** Members that only Grafana adds to an alert, all of them in every version since 8. */
const ALERT_MARKS = ["silenceURL", "dashboardURL", "panelURL", "valueString", "values", "ruleUID"];

export function isGrafanaAlert(alert: Wire): boolean {
  return ALERT_MARKS.some((mark) => alert[mark] !== undefined);
}

/** A group names its organisation; Alertmanager has none. */
export function isGrafanaGroup(group: Wire): boolean {
  return group.orgId !== undefined || textOf(group.version) === "1";
}

export function readGrafanaAlert(alert: Wire, context: ReadContext): Outcome {
  if (isTest(alert)) return ignored("the Test button of a contact point (TestAlert): nobody was paged");
  return readAlert(PROVIDER, alert, context, { rule: ruleOf(alert) });
}

function isTest({ labels }: Wire): boolean {
  const { alertname, instance } = objectOf(labels) ?? {};
  return alertname === "TestAlert" && instance === "Grafana";
}

/** Older versions tell the rule only in the address of its page. */
function ruleOf(alert: Wire): string | undefined {
  const own = textOf(alert.ruleUID);
  return own ?? /\/alerting\/grafana\/([\w-]+)\/view\b/.exec(textOf(alert.generatorURL) ?? "")?.[1];
}
