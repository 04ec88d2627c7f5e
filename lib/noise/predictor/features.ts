import type { LabelCount, Prior } from "@/lib/noise/prior";
import type { FadedLabels } from "./labels-past";
import type { LooksView } from "./looks-past";
import type { OwnFacts } from "./page-facts";
import type { LabelView, PastView } from "./past-view";
import { TOKEN_BUCKETS, tokenBuckets } from "./title-tokens";
import { ACTS } from "./told";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A change this near may explain a page. */
const NEAR_CHANGE_MS = 30 * MINUTE_MS;
const RULE_EDITED_MS = 2 * DAY_MS;

const CRITICAL = /\b(?:crit(?:ical)?|fatal|emergency|down|outage|sev-?[01]|p[01])\b/i;
const WARNING = /\b(?:warn(?:ing)?|degraded|minor|p[345])\b/i;
const INFORMATION = /\b(?:info|informational|notice|ok|success|recovered)\b/i;
const NOT_PRODUCTION = /^(?:dev|test|qa|uat|stag|stg|sandbox|pre-?prod|canary|non-?prod)/i;

const LABEL_FEATURES = [
  "log-odds of the alert",
  "last verdict on the alert",
  "verdicts on the alert",
  "worth so far",
  "worth so far, against the team",
] as const;

/** A person's word weighs as many pages that were only looked at: 1 against .3, as in 2.6. */
const WORD_IN_PAGES = 3;

/** Ended pages that the mean of the service is worth against those of the alert. */
const SERVICE_IN_PAGES = 1.5;

/** What the page and its past say, without anybody's verdict. Scaled so that one unit is much for each. */
const PAST_FEATURES = [
  "any page",
  "hour, sine",
  "hour, cosine",
  "weekend",
  "top priority",
  "second priority",
  "lower priority",
  "urgency high",
  "urgency low",
  "title says critical",
  "title says warning",
  "title says information",
  "not production",
  "openings in 1 h",
  "openings in 24 h",
  "openings in 7 d",
  "openings ever",
  "first opening",
  "time since the last opening",
  "ended within the hour before",
  "still open",
  "median duration",
  "duration unknown",
  "cleared by the source",
  "fleeting",
  "ended by a person",
  "pages in the burst",
  "signatures in the burst",
  "in planned work",
  "after a deploy",
  "after scaling",
  "rule edited lately",
  "age of the rule",
  "fires by the clock",
  "on time",
  "acts per opening, 7 d",
  "acts per opening, 90 d",
] as const;

/** All features in the order of their weights; verdicts first, then the past, shares of acts, words. */
export const FEATURES: readonly string[] = [
  ...LABEL_FEATURES,
  ...PAST_FEATURES,
  ...ACTS.map((act) => `${act}, 7 d`),
  ...ACTS.map((act) => `${act}, 90 d`),
  ...Array.from({ length: TOKEN_BUCKETS }, (_, bucket) => `words ${bucket}`),
];

export const ANY_PAGE = LABEL_FEATURES.length;
const FIRST_WORD = FEATURES.length - TOKEN_BUCKETS;

/** A sparse row: positions in `FEATURES`, ascending, with their values. */
export type FeatureRow = { at: readonly number[]; value: readonly number[] };

/** Everything but the verdicts: fixed when the page opens. */
export function pastFeatures(own: OwnFacts, past: PastView): FeatureRow {
  const row = { at: [] as number[], value: [] as number[] };
  let position = ANY_PAGE;
  for (const values of [ownValues(own, past), historyValues(past), aroundValues(past), ...actValues(past)]) {
    for (const value of values) {
      if (value !== 0) {
        row.at.push(position);
        row.value.push(value);
      }
      position += 1;
    }
  }
  const words = tokenBuckets(own.title, own.service);
  for (const bucket of words) {
    row.at.push(FIRST_WORD + bucket);
    row.value.push(1 / Math.sqrt(words.length));
  }
  return row;
}

/** The labels of 2.6 for this page: people's words and, weighing less, what ended pages said of themselves. */
export function countedLabels({ human }: LabelView, inferred: FadedLabels): LabelCount {
  return { a: human.a + inferred.a, n: human.n + inferred.n };
}

/** Posterior mean of 2.6. */
export function posteriorMean({ a, n }: LabelCount, { mu, kappa }: Prior): number {
  return (a + kappa * mu) / (n + kappa);
}

