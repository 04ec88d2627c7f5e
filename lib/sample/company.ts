import type { Instant } from "@/lib/model/instant";
import { DAY, HOUR, localHour, localTime } from "./local-clock";
import { createRandom } from "./random";

export type Person = {
  id: string;
  name: string;
  email: string;
  timeZone: string;
  country: string;
  jobTitle: string;
  /** Name of the team, null for those above the teams. */
  team: string | null;
  managerEmail: string | null;
  /** After how many seconds of an unanswered high-urgency page which channel is used. */
  contacts: readonly { channel: Channel; afterSeconds: number }[];
  /** The one channel of low-urgency pages. */
  lowUrgencyChannel: Channel;
};

export type Channel = "push" | "sms" | "phone" | "email";

export type Team = {
  id: string;
  name: string;
  zone: string;
  policy: { id: string; name: string };
  /** Seats of the rota. In a rota that follows the sun, day seats and night seats take turns. */
  daySeats: readonly Person[];
  nightSeats: readonly Person[];
  /** Second line: a leader, or the next person of the same rota. */
  second: Person | "rota";
  third: Person | null;
};

export type Service = { id: string; name: string; team: Team; hostPrefix: string };

export type Company = {
  people: readonly Person[];
  teams: readonly Team[];
  /** By the name used in the table of families, one entry per site. */
  services: ReadonlyMap<string, readonly Service[]>;
};

const BERLIN = "Europe/Berlin";
const NEW_YORK = "America/New_York";
const KOLKATA = "Asia/Kolkata";
const SYDNEY = "Australia/Sydney";
const COUNTRIES: Readonly<Record<string, string>> = {
  [BERLIN]: "DE",
  [NEW_YORK]: "US",
  [KOLKATA]: "IN",
  [SYDNEY]: "AU",
};

type TeamPlan = {
  name: string;
  zone: string;
  director: 0 | 1;
  lead: string;
  members: readonly string[];
  /** Night seats of a rota that follows the sun: they live where it is day then. */
  awayZone?: string;
  away?: readonly string[];
  second: "lead" | "rota";
  third: "director" | "none";
  services: readonly string[];
};

/** Leads everybody. */
export const VICE_PRESIDENT = "Marguerite Okonjo";
const DIRECTORS = [
  { name: "Tobias Lindqvist", zone: BERLIN },
  { name: "Anjali Raghunathan", zone: KOLKATA },
] as const;

const TEAM_PLANS: readonly TeamPlan[] = [
  {
    name: "Payments",
    zone: BERLIN,
    director: 0,
    lead: "Henrike Vossberg",
    members: [
      "Jonas Ackerholt",
      "Zeynep Karaduman",
      "Matteo Bellandi",
      "Ewa Nowicka",
      "Piet Verhaegen",
      "Oluwaseun Adeyinka",
      "Clémence Aubrac",
    ],
    second: "lead",
    third: "director",
    services: ["payments-api", "checkout-web", "ledger-worker"],
  },
  {
    name: "Search",
    zone: NEW_YORK,
    director: 1,
    lead: "Darnell Whitcombe",
    members: [
      "Priscilla Navarrete",
      "Gideon Ashworth",
      "Mei-Ling Hsu",
      "Rashad Bellamy",
      "Siobhan Kearney",
      "Tomasz Wilczek",
      "Lucía Echeverri",
    ],
    second: "lead",
    third: "none",
    services: ["search-api", "search-indexer", "suggest-api"],
  },
  {
    name: "Platform",
    zone: KOLKATA,
    director: 1,
    lead: "Vikram Deshmukh",
    members: ["Kavya Nambiar", "Arjun Bhattacharya", "Farida Quraishi", "Rohan Kulkarni"],
    awayZone: NEW_YORK,
    away: ["Bethany Prewitt", "Emeka Nwachukwu", "Sofia Drozdova"],
    second: "lead",
    third: "director",
    services: ["k8s-platform", "postgres-main", "edge-gateway"],
  },
  {
    name: "Mobile",
    zone: SYDNEY,
    director: 0,
    lead: "Fiona Tregear",
    members: [
      "Lachlan Pemberton",
      "Mahina Tuilagi",
      "Hiroshi Kanemoto",
      "Ngaire Walcott",
      "Dmitri Volkonov",
      "Amara Silvapulle",
    ],
    second: "rota",
    third: "none",
    services: ["mobile-bff", "push-sender"],
  },
  {
    name: "Data",
    zone: BERLIN,
    director: 0,
    lead: "Björn Hallgrimsson",
    members: ["Katarzyna Lewicka", "Yusuf Demirkan", "Annelie Strömbäck", "Rui Carvalhal", "Nadia Benchekroun"],
    second: "rota",
    third: "director",
    services: ["etl-nightly", "warehouse-loader", "events-stream"],
  },
];

/**
 * Forty people in five teams and four zones. Copies repeat the whole company with other names, sites repeat the
 * services: both are for measuring at size.
 */
