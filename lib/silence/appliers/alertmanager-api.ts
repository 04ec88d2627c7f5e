import { writeMatcher } from "@/lib/silence/label-matcher";
import { type Applier, isoOf, type Order, type Plan, provenance } from "./applier";

/** https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml, postableSilence */
export const alertmanagerApi: Applier = {
  id: "alertmanager-api",
  label: "A silence in Alertmanager",
  takes: null,
  checker: null,
  plan(order): Plan {
    const { treatment, matchers, expiresAt, now } = order;
    if (treatment.kind !== "drop")
      return { refused: "A silence withholds everything until it expires; it cannot wait, merge, or go by the clock." };
    if (expiresAt === null) return { refused: "A silence needs an expiry, and this decision has none." };
    if (expiresAt <= now) return { refused: "This decision has expired." };
    if (matchers === null) return { refused: "No labels of these alerts are known here. Type the matchers." };
    const body = {
      matchers: matchers.map(({ name, operator, value }) => ({
        name,
        value,
        isRegex: operator.endsWith("~"),
        isEqual: !operator.startsWith("!"),
      })),
      startsAt: isoOf(now),
      endsAt: isoOf(expiresAt),
      createdBy: order.owner ?? "squelch",
      comment: commentOf(order),
    };
    return {
      sentence: `Alertmanager pages nobody for {${matchers.map(writeMatcher).join(", ")}} until ${isoOf(expiresAt)}.`,
      limits: ["Alerts that it withholds are read every minute, kept here and judged; they page nobody meanwhile."],
      change: {
        kind: "request",
        request: { method: "POST", path: "/api/v2/silences", body: JSON.stringify(body, null, 2) },
      },
    };
  },
};

function commentOf(order: Order): string {
  return provenance(order).join("\n");
}
