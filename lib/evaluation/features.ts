import type { Change } from "@/lib/model/change";
import { groupBy } from "@/lib/model/group-by";
import { ENDINGS, type Page } from "@/lib/model/page";
import { localPartsOf, offsetAt } from "@/lib/time/boundaries";
import type { FoldedPage, Known } from "./judge-events";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Stands for "far away" or "not known" among minutes. */
const FAR = 100_000;

/** How much words speak for an actionable page; learnt from other seeds. */
export type WordWeights = ReadonlyMap<string, number>;

/**
 * What can be known of each page afterwards, as numbers: for the model that gives the ceiling. It looks at everything, the
 * future included, and at nothing of the truth.
 */
export function retrospectiveFeatures(
  folded: readonly FoldedPage[],
  known: Known,
  words: WordWeights,
): Map<string, Float64Array> {
  const around = surroundingsOf(folded, known);
  const rows = new Map<string, Float64Array>();
  for (const [signature, mine] of groupBy(folded, ({ signature: own }) => own)) {
    const pages = mine.map(({ page }) => page);
    const own = pages.map((page) => [
      ...ownFeatures(page, known, words),
      ...changeFeatures(page, around),
      ...burstFeatures(page, signature, around),
    ]);
    const shares = sharesOf(pages, own);
    const clocks = [DAY_MS, 7 * DAY_MS, 6 * HOUR_MS].map((period) => concentrationOf(pages, period, known.zone));
    pages.forEach((page, index) => {
      const near = nearFeatures(pages, index);
      rows.set(page.pageKey, Float64Array.from([...(own[index] ?? []), ...shares, ...clocks, ...near]));
    });
  }
  return rows;
}

type Surroundings = {
  byTeam: ReadonlyMap<string, readonly FoldedPage[]>;
  changes: ReadonlyMap<string, readonly Change[]>;
  handles: ReadonlyMap<string, string>;
  closings: ReadonlyMap<string, number[]>;
  follows: ReadonlyMap<string, number>;
};

function surroundingsOf(folded: readonly FoldedPage[], { changes, people }: Known): Surroundings {
  const byTeam = groupBy(folded, ({ page }) => page.facts.team ?? "");
  const closings = new Map<string, number[]>();
  for (const { page } of folded) {
    if (page.endedByPerson === null || page.endedAt === null) continue;
    closings.set(page.endedByPerson, [...(closings.get(page.endedByPerson) ?? []), page.endedAt]);
  }
  return {
    byTeam,
    changes: groupBy(changes, ({ service }) => service ?? ""),
    handles: new Map(people.map(({ key, name }) => [key, name ?? key])),
    closings,
    follows: followsOf(byTeam),
  };
}

/** Share of a signature's pages that open within ten minutes after a page of another signature of the team. */
function followsOf(byTeam: Surroundings["byTeam"]): Map<string, number> {
  const counts = new Map<string, { n: number; after: number }>();
  for (const pages of byTeam.values()) {
    pages.forEach(({ page, signature }, index) => {
      const count = counts.get(signature) ?? { n: 0, after: 0 };
      counts.set(signature, count);
      count.n += 1;
      for (let before = index - 1; before >= 0; before -= 1) {
        const other = pages[before];
        if (!other || page.triggeredAt - other.page.triggeredAt > 10 * MINUTE_MS) break;
        if (other.signature === signature) continue;
        count.after += 1;
        break;
      }
    });
  }
  return new Map([...counts].map(([signature, { n, after }]) => [signature, after / n]));
}

const OWN_SHARED = 13;