export function buildCompany(seed: number, copies = 1, sites = 1): Company {
  const people: Person[] = [];
  const teams: Team[] = [];
  const services = new Map<string, Service[]>();
  for (let copy = 0; copy < copies; copy += 1) {
    const hire = createHiring(seed, copy, people);
    const vp = hire(VICE_PRESIDENT, BERLIN, "VP Engineering", null, null);
    const directors = DIRECTORS.map(({ name, zone }) => hire(name, zone, "Director of Engineering", null, vp));
    for (const plan of TEAM_PLANS) {
      const director = directors[plan.director] ?? vp;
      const team = buildTeam(seed, copy, plan, director, hire);
      teams.push(team);
      for (const base of plan.services) {
        const list = services.get(base) ?? [];
        services.set(base, list);
        for (let site = 0; site < sites; site += 1) list.push(buildService(seed, base, copy * sites + site, team));
      }
    }
  }
  return { people, teams, services };
}

/** Who carries the first-line pager of the team. Weekly seats change on Monday at 09:00 of the team's zone. */
export function onCallAt(team: Team, at: Instant, further = 0): Person {
  const hour = localHour(team.zone, at);
  const seats = team.nightSeats.length > 0 && (hour < 8 || hour >= 20) ? team.nightSeats : team.daySeats;
  // 1970-01-05 was a Monday.
  const week = Math.floor((localTime(team.zone, at) - (4 * DAY + 9 * HOUR)) / (7 * DAY));
  const person = seats[(week + further) % seats.length];
  if (person === undefined) throw new Error(`Team ${team.name} has no seats`);
  return person;
}

/** Who is asked at an escalation level, 1 = first line; null where the policy has no such level. */
export function atLevel(team: Team, level: number, at: Instant): Person | null {
  if (level === 1) return onCallAt(team, at);
  if (level === 2) return team.second === "rota" ? onCallAt(team, at, 1) : team.second;
  return level === 3 ? team.third : null;
}

type Hire = (name: string, zone: string, jobTitle: string, team: string | null, manager: Person | null) => Person;

function createHiring(seed: number, copy: number, people: Person[]): Hire {
  return (original, zone, jobTitle, team, manager) => {
    const name = copy === 0 ? original : nameInCopy(original, copy);
    const email = `${slug(name)}@example.com`;
    const nth = people.length;
    const person: Person = {
      id: `P${createRandom(`${seed}/person/${email}`).token(6)}`,
      name,
      email,
      timeZone: zone,
      country: COUNTRIES[zone] ?? "DE",
      jobTitle,
      team,
      managerEmail: manager?.email ?? null,
      contacts: contactsOf(nth),
      lowUrgencyChannel: nth % 4 === 0 ? "push" : "email",
    };
    people.push(person);
    return person;
  };
}

/** One in six has no SMS rule, as people set their own. */
function contactsOf(nth: number): Person["contacts"] {
  const push = { channel: "push", afterSeconds: 0 } as const;
  const sms = { channel: "sms", afterSeconds: 60 } as const;
  const phone = { channel: "phone", afterSeconds: 180 } as const;
  return nth % 6 === 5 ? [push, phone] : [push, sms, phone];
}

function buildTeam(seed: number, copy: number, plan: TeamPlan, director: Person, hire: Hire): Team {
  const name = copy === 0 ? plan.name : `${plan.name} ${copy + 1}`;
  const lead = hire(plan.lead, plan.zone, "Engineering Manager", name, director);
  const engineer = (zone: string) => (who: string, nth: number) =>
    hire(who, zone, nth % 3 === 0 ? "Senior Software Engineer" : "Software Engineer", name, lead);
  const daySeats = plan.members.map(engineer(plan.zone));
  const nightSeats = (plan.away ?? []).map(engineer(plan.awayZone ?? plan.zone));
  const random = createRandom(`${seed}/team/${name}`);
  return {
    id: `P${random.token(6)}`,
    name,
    zone: plan.zone,
    policy: { id: `P${random.token(6)}`, name: `${name} on call` },
    daySeats,
    nightSeats,
    second: plan.second === "lead" ? lead : "rota",
    third: plan.third === "director" ? director : null,
  };
}

function buildService(seed: number, base: string, nth: number, team: Team): Service {
  const name = nth === 0 ? base : `${base}-${SITES[nth % SITES.length]}${Math.floor(nth / SITES.length) || ""}`;
  return { id: `P${createRandom(`${seed}/service/${name}`).token(6)}`, name, team, hostPrefix: base };
}

const SITES = ["eu", "us", "apac", "latam", "mea", "nordic"] as const;

/** First name of one person, last name of another: no pair occurs twice for fewer copies than there are people. */
function nameInCopy(name: string, copy: number): string {
  const index = ALL_NAMES.indexOf(name);
  const other = ALL_NAMES[(index + 7 * copy) % ALL_NAMES.length] ?? name;
  return `${name.split(" ")[0]} ${other.split(" ").at(-1)}`;
}

const ALL_NAMES: readonly string[] = [
  VICE_PRESIDENT,
  ...DIRECTORS.map(({ name }) => name),
  ...TEAM_PLANS.flatMap(({ lead, members, away }) => [lead, ...members, ...(away ?? [])]),
];

function slug(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/ /g, ".");
}
