/** What a matcher looks at: facts that every source can tell of a page. `signature` is the id of the alert here. */
export const SCOPE_FIELDS = [
  "signature",
  "service",
  "team",
  "environment",
  "title",
  "urgency",
  "priority",
  "severity",
] as const;
export type ScopeField = (typeof SCOPE_FIELDS)[number];

/** As Alertmanager writes them; expressions are of RE2 and match the whole value. */
export const MATCHER_OPERATORS = ["=", "!=", "=~", "!~"] as const;
export type MatcherOperator = (typeof MATCHER_OPERATORS)[number];

/** A fact that a page does not have is the empty string, as in Alertmanager. */
export type Matcher = { field: ScopeField; operator: MatcherOperator; value: string };

/** Which pages a decision is about: those on which every matcher holds. Never empty. */
export type Scope = readonly Matcher[];
