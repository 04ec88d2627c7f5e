import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";
import type { PersonFact } from "@/lib/model/page-event";
import { type Echoes, echoedPages, echoesOf, endOf } from "./echoes";
import type { Habits } from "./habits";
import { isTellingNote } from "./phrases";
import { byOpening, sameWord } from "./sight";
import { burstsOf, edgesOf, type StormPage, type StormPlace, stormPlaces } from "./storms";

const NEAR_MS = 10 * 60_000;

/** A person has a home once so many pages rang them first, most of them of one team. */
const HOME = { pages: 3, share: 0.6 };

/** How a team answers, so that silence is read as it is meant there. */
export type Culture = {
  /** Pages on which somebody did more than acknowledge, and how many of them were acknowledged. */
  worked: number;
  workedAcknowledged: number;
};

export type OtherPage = { pageKey: string; name: string; service: string | null; team: string | null };

/** What is known of pages from beyond their own alert. A part that is missing is not known, which proves nothing. */
export type Surroundings = {
  /** Places in bursts, by page key. */
  storms?: ReadonlyMap<string, StormPlace>;
  /** The page of another alert with the same sender's key that was open when this one opened, by page key. */
  sameProblem?: ReadonlyMap<string, OtherPage>;
  /**
   * The incident that a page was merged into or that a note of it names, else the page of another team with which it opened
   * and ended as its alert does time after time; by page key.
   */
  links?: ReadonlyMap<string, OtherPage>;
  /** Pages beside which another alert of their service opened. */
  besideOthers?: ReadonlySet<string>;
  /** The team whose pages ring a person first, by person. */
  homes?: ReadonlyMap<string, string>;
  /** A person by every name that a change feed may call them, in lower case. */
  names?: ReadonlyMap<string, string>;
  cultures?: ReadonlyMap<string, Culture>;
  /** Where most pages have an end, by `tellerOf`: there "still open" is a fact even of an alert with one page. */
  tellEnds?: ReadonlySet<string>;
  /** Who tells acknowledgements, by `tellerOf`: there a page without one was never acknowledged. */
  tellAcknowledgements?: ReadonlySet<string>;
  /** Alerts of two teams that open and end together. */
  echoes?: Echoes;
  /** What the history of each team says of the ways in which a page may be answered. */
  habits?: Habits;
};

type Ways = Required<Pick<Surroundings, "echoes" | "homes" | "cultures" | "tellEnds" | "tellAcknowledgements">>;
type Neighbours = Required<Pick<Surroundings, "sameProblem" | "links" | "besideOthers">>;

export type SurroundedPage = { page: Page; signature: string };

/**
 * Everything around all pages of a workspace, or of a period: bursts and links are local in time, so a portion with a day
 * on either side gives the pages of its middle the same; edges, echoes, homes and cultures want as much history as there is.
 */
export function surroundingsOf(
  pages: readonly SurroundedPage[],
  people: readonly PersonFact[] = [],
): Required<Omit<Surroundings, "habits">> {
  const inOrder = pages.toSorted((a, b) => byOpening(a.page, b.page));
  const stormPages = inOrder.map(stormPageOf);
  const ways = waysOf(inOrder);
  return {
    ...ways,
    ...neighboursOf(inOrder, ways.echoes),
    storms: stormPlaces(burstsOf(stormPages), edgesOf(stormPages)),
    names: namesOf(people),
  };
}

/** How people, teams and sources are, as a history of all alerts shows it: the part that is of no single page. */
export function waysOf(pages: readonly SurroundedPage[]): Ways {
  const inOrder = pages.toSorted((a, b) => byOpening(a.page, b.page));
  const alone = inOrder.map(({ page }) => page);
  return {
    echoes: echoesOf(inOrder),
    homes: homesOf(alone),
    cultures: culturesOf(alone),
    tellEnds: tellEndsOf(alone),
    tellAcknowledgements: tellAcknowledgementsOf(alone),
  };
}

/** What lies around each page but for bursts. `echoes`: as learnt from more pages, or from these. */
export function neighboursOf(pages: readonly SurroundedPage[], echoes: Echoes | undefined): Neighbours {
  const inOrder = pages.toSorted((a, b) => byOpening(a.page, b.page));
  return {
    sameProblem: sameProblems(inOrder),
    links: linksOf(inOrder, echoes ?? echoesOf(inOrder)),
    besideOthers: besideOthers(inOrder),
  };
}

