import type { Instant } from "@/lib/model/instant";
import type { PageRef } from "./page-facts";
import { insertSorted } from "./sorted";
import type { Told } from "./told";

/** An alert is what it has lately been. */
const NEWEST = 50;

/** How many ended pages a level is worth against the one below it, and the share where nothing has ended yet. */
const STRENGTH = { everybody: 5, team: 20, service: 20 };
const SHARE_AT_FIRST = 0.3;

type Look = { openedAt: Instant; pageKey: string; permille: number; at: Instant };
type Sum = { permille: number; pages: number };

/** What ended pages looked like: the newest of each signature, and sums by service, by team and of everybody. */
export type LooksPast = { signatures: Map<string, Look[]>; levels: Map<string, Sum> };

export function looksPast(): LooksPast {
  return { signatures: new Map(), levels: new Map() };
}

export function tellLooks(past: LooksPast, { at, page, permille, before }: Told & { what: "looked" }): void {
  // What replaces adds only the difference, so that the sums do not depend on the order in which things were told.
  for (const level of levelKeys(page)) {
    const sum = past.levels.get(level) ?? { permille: 0, pages: 0 };
    past.levels.set(level, sum);
    sum.permille += permille - (before ?? 0);
    sum.pages += before === null ? 1 : 0;
  }
  const looks = past.signatures.get(page.signature) ?? [];
  past.signatures.set(page.signature, looks);
  const known = looks.findLastIndex(({ pageKey, openedAt }) => pageKey === page.pageKey && openedAt === page.openedAt);
  if (known >= 0) {
    if ((looks[known] as Look).at > at) return;
    looks.splice(known, 1);
  }
  insertSorted(looks, { openedAt: page.openedAt, pageKey: page.pageKey, permille, at }, byOpening);
  if (looks.length > NEWEST) looks.shift();
}

function byOpening(a: Look, b: Look): number {
  return a.openedAt - b.openedAt || (a.pageKey < b.pageKey ? -1 : a.pageKey > b.pageKey ? 1 : 0);
}

function levelKeys({ service, team }: PageRef): string[] {
  return [`service ${service ?? ""}`, `team ${team ?? ""}`, ""];
}

/** Faded sums over the ended pages of an alert, as shares of a page, and the means they are held against. */
export type LooksView = {
  worth: number;
  pages: number;
  service: number;
  team: number;
};

/** `isJudged` tells pages of which a person has spoken: that weighs more, and is counted apart. */
export function looksBefore(
  past: LooksPast,
  page: PageRef,
  halfLifeMs: number,
  isJudged: (pageKey: string) => boolean,
): LooksView {
  const everybody = meanOf(past, "", SHARE_AT_FIRST, STRENGTH.everybody);
  const team = meanOf(past, `team ${page.team ?? ""}`, everybody, STRENGTH.team);
  const service = meanOf(past, `service ${page.service ?? ""}`, team, STRENGTH.service);
  const view = { worth: 0, pages: 0, service, team };
  for (const { openedAt, pageKey, permille } of past.signatures.get(page.signature) ?? []) {
    if (pageKey === page.pageKey || isJudged(pageKey)) continue;
    const faded = 2 ** (-Math.abs(page.openedAt - openedAt) / halfLifeMs);
    view.worth += (faded * permille) / 1000;
    view.pages += faded;
  }
  return view;
}

function meanOf({ levels }: LooksPast, level: string, expected: number, strength: number): number {
  const { permille, pages } = levels.get(level) ?? { permille: 0, pages: 0 };
  return (permille / 1000 + strength * expected) / (pages + strength);
}
