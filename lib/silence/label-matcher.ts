import { RE2JS } from "re2js";
import { AppError } from "@/lib/errors";
import type { MatcherOperator } from "@/lib/model/scope";

/** Of an alert, as the monitoring system sets them; one that is not there is the empty string. */
export type Labels = Readonly<Record<string, string>>;

/** As Alertmanager has them; expressions are of RE2 and match the whole value. */
export type LabelMatcher = { name: string; operator: MatcherOperator; value: string };

/** Whether every matcher holds. None is no alert, not every alert: an empty list silences nothing here. */
export function matchesLabels(matchers: readonly LabelMatcher[], labels: Labels): boolean {
  return matchers.length > 0 && matchers.every((matcher) => matchesLabel(matcher, labels[matcher.name] ?? ""));
}

export function matchesLabel({ operator, value }: LabelMatcher, text: string): boolean {
  switch (operator) {
    case "=":
      return text === value;
    case "!=":
      return text !== value;
    case "=~":
      return RE2JS.compile(value).matches(text);
    case "!~":
      return !RE2JS.compile(value).matches(text);
  }
}

/** `severity=~"warning|info"`, as amtool and configuration files write it. */
export function writeMatcher({ name, operator, value }: LabelMatcher): string {
  return `${name}${operator}"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}

const MATCHER = /^([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"{},\s][^"{},]*?)?)$/;

/** One matcher as people type it; the quotes may be left out. */
export function readMatcher(text: string): LabelMatcher {
  const [, name, operator, quoted, bare] = MATCHER.exec(text.trim()) ?? [];
  if (name === undefined || operator === undefined)
    throw new AppError("invalid", `“${text.trim()}” is no matcher. Write it as label="value".`);
  const value =
    quoted === undefined
      ? (bare ?? "")
      : quoted.replace(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter));
  const matcher = { name, operator: operator as MatcherOperator, value };
  checkExpression(matcher);
  return matcher;
}

/**
 * Matchers as people type them: `{a="b", c=~"d|e"}` or one a line. At least one must ask for a value, as Alertmanager
 * wants it: else they would catch every alert.
 */
export function readMatchers(text: string): LabelMatcher[] {
  const inner = text.trim().replace(/^\{([\s\S]*)\}$/, "$1");
  const parts = inner.match(/(?:[^",\n]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  const matchers = parts.filter((part) => part.trim() !== "").map(readMatcher);
  if (!matchers.some((matcher) => !matchesLabel(matcher, "")))
    throw new AppError("invalid", 'At least one matcher must ask for a value, such as alertname="DiskFull".');
  return matchers;
}

function checkExpression({ name, operator, value }: LabelMatcher): void {
  if (operator !== "=~" && operator !== "!~") return;
  try {
    RE2JS.compile(value);
  } catch (error) {
    throw new AppError(
      "invalid",
      `The expression of ${name}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
