import { type LabelMatcher, matchesLabel, readMatcher } from "./label-matcher";
import { itemsOf, listedTexts, mapOf, scalarText, textOf, textsOf, valueAt, type YAMLMap } from "./yaml-text";

/**
 * Every node of a routing tree that may be the last one for alerts with these matchers. A child put last below each of
 * them catches exactly those alerts, and takes none from another route: siblings before it match first. Null where one
 * that goes on may take them: a child behind it would tell them once more.
 */
export function endingRoutes(root: YAMLMap, matchers: readonly LabelMatcher[]): YAMLMap[] | null {
  const ending: YAMLMap[] = [];
  let isCertain = false;
  let goesOn = false;
  for (const node of itemsOf(valueAt(root, "routes"))) {
    const route = mapOf(node);
    const certainty = route ? reaches(route, matchers) : false;
    if (!route || certainty === false) continue;
    const below = endingRoutes(route, matchers);
    if (below === null) return null;
    ending.push(...below);
    const hasContinue = textOf(route, "continue") === "true";
    isCertain ||= certainty === true;
    goesOn ||= certainty === null && hasContinue;
    if (certainty === true && !hasContinue) break;
  }
  // What a child takes does not end here, also where that child lets it go on.
  if (isCertain) return ending;
  return goesOn ? null : [...ending, root];
}

/** Null = it depends on labels that the matchers do not ask for. */
function reaches(route: YAMLMap, matchers: readonly LabelMatcher[]): boolean | null {
  const held = routeMatchers(route).map((wanted) => agrees(wanted, matchers));
  if (held.includes(false)) return false;
  return held.includes(null) ? null : true;
}

function agrees(wanted: LabelMatcher, matchers: readonly LabelMatcher[]): boolean | null {
  const fixed = matchers.find(({ name, operator }) => name === wanted.name && operator === "=");
  return fixed ? matchesLabel(wanted, fixed.value) : null;
}

function routeMatchers(route: YAMLMap): LabelMatcher[] {
  const matchers = valueAt(route, "matchers");
  const one = scalarText(matchers);
  return [
    ...[...listedTexts(matchers), ...(one === undefined ? [] : [one])].flatMap(splitMatchers),
    ...Object.entries(textsOf(valueAt(route, "match"))).map(([name, value]) => ({
      name,
      operator: "=" as const,
      value,
    })),
    ...Object.entries(textsOf(valueAt(route, "match_re"))).map(([name, value]) => ({
      name,
      operator: "=~" as const,
      value,
    })),
    ...itemsOf(valueAt(route, "object_matchers")).flatMap((item) => {
      const [name, operator, value] = itemsOf(item).map((part) => scalarText(part) ?? "");
      return name !== undefined && operator !== undefined
        ? [{ name, operator: operator as LabelMatcher["operator"], value: value ?? "" }]
        : [];
    }),
  ];
}

/** One entry may hold several, in braces or not. */
function splitMatchers(text: string): LabelMatcher[] {
  const inner = text.trim().replace(/^\{([\s\S]*)\}$/, "$1");
  return (inner.match(/(?:[^",]|"(?:[^"\\]|\\.)*")+/g) ?? []).filter((part) => part.trim() !== "").map(readMatcher);
}