/** What verdicts say: 2.6 as log-odds, the last word, how many there are, and what they add to the looks of its pages. */
export function labelFeatures(view: LabelView, inferred: FadedLabels, looks: LooksView): number[] {
  const mean = posteriorMean(countedLabels(view, inferred), view.prior);
  const { a, n, last, words } = view.human;
  const pages = looks.pages + WORD_IN_PAGES * n + SERVICE_IN_PAGES;
  const worth = logOdds((looks.worth + WORD_IN_PAGES * a + SERVICE_IN_PAGES * looks.service) / pages);
  const label = last === null ? 0 : 2 * last - 1;
  return [logOdds(mean), label, Math.log1p(words) / 3, worth, worth - logOdds(looks.team)];
}

function logOdds(share: number): number {
  return Math.log(share / (1 - share));
}

export function withLabels(labels: readonly number[], { at, value }: FeatureRow): FeatureRow {
  return { at: [...labels.keys(), ...at], value: [...labels, ...value] };
}

function ownValues(own: OwnFacts, { hour, isWeekend }: PastView): number[] {
  const angle = (2 * Math.PI * hour) / 24;
  const level = priorityLevel(own.priority);
  const urgency = (name: string) => flag(own.urgency === name);
  return [
    1,
    Math.sin(angle),
    Math.cos(angle),
    flag(isWeekend),
    flag(level === 1),
    flag(level === 2),
    flag(level !== null && level > 2),
    urgency("high"),
    urgency("low"),
    flag(CRITICAL.test(own.title)),
    flag(WARNING.test(own.title)),
    flag(INFORMATION.test(own.title)),
    flag(own.environment !== null && NOT_PRODUCTION.test(own.environment)),
  ];
}

/** "P1" and "SEV1" are 1, also "P0"; null for names without a number, whose order nobody told. */
function priorityLevel(priority: string | null): number | null {
  const digits = /(\d+)\s*$/.exec(priority ?? "")?.[1];
  return digits === undefined ? null : Math.max(1, Number(digits));
}

function historyValues(past: PastView): number[] {
  const { openings, endings, sinceOpeningMs, sinceEndMs, medianOpenMs } = past;
  const share = (count: number) => (endings.ended === 0 ? 0 : count / endings.ended);
  return [
    Math.log1p(openings.hour) / 2,
    Math.log1p(openings.day) / 3,
    Math.log1p(openings.week) / 4,
    Math.log1p(openings.ever) / 6,
    flag(openings.ever === 0),
    sinceOpeningMs === null ? 0 : Math.log1p(sinceOpeningMs / MINUTE_MS) / 8,
    flag(sinceEndMs !== null && sinceEndMs < HOUR_MS),
    flag(openings.open > 0),
    medianOpenMs === null ? 0 : Math.log1p(medianOpenMs / MINUTE_MS) / 5,
    flag(medianOpenMs === null && openings.ever > 0),
    share(endings.bySource),
    share(endings.fleeting),
    share(endings.byPerson),
  ];
}

function aroundValues({ burst, changes, clock, sinceFirstMs, shortActs, longActs }: PastView): number[] {
  const { inPlannedWork, sinceDeployMs, sinceScaleMs, sinceRuleEditMs } = changes;
  const near = (sinceMs: number | null, withinMs: number) => flag(sinceMs !== null && sinceMs <= withinMs);
  // A rule is as old as its last edit, where that is not told as the first page of it.
  const ruleAgeMs = sinceRuleEditMs ?? sinceFirstMs;
  return [
    Math.log1p(burst.pages) / 3,
    Math.log1p(burst.signatures) / 3,
    flag(inPlannedWork),
    near(sinceDeployMs, NEAR_CHANGE_MS),
    near(sinceScaleMs, NEAR_CHANGE_MS),
    near(sinceRuleEditMs, RULE_EDITED_MS),
    ruleAgeMs === null ? 0 : Math.log1p(ruleAgeMs / DAY_MS) / 6,
    flag(clock.firesByClock),
    flag(clock.firesByClock && clock.onTime),
    Math.log1p(shortActs.acts / Math.max(1, shortActs.openings)),
    Math.log1p(longActs.acts / Math.max(1, longActs.openings)),
  ];
}

function actValues({ shortActs, longActs }: PastView): (readonly number[])[] {
  return [shortActs.shares, longActs.shares];
}

function flag(holds: boolean): number {
  return holds ? 1 : 0;
}