/** A name that two people share names nobody. */
export function namesOf(people: readonly PersonFact[]): Map<string, string> {
  const names = new Map<string, string>();
  const shared = new Set<string>();
  for (const { key, name, email } of people) {
    for (const called of [key, name, email, email?.split("@")[0]]) {
      const lower = called?.trim().toLowerCase();
      if (!lower) continue;
      if ((names.get(lower) ?? key) !== key) shared.add(lower);
      names.set(lower, key);
    }
  }
  for (const name of shared) names.delete(name);
  return names;
}

export function stormPageOf({ page, signature }: SurroundedPage): StormPage {
  const { pageKey, facts, triggeredAt } = page;
  return {
    pageKey,
    name: nameOf(page),
    signature,
    scope: facts.team ?? "",
    openedAt: triggeredAt,
    endedAt: endOf(page),
    isCleared: page.endedBy === "source",
  };
}

/** Where people carry a page as: the number that they know, else the last part of its key. */
function nameOf({ pageKey, facts }: Page): string {
  return facts.number === undefined ? (pageKey.split("\u0000").at(-1) ?? pageKey) : `#${facts.number}`;
}

function otherOf(page: Page): OtherPage {
  const { service = null, team = null } = page.facts;
  return { pageKey: page.pageKey, name: nameOf(page), service, team };
}

type Open = { signature: string; page: Page; until: Instant };

/** `pages` in order of opening. Another environment is another problem, whatever the key says. */
function sameProblems(pages: readonly SurroundedPage[]): Map<string, OtherPage> {
  const open = new Map<string, Open>();
  const found = new Map<string, OtherPage>();
  for (const { page, signature } of pages) {
    const { dedup, environment = "", team = "" } = page.facts;
    if (dedup === undefined) continue;
    const key = `${page.provider}\u0000${team}\u0000${environment}\u0000${dedup}`;
    const end = page.endedAt ?? (page.endedBy === "still-open" ? Number.POSITIVE_INFINITY : page.triggeredAt);
    const first = open.get(key);
    if (!first || page.triggeredAt >= first.until) open.set(key, { signature, page, until: end });
    else {
      first.until = Math.max(first.until, end);
      if (first.signature !== signature) found.set(page.pageKey, otherOf(first.page));
    }
  }
  return found;
}

const NAMED_NUMBER = /#(\d{2,9})\b/g;

/** `pages` in order of opening. */
function linksOf(pages: readonly SurroundedPage[], echoes: Echoes): Map<string, OtherPage> {
  const wanted = new Map<string, string[]>();
  const want = (name: string, pageKey: string) => wanted.set(name, [...(wanted.get(name) ?? []), pageKey]);
  for (const { page } of pages) {
    if (page.mergedInto !== null) want(page.mergedInto, page.pageKey);
    for (const { note, by } of page.actions) {
      if (note === null || by !== "person") continue;
      for (const [name] of note.matchAll(NAMED_NUMBER)) want(name, page.pageKey);
    }
  }
  const links = new Map([...echoedPages(pages, echoes)].map(([key, page]) => [key, otherOf(page)]));
  if (wanted.size === 0) return links;
  for (const { page } of pages) {
    for (const name of [page.pageKey, `#${page.facts.number}`]) {
      for (const key of wanted.get(name) ?? []) if (key !== page.pageKey) links.set(key, otherOf(page));
    }
  }
  return links;
}

/** `pages` in order of opening. */
function besideOthers(pages: readonly SurroundedPage[]): Set<string> {
  const beside = new Set<string>();
  const lastOf = new Map<string, SurroundedPage[]>();
  for (const each of pages) {
    const { service } = each.page.facts;
    if (service === undefined) continue;
    const near = (lastOf.get(service) ?? []).filter(({ page }) => each.page.triggeredAt - page.triggeredAt <= NEAR_MS);
    for (const other of near) {
      if (other.signature === each.signature) continue;
      beside.add(other.page.pageKey).add(each.page.pageKey);
    }
    // One page of each alert is enough to have stood beside.
    lastOf.set(service, [...near.filter(({ signature }) => signature !== each.signature), each]);
  }
  return beside;
}