/** The first ones are also averaged over the signature. */
function ownFeatures(page: Page, { zone }: Known, words: WordWeights): number[] {
  const human = page.actions.filter(({ by }) => by === "person");
  const anyone = page.actions.filter(({ by }) => by !== "automation");
  const notes = page.actions.flatMap(({ note }) => note ?? []);
  const lasted = minutes(page.endedAt === null ? null : page.endedAt - page.triggeredAt);
  const toAcknowledge = minutes(page.acknowledgedAt === null ? null : page.acknowledgedAt - page.triggeredAt);
  const held = minutes(
    page.acknowledgedAt === null || page.endedAt === null ? null : page.endedAt - page.acknowledgedAt,
  );
  const people = new Set(human.flatMap(({ person }) => person ?? []));
  const priority = Number(/\d/.exec(page.facts.priority ?? "")?.[0] ?? 9);
  const { hour, minute, weekday } = localPartsOf(page.triggeredAt, zone);
  const asked = page.actions.filter(
    ({ by, kind }) => by !== "automation" && (kind === "escalated" || kind === "joined"),
  );
  return [
    Math.log(lasted + 0.1),
    page.acknowledgedAt === null ? 0 : 1,
    notes.length > 0 ? 1 : 0,
    noteWeight(notes, words),
    page.endedBy === "person" ? 1 : 0,
    page.endedBy === "source" && lasted < 5 ? 1 : 0,
    lasted > 24 * 60 ? 1 : 0,
    held < FAR && held > 8 ? 1 : 0,
    anyone.length,
    people.size,
    asked.length,
    page.actions.some(({ kind }) => kind === "reassigned") ? 1 : 0,
    page.mergedInto === null ? 0 : 1,
    ENDINGS.indexOf(page.endedBy),
    Math.log(toAcknowledge + 0.1),
    Math.log(held + 0.1),
    notes.reduce((most, note) => Math.max(most, note.length), 0),
    priority,
    page.actions.some(({ kind }) => kind === "priority-changed") ? 1 : 0,
    page.facts.urgency === "high" ? 2 : page.facts.urgency === "low" ? 0 : 1,
    page.notifications.length,
    page.knowsAcknowledgements ? 1 : 0,
    hour + minute / 60,
    weekday,
    titleWeight(page, words),
    /prod/.test(page.facts.environment ?? "") ? 2 : page.facts.environment === undefined ? 1 : 0,
    /staging/.test(page.facts.service ?? "") || /^canary/.test(page.facts.rule ?? page.facts.dedup ?? "") ? 1 : 0,
    ["pagerduty", "opsgenie", "generic"].indexOf(page.provider),
  ];
}

function changeFeatures(page: Page, { changes, handles }: Surroundings): number[] {
  const at = page.triggeredAt;
  const own = (changes.get(page.facts.service ?? "") ?? []).filter(
    ({ startsAt, endsAt }) => startsAt > at - 4 * DAY_MS && (startsAt < at + 5 * HOUR_MS || (endsAt ?? 0) > at),
  );
  const involved = new Set([
    ...page.actions.flatMap(({ by, person }) => (by === "person" && person ? [handles.get(person) ?? person] : [])),
    ...page.notifications.map(({ person }) => handles.get(person) ?? person),
  ]);
  const isWork = ({ kind }: Change) => kind === "deploy" || kind === "config";
  const since = (wanted: (change: Change) => boolean) =>
    nearest(own.filter((c) => c.startsAt <= at && wanted(c)).map((c) => at - c.startsAt));
  const until = (wanted: (change: Change) => boolean) =>
    nearest(own.filter((c) => c.startsAt > at && wanted(c)).map((c) => c.startsAt - at));
  const end = page.endedAt ?? at;
  return [
    since(isWork),
    until(isWork),
    until((change) => isWork(change) && change.by !== null && involved.has(change.by)),
    until(({ isRollback }) => isRollback),
    own.some((change) => isWork(change) && Math.abs(end - change.startsAt) < 15 * MINUTE_MS && change.startsAt > at)
      ? 1
      : 0,
    own.some(({ startsAt, endsAt }) => endsAt !== null && startsAt <= at && at < endsAt) ? 1 : 0,
    Math.min(
      since(({ kind }) => kind === "scale"),
      until(({ kind }) => kind === "scale"),
    ),
    since(({ kind, rule }) => kind === "rule-edit" && (rule === null || rule === page.facts.rule)),
  ];
}

const nearest = (gaps: readonly number[]): number =>
  gaps.reduce((least, gap) => Math.min(least, gap / MINUTE_MS), 10_000);

