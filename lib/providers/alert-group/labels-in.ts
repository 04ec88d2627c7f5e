import { objectOf, objectsOf, textOf } from "@/lib/providers/wire";
import { fingerprintOf } from "./fingerprint-of";
import { groupIn } from "./read-group";

/** Senders whose deliveries carry labels. */
export const PROVIDERS_WITH_LABELS: readonly string[] = ["alertmanager", "grafana-alerting"];

type Labels = Record<string, string>;

/** The labels of every alert in a body, by the fingerprint that its page key begins with. */
export function labelsIn(body: Uint8Array): Map<string, Labels> {
  const value = parsed(body);
  const alerts = Array.isArray(value) ? objectsOf(value) : objectsOf(groupIn(value)?.alerts);
  return new Map(
    alerts.flatMap((alert) => {
      const wire = objectOf(alert.labels) ?? {};
      const fingerprint = textOf(alert.fingerprint) ?? fingerprintOf(wire);
      const labels = Object.entries(wire).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : []));
      return fingerprint === undefined ? [] : [[fingerprint, Object.fromEntries(labels) as Labels]];
    }),
  );
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    // A body that is no JSON stands as rejected in the ledger; it tells no labels.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
