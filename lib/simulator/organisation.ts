import type { Instant } from "@/lib/model/instant";
import { startOfDate } from "@/lib/time/boundaries";
import { type Culture, chatCulture, cultureOf } from "./culture";
import { type Dice, diceOf } from "./dice";
import type { Knowledge } from "./truth";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 112;

export type Person = { key: string; handle: string; email: string };

/** A stream of pages and what it lets through. */
type Source = {
  provider: string;
  knowledge: Knowledge;
  /** Whether an act is told with the one who did it, or at least with whether it was a person. */
  tellsWho: boolean;
  tellsNotes: boolean;
  /** False for a table in which nothing ever ends. */
  tellsEnds: boolean;
  tellsRules: boolean;
  tellsPriorities: boolean;
};

export type Team = {
  name: string;
  people: readonly Person[];
  culture: Culture;
  source: Source;
  services: readonly string[];
  /** Local hour at which the shift is handed over. */
  shiftHour: number;
  isUnseen: boolean;
};

export type Organisation = { zone: string; from: Instant; to: Instant; teams: readonly Team[] };

/** Zones with a change of the clock inside the range, in either direction. */
const CLOCK_CHANGES = [
  { zone: "Europe/Berlin", date: "2025-10-26" },
  { zone: "Europe/Berlin", date: "2026-03-29" },
  { zone: "America/New_York", date: "2025-11-02" },
  { zone: "America/New_York", date: "2026-03-08" },
  { zone: "Australia/Sydney", date: "2025-10-05" },
  { zone: "Australia/Sydney", date: "2026-04-05" },
] as const;

const TEAM_NAMES = ["payments", "search", "identity", "catalogue", "messaging", "warehouse", "platform", "mobile"];
const SERVICE_WORDS = ["api", "worker", "gateway", "store", "indexer", "sync", "ledger", "cache"];
const FIRST = ["ada", "bjarne", "chen", "dalia", "emeka", "farah", "goran", "hana", "ines", "joao", "kemal", "lena"];
const LAST = ["okafor", "meyer", "silva", "tanaka", "novak", "haddad", "larsen", "rossi", "kaya", "dubois"];

/** Seven teams, each culture at least once, and one more team whose alerts are the unseen family. */
export function organisationOf(seed: string): Organisation {
  const dice = diceOf(`${seed}/organisation`);
  const { zone, date } = dice.pick(CLOCK_CHANGES);
  const from = startOfDate(date, zone) - dice.whole(40, 70) * DAY_MS;
  const turn = dice.whole(0, 5);
  const opaque = dice.chance(0.5);
  const teams = TEAM_NAMES.map((name, index) => {
    const own = dice.fork(name);
    const isUnseen = index === TEAM_NAMES.length - 1;
    const culture = isUnseen && own.chance(0.5) ? chatCulture(own) : cultureOf(index + turn, own);
    return {
      name,
      culture,
      isUnseen,
      people: peopleOf(name, own.whole(5, 8), opaque, own),
      source: sourceOf(index, dice),
      services: SERVICE_WORDS.slice(0, own.whole(5, SERVICE_WORDS.length)).map((word) => `${name}-${word}`),
      shiftHour: own.whole(7, 18),
    };
  });
  return { zone, from, to: from + DAYS * DAY_MS, teams };
}

function peopleOf(team: string, count: number, opaque: boolean, dice: Dice): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const handle = `${dice.pick(FIRST)}.${dice.pick(LAST)}${index}`;
    const key = opaque ? `P${team.slice(0, 3).toUpperCase()}${index}${dice.whole(1000, 9999)}` : handle;
    return { key, handle, email: `${handle}@example.com` };
  });
}

/** Most teams tell every log entry, two send webhooks only, in two organisations of three one exports a table. */
function sourceOf(index: number, dice: Dice): Source {
  const knowledge: Knowledge =
    index === 2 || index === 5 ? "webhook" : index === 4 && dice.chance(0.65) ? "csv" : "log";
  const common = { tellsRules: dice.chance(0.7), tellsPriorities: dice.chance(0.6) };
  if (knowledge === "log") {
    return { ...common, provider: "pagerduty", knowledge, tellsWho: true, tellsNotes: true, tellsEnds: true };
  }
  if (knowledge === "webhook") {
    const tellsWho = dice.chance(0.7);
    return { ...common, provider: "opsgenie", knowledge, tellsWho, tellsNotes: dice.chance(0.6), tellsEnds: true };
  }
  const tellsEnds = dice.chance(0.85);
  return { ...common, provider: "generic", knowledge, tellsWho: dice.chance(0.6), tellsNotes: false, tellsEnds };
}

/** Who carries the pager of a team, and after that who is asked next: the rota turns every week. */
export function onCallOf(team: Team, at: Instant): readonly [Person, Person] {
  const week = Math.floor(at / (7 * DAY_MS));
  const first = team.people[week % team.people.length];
  const second = team.people[(week + 1) % team.people.length];
  if (!first || !second) throw new Error(`Nobody is in team ${team.name}`);
  return [first, second];
}
