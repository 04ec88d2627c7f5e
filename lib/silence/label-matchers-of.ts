import type { Matcher, Scope, ScopeField } from "@/lib/model/scope";
import { type LabelMatcher, type Labels, matchesLabel, matchesLabels } from "./label-matcher";

/** Recent alerts whose labels are known: those that the scope is about, and all others. */
export type KnownLabels = { inside: readonly Labels[]; outside: readonly Labels[] };

export type MatchersFound = { matchers: readonly LabelMatcher[] } | { refused: string };

/** The labels that an alert's signature is made of, besides its name; one that is not set is asked to be empty. */
const IDENTITY = ["service", "severity", "environment", "env"] as const;

/**
 * Matchers that silence what the scope is about and nothing else. Of one alert: every label that all its recent alerts
 * share, so they are never wider than the alert, and perhaps narrower. Refused where labels cannot say it.
 */
export function labelMatchersOf(scope: Scope, { inside, outside }: KnownLabels): MatchersFound {
  if (inside.length === 0)
    return {
      refused: "No labels of these alerts are known here: no delivery of Alertmanager or Grafana has told them.",
    };
  const found: LabelMatcher[] = [];
  for (const matcher of scope) {
    const one = matcher.field === "signature" ? ofSignature(matcher, inside) : ofField(matcher, inside);
    if ("refused" in one) return one;
    found.push(...one.matchers);
  }
  const matchers = unique(found);
  const missed = inside.filter((labels) => !matchesLabels(matchers, labels)).length;
  if (missed === inside.length) return { refused: "No matchers were found that catch any of the recent alerts." };
  const caught = outside.filter((labels) => matchesLabels(matchers, labels));
  if (caught.length > 0)
    return { refused: `Labels do not tell these alerts from ${caught.length} recent ones of other alerts.` };
  return { matchers };
}

function ofSignature({ operator }: Matcher, inside: readonly Labels[]): MatchersFound {
  if (operator !== "=") return { refused: "Labels cannot say “every alert but this one”." };
  const shared = sharedBy(inside);
  if (shared.alertname === undefined)
    return { refused: "Its recent alerts have different names: it was merged by hand. Type the matchers." };
  const varied = IDENTITY.find((name) => shared[name] === undefined && inside.some((labels) => labels[name]));
  if (varied) return { refused: `Its recent alerts differ in the label ${varied}. Type the matchers.` };
  const absent = IDENTITY.filter((name) => shared[name] === undefined);
  return {
    matchers: [
      { name: "alertname", operator: "=", value: shared.alertname },
      ...Object.keys(shared)
        .filter((name) => name !== "alertname")
        .sort()
        .map((name) => ({ name, operator: "=" as const, value: shared[name] ?? "" })),
      ...absent.map((name) => ({ name, operator: "=" as const, value: "" })),
    ],
  };
}

/** Where the fact of a page comes from; the first of two names that is set wins. */
const LABELS: Readonly<Partial<Record<ScopeField, readonly string[]>>> = {
  service: ["service"],
  team: ["team"],
  environment: ["environment", "env"],
  title: ["alertname"],
  severity: ["severity"],
  priority: ["severity"],
};

function ofField({ field, operator, value }: Matcher, inside: readonly Labels[]): MatchersFound {
  const names = LABELS[field];
  if (!names) return { refused: `No label of an alert says its ${field}.` };
  // Facts may be written in other letters than the label: only what was seen can be asked for.
  if ((field === "severity" || field === "priority") && operator !== "=")
    return { refused: `A ${field} can only be asked for as equal: labels may write it in other letters.` };
  const [name = "", ...others] = names.filter((one) => inside.some((labels) => labels[one]));
  if (name === "" || others.length > 0)
    return { refused: `The recent alerts do not agree on the label that says their ${field}.` };
  const values = [...new Set(inside.map((labels) => labels[name] ?? ""))];
  const seen = operator === "=" ? values.filter((one) => one.toLowerCase() === value.toLowerCase()) : [];
  const written = field === "severity" || field === "priority" ? (seen.length === 1 ? seen[0] : undefined) : value;
  if (written === undefined) return { refused: `No recent alert has the ${field} “${value}” as a label.` };
  const place = names.indexOf(name);
  const before = names.slice(0, place).map((one) => ({ name: one, operator: "=" as const, value: "" }));
  // Of an alert without this label the next one says it: what an empty label passes is asked of that as well.
  const after = matchesLabel({ name, operator, value: written }, "") ? names.slice(place + 1) : [];
  return { matchers: [name, ...after].map((one) => ({ name: one, operator, value: written })).concat(before) };
}

function sharedBy(inside: readonly Labels[]): Record<string, string> {
  const [first = {}, ...rest] = inside;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => value !== "" && rest.every((labels) => labels[name] === value)),
  );
}

function unique(matchers: readonly LabelMatcher[]): LabelMatcher[] {
  return [...new Map(matchers.map((one) => [JSON.stringify(one), one])).values()];
}
