import { objectOf, objectsOf, textOf } from "@/lib/providers/wire";
import { fingerprintOf } from "./fingerprint-of";
import { groupIn } from "./read-group";

/** The labels of every alert in a body, by the fingerprint that its page key begins with. */
export function labelsIn(value: unknown): Map<string, Record<string, string>> {
  const alerts = Array.isArray(value) ? objectsOf(value) : objectsOf(groupIn(value)?.alerts);
  return new Map(
    alerts.flatMap((alert) => {
      const wire = objectOf(alert.labels) ?? {};
      const fingerprint = textOf(alert.fingerprint) ?? fingerprintOf(wire);
      const labels = Object.entries(wire).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : []));
      return fingerprint === undefined ? [] : [[fingerprint, Object.fromEntries(labels) as Record<string, string>]];
    }),
  );
}
