import { RE2JS } from "re2js";

/** Which titles are meant: these, word for word, or an expression that matches a whole title. */
export type TitleCondition = { titles: readonly string[] } | { expression: string };

/** More conditions than that are no rule that anybody reads. */
const MOST_TITLES = 10;

export type TitlesOf = { titles: readonly string[]; otherTitles: readonly string[]; template: string | null };

/** What picks these titles and none of the others that were seen; refused where nothing does. */
export function titleCondition({ titles, otherTitles, template }: TitlesOf): TitleCondition | { refused: string } {
  if (titles.length === 0) return { refused: "No titles of its pages are known here." };
  const others = new Set(otherTitles);
  const shared = titles.find((title) => others.has(title));
  if (shared !== undefined)
    return { refused: `Other alerts page with the same title, “${shared}”: the provider could not tell them apart.` };
  if (template === null || !/<[a-z]+>/.test(template))
    return titles.length <= MOST_TITLES
      ? { titles }
      : { refused: `Its pages have ${titles.length} different titles, which nothing sums up.` };
  const expression = expressionOf(template);
  const pattern = RE2JS.compile(expression);
  const missed = titles.filter((title) => !pattern.matches(title));
  if (missed.length === titles.length)
    return { refused: "Its titles begin or end with words that its name leaves out." };
  const caught = otherTitles.find((title) => pattern.matches(title));
  if (caught !== undefined)
    return { refused: `An expression for its titles would also catch “${caught}” of another alert.` };
  return { expression };
}

/**
 * A mask is one word or number; around it the title stands as it is, in letters of any case. Without a backslash, whose
 * meaning differs from one vendor's quotes to the next.
 */
function expressionOf(template: string): string {
  const parts = template.split(/(<[a-z]+>)/).map((part) => (/^<[a-z]+>$/.test(part) ? "[^ ]+" : literal(part)));
  return `(?i)^${parts.join("")}$`;
}

function literal(text: string): string {
  return text
    .replace(/[.*+?()|[\]{}$]/g, (letter) => `[${letter}]`)
    .replaceAll("^", ".")
    .replace(/\s+/g, " +");
}
