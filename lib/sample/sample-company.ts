import type { Instant } from "@/lib/model/instant";
import { buildCompany, type Company, VICE_PRESIDENT } from "./company";
import type { HardNegative, Truth } from "./families";
import { LEGACY_COLUMNS, legacyRow, quote } from "./legacy-csv";
import { DAY, HOUR } from "./local-clock";
import { incidentJson, userJson } from "./pagerduty-json";
import { planDay, type Span } from "./plan";
import { type PlayedPage, playPage } from "./play";
import { shiftsCsvOf } from "./shifts-csv";

/** As whom the sample is looked at first. */
export const SAMPLE_VIEWER = VICE_PRESIDENT;

export type SampleOptions = {
  seed: number;
  /** History ends before this instant, cut to the whole hour. */
  until: Instant;
  /** 90 unless told. */
  days?: number;
  /** The whole company so many times over, with other names. 1 unless told. */
  copies?: number;
  /** Every service in so many places. 1 unless told. */
  sites?: number;
  /** Only the last so many incidents. */
  limit?: number;
};

/** A provider-shaped file, in pieces of text so that a big one needs no memory. */
type SampleFile = { name: string; chunks: () => Generator<string> };

/** What is so, for tests and evaluation; never part of the files. */
type SampleTruth = Truth & { family: string; hard: HardNegative | null };

/** Everything an administrator would export: the incidents with their log entries, the users, the rotas, the org tree. */
export function sampleCompany(options: SampleOptions): SampleFile[] {
  return [
    { name: "pagerduty-incidents.json", chunks: () => incidentsJson(options) },
    { name: "pagerduty-users.json", chunks: () => usersJson(options) },
    { name: "shifts.csv", chunks: () => shiftsCsv(options) },
    { name: "org.csv", chunks: () => orgCsv(options) },
  ];
}

/** `GET /incidents` with `log_entries` in each incident, oldest incident first. */
export function* incidentsJson(options: SampleOptions): Generator<string> {
  yield '{"incidents":[';
  let separator = "\n";
  for (const { page, number } of pagesOf(options)) {
    yield separator + JSON.stringify(incidentJson(page, number));
    separator = ",\n";
  }
  yield '\n],"limit":100,"offset":0,"more":false,"total":null}\n';
}

/** The same incidents as the legacy report. */
export function* legacyCsv(options: SampleOptions): Generator<string> {
  yield `${LEGACY_COLUMNS.join(",")}\n`;
  for (const { page, number } of pagesOf(options)) yield `${legacyRow(page, number)}\n`;
}

/** `GET /users`. */
export function* usersJson(options: SampleOptions): Generator<string> {
  const { people, teams } = companyOf(options);
  const teamIds = new Map(teams.map(({ name, id }) => [name, id]));
  const users = people.map((person) => userJson(person, teamIds.get(person.team ?? "") ?? null));
  yield `${JSON.stringify({ users, limit: 100, offset: 0, more: false, total: null })}\n`;
}

/** Who was on call in the rotas, and who will be. */
export function shiftsCsv(options: SampleOptions): Generator<string> {
  return shiftsCsvOf(companyOf(options), spanOf(options));
}

/**
 * Who leads whom, as a personnel system exports it: how it was when the history begins, then what changed since. In Data
 * an engineer of the rota came to lead two others; one of Mobile went to Data and still takes her turns in Mobile.
 */
export function* orgCsv(options: SampleOptions): Generator<string> {
  yield `${ORG_COLUMNS.join(",")}\n`;
  const { people, teams } = companyOf(options);
  for (const { email, name, managerEmail, team, timeZone, country } of people)
    yield orgRow([email, name, managerEmail, team, timeZone, country, null]);
  const { until } = spanOf(options);
  const data = teams.find(({ name }) => name === "Data");
  const mobile = teams.find(({ name }) => name === "Mobile");
  const [leader, , ...led] = data?.daySeats ?? [];
  const mover = mobile?.daySeats[3];
  for (const { email, name, team, timeZone, country } of led.slice(0, 2))
    yield orgRow([email, name, leader?.email ?? null, team, timeZone, country, dayOf(until - NEW_LEADER_DAYS * DAY)]);
  if (mover && leader)
    yield orgRow([
      mover.email,
      mover.name,
      leader.managerEmail,
      leader.team,
      mover.timeZone,
      mover.country,
      dayOf(until - MOVE_DAYS * DAY),
    ]);
}

const ORG_COLUMNS = ["email", "name", "manager_email", "team", "time_zone", "country", "from"] as const;
const NEW_LEADER_DAYS = 41;
const MOVE_DAYS = 27;

const orgRow = (cells: readonly (string | null)[]) => `${cells.map(quote).join(",")}\n`;

const dayOf = (at: Instant) => new Date(at).toISOString().slice(0, 10);

/** The truth about each incident, by its id. */
export function sampleTruth(options: SampleOptions): Map<string, SampleTruth> {
  const truth = new Map<string, SampleTruth>();
  for (const { page } of pagesOf(options)) {
    const { plan } = page;
    truth.set(page.id, { ...plan.truth, family: plan.family, hard: plan.hard });
  }
  return truth;
}

function* pagesOf(options: SampleOptions): Generator<{ page: PlayedPage; number: number }> {
  const company = companyOf(options);
  const span = spanOf(options);
  const days = options.days ?? 90;
  const skipped = options.limit === undefined ? 0 : Math.max(0, countPages(company, span, days) - options.limit);
  let nth = 0;
  for (let daysAgo = days - 1; daysAgo >= 0; daysAgo -= 1) {
    for (const plan of planDay(company, span, daysAgo)) {
      nth += 1;
      if (nth > skipped) yield { page: playPage(company, span.seed, plan, span.until), number: FIRST_NUMBER + nth };
    }
  }
}

/** The account is older than the sample. */
const FIRST_NUMBER = 18_200;

function countPages(company: Company, span: Span, days: number): number {
  let count = 0;
  for (let daysAgo = 0; daysAgo < days; daysAgo += 1) count += planDay(company, span, daysAgo).length;
  return count;
}

function companyOf({ seed, copies, sites }: SampleOptions): Company {
  return buildCompany(seed, copies, sites);
}

function spanOf({ seed, until, days = 90 }: SampleOptions): Span {
  const end = Math.floor(until / HOUR) * HOUR;
  return { seed, startsAt: end - days * DAY, until: end };
}
