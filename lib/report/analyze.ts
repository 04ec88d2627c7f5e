import type { NoiseReport } from "@/lib/contract/noise-report";
import { foldInterruptions, type PageNotification } from "@/lib/ingest/fold-interruptions";
import { foldPage } from "@/lib/ingest/fold-page";
import { signatureOf } from "@/lib/ingest/signature-of";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Interruption } from "@/lib/model/interruption";
import type { Page } from "@/lib/model/page";
import type { PageEvent, PersonFact } from "@/lib/model/page-event";
import type { Settings } from "@/lib/model/settings";
import { NOTHING_WITHHELD } from "@/lib/privacy/withheld";
import { addDays, localDateOf, startOfDate } from "@/lib/time/boundaries";
import { clockOf } from "@/lib/time/clock-of";
import { placeInstant } from "@/lib/time/hour-rules";
import { type InstantRange, labelOf, localDatesOf, previousRange } from "@/lib/time/range";
import { assembleReport, type Period } from "./assemble-report";
import { judgeAll } from "./judge-all";
import { qualifyPage } from "./qualify-page";
import { type CountedPage, type CountedPerson, tallyReport } from "./tally-report";

export type AnalyzeOptions = {
  /** Zone of days and weeks, and of people whose own zone nobody told. */
  zone: string;
  settings: Settings;
  /** Null = from the day of the first page to the day of the last. */
  range: InstantRange | null;
  /** Beside the period before; nothing comes before the whole history. */
  compare: boolean;
  /** False shows people by the provider's key. */
  names: boolean;
};

/** Collects what parsers read, without a database. Order, redelivery and split do not matter. */
export type Collected = { events: Map<string, PageEvent[]>; people: Map<string, PersonFact> };

export const nothingCollected = (): Collected => ({ events: new Map(), people: new Map() });

export function collect({ events, people }: Collected, told: readonly PageEvent[], facts: readonly PersonFact[]): void {
  for (const event of told) {
    const page = `${event.provider}\u0000${event.pageKey}`;
    const list = events.get(page);
    if (list) list.push(event);
    else events.set(page, [event]);
  }
  for (const fact of facts) {
    const name = `${fact.provider}\u0000${fact.key}`;
    const known = people.get(name);
    people.set(name, { ...known, ...withoutMissing(fact) });
  }
}

const withoutMissing = (fact: PersonFact): PersonFact =>
  Object.fromEntries(Object.entries(fact).filter(([, value]) => value !== undefined)) as PersonFact;

/** The same report as the screens', made in memory by the same functions. Null where no page was read. */
export function analyze(collected: Collected, options: AnalyzeOptions): NoiseReport | null {
  const folded = [...collected.events.values()].map((events) => foldPage(events)).filter((page) => page !== null);
  const [first] = folded;
  if (!first) return null;
  const pages = judgeAll(
    folded.map((page) => ({ page: qualifyPage(page), signature: signatureOf(page) })),
    options,
  );
  const nameOf = namesOf(collected.people, pages, options);
  const people = peopleOf(collected.people, nameOf);
  const interruptions = interruptionsOf(pages, people, nameOf, options);
  const range = options.range ?? wholeHistory(folded, options.zone);
  const periodOf = (of: InstantRange): Period => ({
    range: {
      from: new Date(of.from).toISOString(),
      to: new Date(of.to).toISOString(),
      zone: options.zone,
      label: labelOf(of, options.zone),
    },
    facts: tallyReport({ pages, interruptions, people, range: of, dates: localDatesOf(of, options.zone) }),
    withheld: NOTHING_WITHHELD,
  });
  const before = options.compare && options.range ? periodOf(previousRange(range, options.zone)) : null;
  return withoutKeys(assembleReport(periodOf(range), before, options.settings), nameOf, options);
}

/** Of somebody whose key is not shown the id does not tell it either. */
function withoutKeys(report: NoiseReport, nameOf: NameOf, { names }: AnalyzeOptions): NoiseReport {
  if (names) return report;
  return {
    ...report,
    people: report.people.map((row) => (isId(keyOf(row.id)) ? row : { ...row, id: nameOf(row.id) })),
  };
}

type NameOf = (key: string) => string;

/** A provider's id: a digit in it or all capitals, no blank, dot or @. Anything else may be a name or an address. */
const isId = (key: string) => /^(?:(?=.*\d)[\w-]+|[A-Z]{6,})$/.test(key);

const keyOf = (name: string) => name.slice(name.indexOf("\u0000") + 1);

/** Without names a key that may be one is a number, the same one for the same files. */
function namesOf(
  facts: ReadonlyMap<string, PersonFact>,
  pages: readonly CountedPage[],
  { names }: AnalyzeOptions,
): NameOf {
  if (names) return (key) => facts.get(key)?.name ?? keyOf(key);
  const asked = pages.flatMap(({ page }) => page.notifications.map(({ person }) => person));
  const telling = [...new Set([...facts.keys(), ...asked])].filter((key) => !isId(keyOf(key))).sort();
  const numbers = new Map(telling.map((key, index) => [key, `person ${index + 1}`]));
  return (key) => numbers.get(key) ?? keyOf(key);
}

function peopleOf(facts: ReadonlyMap<string, PersonFact>, nameOf: NameOf): Map<string, CountedPerson> {
  return new Map([...facts].map(([key, fact]) => [key, { key, name: nameOf(key), zone: fact.timeZone ?? null }]));
}

function interruptionsOf(
  pages: readonly CountedPage[],
  people: Map<string, CountedPerson>,
  nameOf: NameOf,
  { zone, settings }: AnalyzeOptions,
): Interruption[] {
  const notifications: PageNotification[] = pages.flatMap(({ page }) =>
    page.notifications.map((notification) => ({ ...notification, pageKey: page.pageKey })),
  );
  return [...groupBy(notifications, ({ person }) => person)].flatMap(([key, mine]) => {
    if (!people.has(key)) people.set(key, { key, name: nameOf(key), zone: null });
    const clock = clockOf({
      person: { hours: null, timeZone: people.get(key)?.zone ?? null, country: null, region: null, zones: [] },
      team: null,
      workspace: { zone, hours: settings.hours, holidays: settings.holidays ?? null },
    });
    return foldInterruptions(mine, (at) => placeInstant(at, clock));
  });
}

function wholeHistory(pages: readonly Page[], zone: string): InstantRange {
  const opened = pages.map(({ triggeredAt }) => triggeredAt);
  const first = opened.reduce((a: Instant, b) => Math.min(a, b));
  const last = opened.reduce((a: Instant, b) => Math.max(a, b));
  return {
    from: startOfDate(localDateOf(first, zone), zone),
    to: startOfDate(addDays(localDateOf(last, zone), 1), zone),
  };
}
