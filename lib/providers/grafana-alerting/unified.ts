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

/**
 * Without data, or with an error in place of data, a rule sends an alert of another name: a silence on it must not hide the
 * rule's own. Older versions tell the rule only in the address of its page; without it the name of the alert stands for it.
 */
function ruleOf(alert: Wire): string | undefined {
  const { alertname, rulename } = objectOf(alert.labels) ?? {};
  const own =
    textOf(alert.ruleUID) ?? /\/alerting\/grafana\/([\w-]+)\/view\b/.exec(textOf(alert.generatorURL) ?? "")?.[1];
  const name = textOf(alertname);
  if (name !== "DatasourceNoData" && name !== "DatasourceError") return own;
  return `${own ?? textOf(rulename) ?? ""}:${name}`;
}