/** By the pages that rang them first: whoever is only called in for help has no home there. */
export function homesOf(pages: readonly Page[]): Map<string, string> {
  const rung = new Map<string, Map<string, number>>();
  for (const { facts, actions, notifications, acknowledgedByPerson, triggeredAt } of pages) {
    const { team } = facts;
    if (team === undefined || actions.some(({ kind }) => kind === "reassigned")) continue;
    for (const person of firstPeople(notifications, acknowledgedByPerson, triggeredAt)) {
      const teams = rung.get(person) ?? new Map<string, number>();
      teams.set(team, (teams.get(team) ?? 0) + 1);
      rung.set(person, teams);
    }
  }
  const homes = new Map<string, string>();
  for (const [person, teams] of rung) {
    const all = [...teams.values()].reduce((sum, each) => sum + each, 0);
    for (const [team, times] of teams) if (times >= HOME.pages && times >= HOME.share * all) homes.set(person, team);
  }
  return homes;
}

/** Whom it rang first; where nobody tells whom it rang, who took it. */
function firstPeople(
  notifications: Page["notifications"],
  taker: string | null,
  triggeredAt: Instant,
): readonly string[] {
  const [first] = notifications;
  if (!first) return taker === null ? [] : [taker];
  return notifications.filter(({ at }) => at <= Math.max(triggeredAt, first.at) + 60_000).map(({ person }) => person);
}

/** By team; pages of no team are one. */
export function culturesOf(pages: readonly Page[]): Map<string, Culture> {
  const cultures = new Map<string, Culture>();
  for (const [team, mine] of groupBy(pages, ({ facts }) => facts.team ?? "")) {
    const culture = { worked: 0, workedAcknowledged: 0 };
    for (const { actions, knowsAcknowledgements, acknowledgedAt } of mine) {
      if (!knowsAcknowledgements || !actions.some(({ by, note }) => by === "person" && note && isTellingNote(note)))
        continue;
      culture.worked += 1;
      if (acknowledgedAt !== null) culture.workedAcknowledged += 1;
    }
    cultures.set(team, culture);
  }
  return cultures;
}

/** Who tells of a page: a provider's export of one team may lack the ends that another has. */
export function tellerOf({ provider, facts }: Pick<Page, "provider" | "facts">): string {
  return `${provider}\u0000${facts.team ?? ""}`;
}

/** A merge or an end at an unknown time tells nothing of clears. */
export function isToldEnd({ endedBy }: Page): boolean {
  return endedBy === "source" || endedBy === "person" || endedBy === "timeout";
}

function tellEndsOf(pages: readonly Page[]): Set<string> {
  const tellers = new Map<string, { pages: number; ended: number }>();
  for (const page of pages) {
    const teller = tellerOf(page);
    const counts = tellers.get(teller) ?? { pages: 0, ended: 0 };
    counts.pages += 1;
    if (isToldEnd(page)) counts.ended += 1;
    tellers.set(teller, counts);
  }
  return new Set([...tellers].filter(([, counts]) => counts.ended * 2 > counts.pages).map(([teller]) => teller));
}

/** A table shows an acknowledgement on some rows and none on the others: where so many rows have one, it tells them. */
const TELLS = { acknowledged: 10, share: 0.05 };

function tellAcknowledgementsOf(pages: readonly Page[]): Set<string> {
  const tellers = new Map<string, { pages: number; acknowledged: number }>();
  for (const page of pages) {
    const teller = tellerOf(page);
    const counts = tellers.get(teller) ?? { pages: 0, acknowledged: 0 };
    counts.pages += 1;
    if (page.acknowledgedAt !== null) counts.acknowledged += 1;
    tellers.set(teller, counts);
  }
  const { acknowledged: least, share } = TELLS;
  return new Set(
    [...tellers].flatMap(([teller, { pages: all, acknowledged }]) =>
      acknowledged >= least && acknowledged >= share * all ? [teller] : [],
    ),
  );
}

/** True where the other page belongs to another team or, where no team is told, to another service. */
export function isElsewhere({ facts }: Page, other: OtherPage): boolean {
  if (facts.team !== undefined && other.team !== null) return !sameWord(facts.team, other.team);
  return facts.service !== undefined && other.service !== null && !sameWord(facts.service, other.service);
}
