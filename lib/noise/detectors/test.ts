import { groupBy } from "@/lib/model/group-by";
import type { PageFacts } from "@/lib/model/page-event";
import { type Claim, defineDetector } from "@/lib/noise/detector";
import { ofPages } from "@/lib/noise/wording";

const PLACES =
  "test|testing|tests|staging|stage|stg|dev|develop|development|qa|uat|sandbox|canary|preprod|pre-prod|demo";
const PLACE = new RegExp(`^(?:non-?prod(?:uction)?|(?:${PLACES})(?:[-_ .]?\\d+)?)$`, "i");
const PLACE_AT_END = new RegExp(`[-_ ./(\\[](?:${PLACES.replace("|tests", "")})[)\\]]?$`, "i");
const CANARY_NAME = /^canary[-_ .:]/i;
const TEST_KEY = /^(?:test|canary)(?:[-_ :./]|$)/i;
const PRODUCTION = /(?:^|[-_ ./([])prod(?:uction)?(?:[-_ ./)\]]|\d*$)/i;
const TITLE_WORD = /\b(?:test|testing|drill|canary|staging)\b/i;

/** By what a page is known to be a test. `title` is a finding and no more: a title may name what is tested. */
export type TestSign = "environment" | "service" | "key" | "title";

/** A drill, a canary or a system that is not production. */
export const test = defineDetector({
  reason: "test",
  thresholds: {},
  detect({ sights }) {
    const signs = sights.flatMap(({ page }) => {
      const sign = testSignOf(page.facts);
      return sign ? [{ ...sign, pageKey: page.pageKey }] : [];
    });
    return [...groupBy(signs, ({ sign, value }) => `${sign} "${value}"`)].flatMap(([what, pages]): Claim[] => {
      const [first] = pages;
      if (!first) return [];
      const suffix = first.sign === "title" ? " names a test, which alone decides nothing" : " is not production";
      const claim = `${what}${suffix}, ${ofPages(pages.length, sights.length)}`;
      const facts = { sign: first.sign, value: first.value, pages: pages.length };
      return [{ claim, facts, pageKeys: pages.map(({ pageKey }) => pageKey) }];
    });
  },
});

function testSignOf({ environment, service, dedup, rule, title }: PageFacts): { sign: TestSign; value: string } | null {
  if (environment !== undefined && PLACE.test(environment.trim())) return { sign: "environment", value: environment };
  const inProduction = PRODUCTION.test(environment ?? "") || PRODUCTION.test(service ?? "");
  if (!inProduction) {
    if (service !== undefined && isTestName(service.trim())) return { sign: "service", value: service };
    const key = [dedup, rule].find((each) => each !== undefined && TEST_KEY.test(each.trim()));
    if (key !== undefined) return { sign: "key", value: key };
  }
  const word = title === undefined ? null : TITLE_WORD.exec(title);
  return word ? { sign: "title", value: word[0].toLowerCase() } : null;
}

function isTestName(service: string): boolean {
  return PLACE.test(service) || PLACE_AT_END.test(service) || CANARY_NAME.test(service);
}
