import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";
import { type Claim, defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import { pageName, plural } from "@/lib/noise/wording";

type Group = { first: string; number: string | undefined; until: Instant; pageKeys: string[] };

/**
 * The same problem, already open: the same sender's key, or the same alert on the same host, opening while the one before
 * is open; or merged into another page. The first page of a group is never one.
 */
export const duplicate = defineDetector({
  reason: "duplicate",
  thresholds: {},
  detect(scene) {
    return [...overlaps(scene), ...merges(scene), ...sameKeys(scene)];
  },
});

function overlaps({ sights, knowsClears }: Scene): Claim[] {
  // Where ends are never told, everything seems to be open still.
  if (!knowsClears) return [];
  const byKey = new Map<string, Group>();
  const byScope = new Map<string, Group>();
  const groups: Group[] = [];
  const read = titleReader();
  const keysMean = repeatsKeys(sights);
  for (const { page } of sights) {
    const { dedup, title: name } = page.facts;
    const title = page.openingTitle ?? name ?? null;
    const scope = title === null || (keysMean && dedup !== undefined) ? null : read(title);
    const end = openUntil(page);
    const current =
      openAt(page.triggeredAt, dedup === undefined ? undefined : byKey.get(dedup)) ??
      openAt(page.triggeredAt, scope === null ? undefined : byScope.get(scope));
    if (current && current.pageKeys.push(page.pageKey) === 1) groups.push(current);
    const group = current ?? {
      first: page.pageKey,
      number: page.facts.number,
      until: end,
      pageKeys: [],
    };
    group.until = Math.max(group.until, end);
    if (dedup !== undefined) byKey.set(dedup, group);
    if (scope !== null) byScope.set(scope, group);
  }
  return groups.map(({ first, number, pageKeys }) => {
    const name = pageName(first, number);
    return {
      claim: `${plural(pageKeys.length, "page")} opened while page ${name} of the same problem was open`,
      facts: { first, name, duplicates: pageKeys.length },
      pageKeys,
    };
  });
}

/** The group where it is still open then. */
function openAt(at: Instant, group: Group | undefined): Group | undefined {
  return group !== undefined && at < group.until ? group : undefined;
}

function merges({ sights }: Scene): Claim[] {
  const merged = sights.flatMap(({ page }) =>
    page.mergedInto === null ? [] : [{ key: page.pageKey, into: page.mergedInto }],
  );
  return [...groupBy(merged, ({ into }) => into)].map(([into, pages]) => ({
    claim: `${plural(pages.length, "page")} merged into page ${pageName(into)}`,
    facts: { first: into, duplicates: pages.length },
    pageKeys: pages.map(({ key }) => key),
  }));
}

/** The same sender's key, open in another alert of the same team and environment. */
function sameKeys({ sights, surroundings }: Scene): Claim[] {
  const { sameProblem } = surroundings;
  if (!sameProblem) return [];
  const found = sights.flatMap(({ page }) => {
    const other = sameProblem.get(page.pageKey);
    return other ? [{ key: page.pageKey, other }] : [];
  });
  return [...groupBy(found, ({ other }) => other.pageKey)].map(([first, pages]) => {
    const name = pages[0]?.other.name ?? first;
    return {
      claim: `${plural(pages.length, "page")} opened while page ${name} of another alert with the same key was open`,
      facts: { first, name, duplicates: pages.length },
      pageKeys: pages.map(({ key }) => key),
    };
  });
}

/** A page still open covers all that is known; an end at an unknown time covers nothing after the opening. */
function openUntil({ endedAt, endedBy, triggeredAt }: Page): Instant {
  return endedAt ?? (endedBy === "still-open" ? Number.POSITIVE_INFINITY : triggeredAt);
}

/** A sender that uses one key for several pages says with another key that it is another problem. */
function repeatsKeys(sights: Scene["sights"]): boolean {
  const keys = new Set<string>();
  let keyed = 0;
  for (const { page } of sights) {
    const { dedup } = page.facts;
    if (dedup === undefined) continue;
    keyed += 1;
    keys.add(dedup);
  }
  return keys.size * 2 <= keyed;
}

/** Most pages of an alert have the title of an earlier one: reading it once is enough. */
function titleReader(): (title: string) => string {
  const read = new Map<string, string>();
  return (title) => {
    const known = read.get(title);
    if (known !== undefined) return known;
    const names = namesIn(title);
    read.set(title, names);
    return names;
  };
}

/** Hosts, pods and addresses in a title: the same alert on another one is another problem. */
function namesIn(title: string): string {
  return (title.match(/(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|(?<![\w.-])(?=[\w.-]*[a-z])(?=[\w.-]*\d)[a-z][\w.-]*/gi) ?? [])
    .join(" ")
    .toLowerCase();
}
