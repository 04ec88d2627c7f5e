import { type LabelMatcher, type Labels, matchesLabel, writeMatcher } from "./label-matcher";
import type { YAMLMap } from "./yaml-text";

/** A rule of a user's file: its name and the labels that it sets itself, templates left out. */
export type FileRule = { map: YAMLMap; name: string; labels: Labels };

export type RulesFound = { rules: readonly FileRule[]; limits: readonly string[] } | { refused: string };

export type RuleScope = { matchers: readonly LabelMatcher[] | null; others: readonly Labels[]; known: number };

/**
 * The rules that raise what the matchers pick, and nothing else. A rule whose labels do not prove that is taken only
 * where labels of recent alerts are known and none of another alert came from it.
 */
export function rulesFor(all: readonly FileRule[], { matchers, others, known }: RuleScope): RulesFound {
  if (matchers === null) return { refused: "No labels of these alerts are known here. Type the matchers." };
  const rules = all.filter((rule) => matchers.every((matcher) => holds(rule, matcher) !== false));
  if (rules.length === 0)
    return { refused: `No rule in this file raises alerts with {${matchers.map(writeMatcher).join(", ")}}.` };
  const open = new Set(rules.flatMap((rule) => matchers.filter((matcher) => holds(rule, matcher) === null)));
  if (open.size === 0) return { rules, limits: [] };
  const told = [...open].map(writeMatcher).join(", ");
  const stranger = rules.find((rule) => others.some((labels) => raises(rule, labels)));
  if (stranger)
    return {
      refused: `The rule ${stranger.name} also raises alerts that the decision is not about: it does not set ${told} itself.`,
    };
  if (known === 0)
    return { refused: `The file does not prove that the rule raises nothing else: it does not set ${told} itself.` };
  return {
    rules,
    limits: [
      `The rule does not set ${told} itself. None of the ${known} recent alerts whose labels are known shows it raising another alert.`,
    ],
  };
}

/** Null = the series decide, which the file does not show. */
function holds({ name, labels }: FileRule, matcher: LabelMatcher): boolean | null {
  const own = matcher.name === "alertname" ? name : labels[matcher.name];
  return own === undefined ? null : matchesLabel(matcher, own);
}

function raises({ name, labels }: FileRule, alert: Labels): boolean {
  return alert.alertname === name && Object.entries(labels).every(([label, value]) => alert[label] === value);
}
