import { RE2JS, RE2JSException } from "re2js";
import { AppError } from "@/lib/errors";
import { groupBy } from "@/lib/model/group-by";
import type { Matcher, Scope, ScopeField } from "@/lib/model/scope";

/** What a scope looks at on one page; a fact that is missing or null is the empty string. */
export type ScopeFacts = Readonly<Partial<Record<ScopeField, string | null>>>;

type Test = (value: string) => boolean;

/** Longer ones are lists that somebody should split. */
const MAX_LENGTH = 1_000;
/**
 * Steps of the compiled expression. RE2 takes time in proportion to steps times text, so this bounds what one page can
 * cost; nested counts (`((a?){30}){30}`) are what goes beyond.
 */
const MAX_STEPS = 250;
/** Titles are the only field with more values than this; the memory starts anew then. */
const MAX_REMEMBERED = 20_000;

/**
 * Whether a page is in a scope: every matcher holds. The same function serves the what-if, the watch and the check of
 * what a silence may cover. Throws `invalid` with the place for a scope that cannot be read.
 */
export function compileScope(scope: Scope): (facts: ScopeFacts) => boolean {
  if (scope.length === 0) throw new AppError("invalid", "A scope without matchers would hold every page.");
  const tests = scope.map((matcher, index) => ({ field: matcher.field, holds: testOf(matcher, index + 1) }));
  const byField = [...groupBy(tests, ({ field }) => field)].map(([field, own]) => {
    return { field, holds: remembering((value) => own.every(({ holds }) => holds(value))) };
  });
  return (facts) => byField.every(({ field, holds }) => holds(facts[field] ?? ""));
}

function testOf(matcher: Matcher, place: number): Test {
  const { operator, value } = matcher;
  switch (operator) {
    case "=":
      return (fact) => fact === value;
    case "!=":
      return (fact) => fact !== value;
    case "=~":
      return wholeMatch(matcher, place);
    case "!~": {
      const matches = wholeMatch(matcher, place);
      return (fact) => !matches(fact);
    }
    default:
      return operator satisfies never;
  }
}

/** RE2 over the whole value, as Alertmanager does it; time grows with the length of the value and never worse. */
function wholeMatch({ field, value }: Matcher, place: number): Test {
  const refuse = (why: string): AppError => new AppError("invalid", `Matcher ${place} (${field}): ${why}`);
  if (value.length > MAX_LENGTH) throw refuse(`an expression has at most ${MAX_LENGTH} characters.`);
  const compiled = compiledOr(value, refuse);
  if (compiled.programSize() > MAX_STEPS) throw refuse(`“${value}” is too large when its counts are written out.`);
  const plain = plainExpression(value);
  return plain ? (fact) => plain.test(fact) : (fact) => compiled.testExact(fact);
}

/** Text, escaped signs, "anything" and groups of alternatives that are text: what most matchers are made of. */
const PLAIN = /^(?:[\w %:;,@#<>=!"'&~/-]|\\[.+*?()[\]{}|^$/-]|\.[*+]|\((?:\?:)?[\w %:/|-]+\))*$/;
const MOST_ANYTHING = 2;

/**
 * The same as an expression of JavaScript, where it is so plain that both mean the same and going back costs at most the
 * square of a short text; many times as quick as RE2 in JavaScript. Null where it is not.
 */
function plainExpression(value: string): RegExp | null {
  if (!PLAIN.test(value) || (value.match(/\.[*+]/g)?.length ?? 0) > MOST_ANYTHING) return null;
  // A dot of RE2 leaves out the line feed alone.
  return new RegExp(`^(?:${value.replace(/(?<!\\)\.(?=[*+])/g, "[^\\n]")})$`);
}

function compiledOr(value: string, refuse: (why: string) => AppError): RE2JS {
  try {
    return RE2JS.compile(value);
  } catch (error) {
    if (error instanceof RE2JSException) throw refuse(`“${value}” is no RE2 expression: ${error.message}.`);
    throw error;
  }
}

/** A history repeats the same few services and titles. */
function remembering(test: Test): Test {
  const known = new Map<string, boolean>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const found = test(value);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(value, found);
    return found;
  };
}
