import type { Change } from "@/lib/model/change";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { PageEvent, PersonFact } from "@/lib/model/page-event";
import type { Reason } from "@/lib/model/verdict";
import { type Dice, diceOf } from "./dice";
import {
  brokenChecks,
  deploys,
  forgotten,
  ignoredAlerts,
  messages,
  rehearsals,
  scaling,
  thresholds,
  windows,
} from "./families/benign";
import { blips, clocks, duplicates, flaps, storms } from "./families/patterns";
import { faults, lateWork, misrouted, upstream, worseReleases } from "./families/real";
import { unseen } from "./families/unseen";
import { organisationOf } from "./organisation";
import { type Draft, deployAsUsual, type Stage } from "./stage";
import { tell } from "./tell";
import type { Truth } from "./truth";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Everything that can be known of a made-up organisation, and what was really the case. */
export type Simulation = {
  seed: string;
  zone: string;
  from: Instant;
  to: Instant;
  events: PageEvent[];
  changes: Change[];
  people: PersonFact[];
  /** In order of opening. */
  truths: Truth[];
};

const FAMILIES: Readonly<Record<string, (stage: Stage, dice: Dice) => void>> = {
  faults,
  worseReleases,
  upstream,
  lateWork,
  misrouted,
  blips,
  flaps,
  duplicates,
  storms,
  clocks,
  deploys,
  windows,
  scaling,
  thresholds,
  forgotten,
  ignoredAlerts,
  brokenChecks,
  messages,
  rehearsals,
  unseen,
  deployAsUsual,
};

/** Sixteen weeks of one organisation. The same seed gives the same, on every machine. */
export function simulate(seed: string): Simulation {
  const organisation = organisationOf(seed);
  const stage: Stage = {
    organisation,
    drafts: [],
    changes: [],
    teams: organisation.teams.filter(({ isUnseen }) => !isUnseen),
  };
  for (const [name, family] of Object.entries(FAMILIES)) family(stage, diceOf(`${seed}/${name}`));
  const kept = withoutSwallowed(stage.drafts.filter(({ at }) => at >= organisation.from && at < organisation.to));
  kept.sort((a, b) => a.at - b.at || (a.alert.id < b.alert.id ? -1 : 1));
  const keys = new Map(kept.map((draft, index) => [draft, `${seed}-${index}`]));
  const events = kept.flatMap((draft) => {
    const pageKey = keys.get(draft) ?? "";
    const mergedInto = draft.mergedInto ? (keys.get(draft.mergedInto) ?? null) : null;
    return tell({ ...draft, pageKey, mergedInto, dice: diceOf(`${seed}/rings/${pageKey}`) });
  });
  const { zone, from, to, teams } = organisation;
  const people = teams.flatMap(({ people: members, source }) =>
    source.knowledge === "csv"
      ? []
      : members.map(({ key, handle, email }) => ({
          provider: source.provider,
          key,
          name: handle,
          email,
          timeZone: zone,
        })),
  );
  const changes = stage.changes.toSorted((a, b) => a.startsAt - b.startsAt || (a.changeKey < b.changeKey ? -1 : 1));
  return { seed, zone, from, to, events, changes, people, truths: truthsOf(kept, keys) };
}

/** While a page is open, a pager swallows what comes with the same key; a table has no keys. Duplicates are told apart. */
function withoutSwallowed(drafts: readonly Draft[]): Draft[] {
  const kept = new Set(drafts);
  for (const same of groupBy(
    drafts,
    ({ alert, dedup, environment }) => `${alert.id} ${dedup} ${environment}`,
  ).values()) {
    let openUntil = Number.NEGATIVE_INFINITY;
    for (const draft of same.toSorted((a, b) => a.at - b.at)) {
      const isPlain = !draft.duplicateOf && !draft.episode && !draft.storm && !isNeeded(draft);
      if (draft.at < openUntil && isPlain) kept.delete(draft);
      else openUntil = Math.max(openUntil, draft.life.endsAt ?? Number.POSITIVE_INFINITY);
    }
  }
  return drafts.filter((draft) => kept.has(draft) && (!draft.duplicateOf || kept.has(draft.duplicateOf)));
}

