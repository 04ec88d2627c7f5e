import type { ClassifiedPage } from "@/lib/contract/classify";
import { type FoldedPage, foldPages } from "@/lib/ingest/fold-pages";
import type { Label } from "@/lib/labels/label";
import type { Change } from "@/lib/model/change";
import type { PageEvent, PersonFact } from "@/lib/model/page-event";
import type { Settings } from "@/lib/model/settings";
import type { Finding, Vote } from "@/lib/model/verdict";
import { effectiveVerdict } from "@/lib/noise/effective-verdict";
import { type JudgedPage, judgePages } from "@/lib/noise/judge-pages";
import { byOpening } from "@/lib/noise/sight";
import { whyOf } from "@/lib/noise/why-of";
import { predictOpenings } from "./predict-openings";
import { ownKey, qualifyPage, withOwnKeys } from "./qualify-page";
import { rounded } from "./rounded";
import { type WordsOfPeople, wordsOfPeople } from "./words-of-people";

export type ClassifyInput = {
  /** Those of one page at a time, told any number of times; they may be let go of once they were given. */
  events: Iterable<readonly PageEvent[]>;
  labels: readonly Label[];
  changes: readonly Change[];
  /** Who is who, so that the names of the change feed are found among the people of the pages. */
  people: readonly PersonFact[];
  settings: Settings;
  /** Of clocks and hours. */
  zone: string;
  /** The prediction of each page's opening instead of its verdict. */
  atPageTime: boolean;
};

/** Pages of one finding that a line lists: with thousands of them in every line a file would grow with their square. */
const LISTED_PAGES = 50;

/**
 * One line for each page, in order of opening. Pure, and the only judgement is that of the engine: the order in which
 * events are told, and how often, changes nothing. Lines are made as they are asked for, once all pages are judged.
 */
export function classify({ atPageTime, settings, ...input }: ClassifyInput): Iterable<ClassifiedPage> {
  return atPageTime ? predictOpenings(input) : sortPages({ settings, ...input });
}

type SortInput = Omit<ClassifyInput, "atPageTime">;

function* sortPages({ events, labels, changes, people, settings, zone }: SortInput): Generator<ClassifiedPage> {
  const pages = foldPages(events)
    .map(({ page, signature }) => ({ page: qualifyPage(page), signature }))
    .sort((a, b) => byOpening(a.page, b.page));
  const words = wordsOfPeople(labels);
  const known = { settings, zone, changes, people, labels: words.pages, knownUntil: lastToldAt(pages) };
  const listed = listing();
  for (const judged of judgePages(pages, known)) yield lineOf(judged, words, listed);
}

/** A file is known to its last event: what is open until then has been open that long. */
function lastToldAt(pages: readonly FoldedPage[]): number | null {
  return pages.reduce<number | null>((last, { page }) => Math.max(last ?? page.lastEventAt, page.lastEventAt), null);
}

function lineOf({ page, signature, judgement, findings }: JudgedPage, words: WordsOfPeople, listed: Listing) {
  const onPage = words.pages.get(page.pageKey) ?? null;
  const onSignature = onPage ? null : words.onSignature(signature, page);
  const { verdict, reason, origin } = effectiveVerdict({ page: onPage, signature: onSignature, inferred: judgement });
  const said = onPage ?? onSignature;
  const { decidedBy, classifierVersion } = judgement;
  const line: ClassifiedPage = {
    key: ownKey(page.pageKey),
    provider: page.provider,
    signature,
    openedAt: new Date(page.triggeredAt).toISOString(),
    verdict,
    probability: rounded(judgement.probability),
    reason,
    origin,
    inferred: { verdict: judgement.verdict, reason: judgement.reason },
    said: said && {
      about: onPage ? "page" : "signature",
      verdict: said.verdict,
      reason: said.reason,
      note: said.note,
    },
    sentence: withOwnKeys(judgement.sentence),
    decidedBy,
    votes: judgement.votes.map(shownVote),
    against: judgement.against.map(shownVote),
    wouldChange: judgement.wouldChange,
    usedPages: judgement.usedPages.map(ownKey),
    findings: findings.map((finding, nth) => ({
      id: `${signature}#${judgement.findings[nth]}`,
      ...shownFinding(finding, listed(finding, page.pageKey)),
    })),
    basis: null,
    classifierVersion,
  };
  return line;
}

function shownVote(vote: Vote): ClassifiedPage["votes"][number] {
  const { family, weight, sign } = vote;
  return { family, weight: rounded(weight), why: withOwnKeys(whyOf(vote)), sign };
}

function shownFinding({ detector, claim, facts, thresholds, pageKeys }: Finding, pages: readonly string[]) {
  const shown = Object.entries(facts).map(([name, value]) => {
    return [name, typeof value === "string" ? withOwnKeys(value) : value] as const;
  });
  return {
    detector,
    claim: withOwnKeys(claim),
    facts: Object.fromEntries(shown),
    thresholds: { ...thresholds },
    pages: pages.map(ownKey),
    pageCount: pageKeys.length,
  };
}

type Listing = (finding: Finding, pageKey: string) => readonly string[];

/** All pages of a finding, or those around one of them. Places are looked up once for each finding. */
function listing(): Listing {
  const placesOf = new Map<Finding, ReadonlyMap<string, number>>();
  return (finding, pageKey) => {
    const { pageKeys } = finding;
    if (pageKeys.length <= LISTED_PAGES) return pageKeys;
    const places = placesOf.get(finding) ?? new Map(pageKeys.map((key, place) => [key, place]));
    placesOf.set(finding, places);
    const from = Math.max(0, (places.get(pageKey) ?? 0) - LISTED_PAGES / 2);
    return pageKeys.slice(Math.min(from, pageKeys.length - LISTED_PAGES)).slice(0, LISTED_PAGES);
  };
}