function burstFeatures(page: Page, signature: string, { byTeam, closings, follows }: Surroundings): number[] {
  const team = byTeam.get(page.facts.team ?? "") ?? [];
  const at = page.triggeredAt;
  const [before, after] = [new Set<string>(), new Set<string>()];
  for (let index = firstAfter(team, at - 10 * MINUTE_MS); index < team.length; index += 1) {
    const other = team[index];
    if (!other || other.page.triggeredAt > at + 10 * MINUTE_MS) break;
    if (other.signature === signature) continue;
    (other.page.triggeredAt < at ? before : after).add(other.signature);
  }
  const swept = (closings.get(page.endedByPerson ?? "") ?? []).filter(
    (end) => Math.abs(end - (page.endedAt ?? 0)) < MINUTE_MS,
  );
  return [before.size, after.size, follows.get(signature) ?? 0, swept.length];
}

function firstAfter(pages: readonly FoldedPage[], at: number): number {
  let [low, high] = [0, pages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pages[middle]?.page.triggeredAt ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sharesOf(pages: readonly Page[], own: readonly (readonly number[])[]): number[] {
  const means = Array.from(
    { length: OWN_SHARED },
    (_, feature) => own.reduce((sum, row) => sum + (row[feature] ?? 0), 0) / own.length,
  );
  return [Math.log(pages.length), ...means];
}

/** Neighbours of the same signature: gaps, how many within an hour, whether one was open. */
function nearFeatures(pages: readonly Page[], index: number): number[] {
  const page = pages[index];
  if (!page) return [];
  const at = page.triggeredAt;
  let [within, isOpen, later] = [0, 0, 0];
  for (let other = Math.max(0, index - 15); other < Math.min(pages.length, index + 16); other += 1) {
    const near = pages[other];
    if (!near || other === index) continue;
    if (Math.abs(near.triggeredAt - at) < HOUR_MS) {
      within += 1;
      if (other > index) later += 1;
    }
    if (other < index && near.endedAt !== null && near.endedAt > at && near.facts.dedup === page.facts.dedup)
      isOpen = 1;
  }
  const gap = (other: number) => {
    const near = pages[other];
    return Math.log(1 + (near ? Math.abs(near.triggeredAt - at) / MINUTE_MS : FAR));
  };
  return [within, later, isOpen, gap(index - 1), gap(index + 1)];
}

/** Length of the mean of the openings on the circle of a period, in local time: 1 means always at the same time. */
function concentrationOf(pages: readonly Page[], periodMs: number, zone: string): number {
  if (pages.length < 5) return 0;
  let [x, y] = [0, 0];
  for (const { triggeredAt } of pages) {
    const angle = (2 * Math.PI * ((triggeredAt + offsetAt(triggeredAt, zone)) % periodMs)) / periodMs;
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  return Math.hypot(x, y) / pages.length;
}

function minutes(ms: number | null): number {
  return ms === null ? FAR : ms / MINUTE_MS;
}

function noteWeight(notes: readonly string[], words: WordWeights): number {
  return weightOf(
    notes.flatMap((note) => wordsOf(note).map((word) => `note ${word}`)),
    words,
  );
}

function titleWeight({ facts }: Page, words: WordWeights): number {
  return weightOf(
    wordsOf(facts.title ?? "").map((word) => `title ${word}`),
    words,
  );
}

/** The mean, so that a long text is not surer than a short one only for its length. */
function weightOf(words: readonly string[], weights: WordWeights): number {
  const known = words.flatMap((word) => weights.get(word) ?? []);
  return known.reduce((sum, weight) => sum + weight, 0) / Math.max(1, known.length);
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z]{2,}/g) ?? [];

/** Log-odds of each word of notes and titles among the pages that somebody had to act on, against the others. */
export function learnWords(pages: readonly { page: Page; isActionable: boolean }[]): WordWeights {
  const counts = new Map<string, [number, number]>();
  let [actionable, noise] = [0, 0];
  for (const { page, isActionable } of pages) {
    if (isActionable) actionable += 1;
    else noise += 1;
    const notes = page.actions.flatMap(({ note }) =>
      note === null ? [] : wordsOf(note).map((word) => `note ${word}`),
    );
    const title = wordsOf(page.facts.title ?? "").map((word) => `title ${word}`);
    for (const word of new Set([...notes, ...title])) {
      const count = counts.get(word) ?? [0, 0];
      count[isActionable ? 0 : 1] += 1;
      counts.set(word, count);
    }
  }
  const base = Math.log((actionable + 1) / (noise + 1));
  return new Map([...counts].map(([word, [a, b]]) => [word, Math.log((a + 1) / (b + 1)) - base]));
}