/** Real pages of hard cases, and those that others repeat. */
function isNeeded({ hardNegative, isReal }: Draft): boolean {
  return hardNegative !== null && (isReal || hardNegative === "first-of-duplicates");
}

function truthsOf(drafts: readonly Draft[], keys: ReadonlyMap<Draft, string>): Truth[] {
  const byAlert = groupBy(drafts, ({ alert }) => alert.id);
  const unanswered = new Set(
    [...byAlert].filter(([, all]) => all.filter(isUnanswered).length >= 0.8 * all.length).map(([id]) => id),
  );
  return drafts.map((draft) => {
    const { alert, life } = draft;
    const { team } = alert;
    const patterns = patternsOf(draft, byAlert.get(alert.id) ?? []);
    const alsoIgnored = unanswered.has(alert.id) && isUnanswered(draft) ? (["ignored"] as const) : [];
    const others: Reason[] = draft.isReal ? [] : [...patterns, ...alsoIgnored].filter((each) => each !== draft.reason);
    const tagged = draft.hardNegative ?? (team.source.tellsEnds ? null : "export-without-clears");
    return {
      pageKey: keys.get(draft) ?? "",
      verdict: draft.isReal ? "actionable" : "noise",
      reasons: [draft.reason, ...others],
      hardNegative: tagged,
      family: alert.family,
      isUnseen: team.isUnseen,
      alert: alert.id,
      team: team.name,
      culture: team.culture.name,
      knowledge: team.source.knowledge,
      patterns,
      episode: draft.episode,
      storm: draft.storm,
      duplicateOf: draft.duplicateOf ? (keys.get(draft.duplicateOf) ?? null) : null,
      endedByPerson: life.endedBy === "person",
      isMajor: draft.asked.priority === "P1",
      isToldWho: team.source.tellsWho && team.source.tellsEnds && !team.culture.byRobot,
    };
  });
}

const isUnanswered = ({ life, isReal }: Draft): boolean => !isReal && life.acts.every(({ who }) => who === null);

/** By the words of the definitions, from what happened: thresholds are those that the reasons are defined with. */
function patternsOf(draft: Draft, ofAlert: readonly Draft[]): Truth["patterns"][number][] {
  const { life, at, isReal, episode, duplicateOf } = draft;
  const patterns: Truth["patterns"][number][] = [];
  const lastedMs = life.endsAt === null ? Number.POSITIVE_INFINITY : life.endsAt - at;
  const helped = life.acts.some(
    ({ who, kind, at: actedAt }) =>
      // What is written after it cleared helped nothing.
      who !== null &&
      actedAt < (life.endsAt ?? Number.POSITIVE_INFINITY) &&
      !(kind === "acknowledged" && (life.endsAt ?? 0) - actedAt <= 2 * MINUTE_MS),
  );
  const isAlone = ofAlert.every((other) => other === draft || Math.abs(other.at - at) >= HOUR_MS);
  if (!isReal && life.endedBy === "source" && !helped && lastedMs < 5 * MINUTE_MS && isAlone)
    patterns.push("self-healed");
  if (episode !== null) patterns.push("flapping");
  if (duplicateOf !== null) patterns.push("duplicate");
  if (isLeftAlone(draft)) patterns.push("stale");
  return patterns;
}

/** Open for more than a day, and for a whole day of that without anybody at it. */
function isLeftAlone({ life, at }: Draft): boolean {
  const day = 24 * HOUR_MS;
  const endsAt = life.endsAt;
  if (endsAt === null || endsAt - at <= day) return false;
  let before = at;
  for (const { who, at: actedAt } of life.acts) {
    if (who === null || actedAt > endsAt) continue;
    if (actedAt - before >= day) return true;
    before = actedAt;
  }
  return endsAt - before >= day;
}
