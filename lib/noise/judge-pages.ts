import type { Change } from "@/lib/model/change";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";
import type { PersonFact } from "@/lib/model/page-event";
import type { Settings } from "@/lib/model/settings";
import type { Finding, Judgement, PersonVerdict } from "@/lib/model/verdict";
import { bulkCloses } from "./bulk-closes";
import { changesByScope, scopeOf } from "./change-scope";
import { learnHabits, type Observed } from "./habits";
import { judgeRead, observe, type ReadSignature, readSignature } from "./judge";
import { type LabelCount, type Prior, priorOf } from "./prior";
import { type SurroundedPage, surroundingsOf } from "./surroundings";

/** What is known beside the pages. */
export type Known = {
  settings: Settings;
  /** Zone of the workspace; null where nobody set one. */
  zone: string | null;
  /** Until when the sources have told everything. Without it each alert is known until its own last event. */
  knownUntil?: Instant | null;
  changes?: readonly Change[];
  /** Who is who, so that the names of the change feed are found among the people of the pages. */
  people?: readonly PersonFact[];
  /** People's words on pages, by page key. */
  labels?: ReadonlyMap<string, PersonVerdict>;
};

export type JudgedPage<P extends SurroundedPage = SurroundedPage> = P & {
  judgement: Judgement;
  /** Those that name this page; findings are shared by the pages that they name. */
  findings: readonly Finding[];
};

const NO_LABELS: ReadonlyMap<string, PersonVerdict> = new Map();

/**
 * Judges a whole set of pages in memory, as the product judges those that are stored: with bursts, changes and what lies
 * around each alert, and with priors from the words of people on its service, its team, everybody. `pages` in order of
 * opening, which is also the order of the results; their keys must be unique.
 */
export function judgePages<P extends SurroundedPage>(pages: readonly P[], known: Known): JudgedPage<P>[] {
  const { read, habits, priorFor } = readPages(pages, known);
  const judged = new Map<string, JudgedPage<P>>();
  for (const { mine, last, signature } of read) {
    const { findings, inferred, explain } = judgeRead(signature, priorFor(last), undefined, habits);
    const byKey = new Map(inferred.map(({ pageKey }, place) => [pageKey, explain(place)]));
    for (const each of mine) {
      const judgement = byKey.get(each.page.pageKey);
      if (!judgement) throw new Error(`Page ${each.page.pageKey} was not judged`);
      const naming = judgement.findings.flatMap((index) => findings[index] ?? []);
      judged.set(each.page.pageKey, { ...each, judgement, findings: naming });
    }
  }
  return pages.flatMap(({ page }) => judged.get(page.pageKey) ?? []);
}

/** Every alert as it is before anything is weighed, the habits of the teams, and the priors. */
export function readPages<P extends SurroundedPage>(pages: readonly P[], known: Known) {
  const { settings, zone, knownUntil = null, changes = [], people = [], labels = NO_LABELS } = known;
  const bulkClosed = bulkCloses(pages.map(({ page }) => page));
  const surroundings = surroundingsOf(pages, people);
  const histories = groupBy(pages, ({ signature }) => signature);
  const priorFor = priorsFrom(histories.values(), labels);
  const changesOf = changesByScope(changes);
  const read: { mine: P[]; last: Page; signature: ReadSignature }[] = [];
  const observed: Observed[] = [];
  for (const [name, mine] of histories) {
    const own = mine.map(({ page }) => page);
    const last = own.at(-1);
    if (!last) continue;
    const history = {
      pages: own,
      labels,
      bulkClosed,
      zone,
      knownUntil,
      changes: changesOf(scopeOf(last)),
      surroundings,
    };
    const signature = readSignature(history, settings);
    read.push({ mine, last, signature });
    observed.push(...observe(signature, name));
  }
  return { read, habits: learnHabits(observed), priorFor };
}

/** The prior of an alert by one of its pages: from labels of its service, its team, everybody. */
function priorsFrom(
  histories: Iterable<readonly SurroundedPage[]>,
  labels: ReadonlyMap<string, PersonVerdict>,
): (page: Page) => Prior {
  type Labelled = LabelCount & { service: string | undefined; team: string | undefined };
  const labelled: Labelled[] = [];
  for (const mine of labels.size === 0 ? [] : histories) {
    const { service, team } = mine.at(-1)?.page.facts ?? {};
    const said = mine.flatMap(({ page }) => labels.get(page.pageKey) ?? []).filter(speaksOfTheAlert);
    if (said.length === 0) continue;
    labelled.push({ service, team, n: said.length, a: said.filter(({ verdict }) => verdict === "actionable").length });
  }
  const [services, teams] = [groupBy(labelled, ({ service }) => service), groupBy(labelled, ({ team }) => team)];
  const priors = new Map<string, Prior>();
  return ({ facts: { service, team } }) => {
    const place = JSON.stringify([service, team]);
    const prior = priors.get(place) ?? priorOf([levelOf(services, service), levelOf(teams, team), labelled]);
    priors.set(place, prior);
    return prior;
  };
}

/** "Unclear" says nothing, and a test nothing of the alert. */
function speaksOfTheAlert({ verdict, reason }: PersonVerdict): boolean {
  return verdict !== "unclear" && reason !== "test";
}

/** Alerts without a service are of no common one. */
function levelOf<T>(groups: ReadonlyMap<string | undefined, T[]>, name: string | undefined): readonly T[] {
  return name === undefined ? [] : (groups.get(name) ?? []);
}
