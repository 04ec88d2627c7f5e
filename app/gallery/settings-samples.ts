import type { HoursSettings, PrivacySettings } from "@/lib/contract/load-settings";
import type { OrganisationPerson, OrganisationView } from "@/lib/contract/organisation";
import { DEFAULT_BUDGETS, DEFAULT_SETTINGS } from "@/lib/model/settings";

function person(id: string, name: string, leaderId: string | null, rest: Partial<OrganisationPerson> = {}) {
  const email = `${name.split(" ")[0]?.toLowerCase()}@example.com`;
  const place = { timeZone: "Europe/Berlin", country: "DE", region: null };
  return { id, name, email, leaderId, teams: [], ...place, hours: null, leads: false, ...rest };
}

const early = { sleepFrom: 20 * 60, sleepTo: 5 * 60, businessTo: 14 * 60, workingDays: [0, 1, 2, 3] };

export const organisationView: OrganisationView = {
  people: [
    person("1", "Amara Okafor", null),
    person("2", "Dana Whitfield-Montgomery", "1", { teams: ["Payments", "Checkout and everything around it"] }),
    person("3", "Priscilla Navarrete", "2", { teams: ["Payments"], hours: early }),
    person("4", "Konstantinos-Alexandros Papadimitrakopoulos", "2", { region: "BY", email: null }),
    person("5", "Tomasz Wilczek", null, { timeZone: null, country: null, leads: true }),
  ],
  teams: ["Checkout and everything around it", "Payments"],
  teamProposals: [
    {
      name: "Storage",
      people: [
        { id: "1", name: "Amara Okafor" },
        { id: "2", name: "Ben Fischer" },
      ],
      pages: 48,
      lastAt: "2026-11-15T03:12:00.000Z",
    },
    { name: "Edge caching and delivery", people: [], pages: 3, lastAt: "2026-10-02T11:00:00.000Z" },
  ],
  services: [
    { service: "payments-api", team: "Payments", since: "2026-11-03", origin: "hand", pagesSay: "Search" },
    { service: "search-api", team: null, since: null, origin: null, pagesSay: "Search" },
    { service: "cron", team: null, since: null, origin: null, pagesSay: null },
  ],
  zone: "Europe/London",
  today: "2026-11-22",
  canChange: true,
};

export const hoursSettings: HoursSettings = {
  workspace: DEFAULT_SETTINGS.hours,
  holidays: { country: "DE", region: "BY" },
  teams: [
    { id: "1", name: "Payments", people: 8, hours: early },
    { id: "2", name: "Checkout and everything around it", people: 1, hours: null },
  ],
  people: [{ id: "3", name: "Priscilla Navarrete", hours: early }],
  everybody: organisationView.people.map(({ id, name }) => ({ id, name })),
  nextHolidays: [
    { date: "2026-12-25", name: "1. Weihnachtstag" },
    { date: "2027-01-01", name: "Neujahr" },
  ],
  ownCalendars: 4,
  unknownCalendars: [{ name: "ZZ", people: 2 }],
  zone: "Europe/London",
  canChange: true,
};

export const privacySettings: PrivacySettings = {
  mode: "team",
  change: { at: "2026-11-20T09:12:00.000Z", from: "aggregate" },
  budgets: DEFAULT_BUDGETS,
  zone: "Europe/London",
  canChange: true,
};
