import { isZone } from "@/lib/time/boundaries";
import { holidayCountries, holidayRegions } from "@/lib/time/holidays";
import { type BadLine, isDate, type Placed, readTable, type TableRow } from "./read-table";

/** What a row says about a person. Undefined = nothing; null or an empty list = that there is none. */
export type PersonRow = Placed<{
  /** In lower case. */
  email: string;
  name?: string;
  /** An address in lower case, or a name as the file writes it. */
  leader?: string | null;
  teams?: readonly string[];
  timeZone?: string;
  country?: string;
  region?: string;
  /** From which day on; null = the file does not say. */
  fromDate: string | null;
}>;

type Column = "email" | "name" | "first" | "last" | "leader" | "team" | "time_zone" | "country" | "region" | "from";

/** As Workday, BambooHR, Personio, HiBob, Google and Microsoft directories, and people, write them. */
const HEADINGS: Readonly<Record<Column, readonly string[]>> = {
  email: [
    "email",
    "e_mail",
    "mail",
    "email_address",
    "work_email",
    "primary_email",
    "company_email",
    "employee_email",
    "user_email",
    "user_principal_name",
    "userprincipalname",
    "email_work",
  ],
  name: [
    "name",
    "full_name",
    "display_name",
    "displayname",
    "employee",
    "employee_name",
    "preferred_name",
    "worker",
    "person",
  ],
  first: ["first_name", "firstname", "given_name", "givenname", "forename"],
  last: ["last_name", "lastname", "surname", "family_name"],
  leader: [
    "manager_email",
    "managers_email",
    "manager",
    "manager_e_mail",
    "manager_work_email",
    "line_manager",
    "line_manager_email",
    "supervisor",
    "supervisor_email",
    "reports_to",
    "reports_to_email",
    "reporting_to",
    "leader",
    "leader_email",
    "lead",
    "lead_email",
  ],
  team: [
    "team",
    "teams",
    "team_name",
    "squad",
    "group",
    "department",
    "org_unit",
    "organisation_unit",
    "organization_unit",
  ],
  time_zone: ["time_zone", "timezone", "tz", "zone", "iana_time_zone", "home_time_zone"],
  country: ["country", "country_code", "work_country", "location_country", "country_region"],
  region: ["region", "state", "province", "state_province", "subdivision", "region_code", "state_code"],
  from: ["from", "from_date", "since", "as_of", "effective_date", "effective_from", "valid_from"],
};

const BY_HEADING = new Map(
  (Object.entries(HEADINGS) as [Column, readonly string[]][]).flatMap(([column, headings]) =>
    headings.map((heading): [string, Column] => [heading, column]),
  ),
);

/** Refused, with the reason for people. */
class Unreadable extends Error {}

/** `errors` are rows left out; `notes` tell what was left out of a row that is read. */
export type ReadOrganisation = { rows: PersonRow[]; errors: BadLine[]; notes: BadLine[] };

/** People of a file, each row with what it says; bad rows with their line and reason. The same text gives the same rows. */
export function readOrganisation(text: string): ReadOrganisation {
  const table = readTable(text, (heading) => BY_HEADING.get(heading));
  if (!table.columns.has("email"))
    return {
      rows: [],
      errors: [{ line: 1, why: "there is no column email: the first line must name the columns" }],
      notes: [],
    };
  const rows: PersonRow[] = [];
  const errors = [...table.errors];
  const notes: BadLine[] = [];
  const seen = new Map<string, number>();
  for (const row of table.rows) {
    try {
      const person = personOf(row, table.columns);
      if (row.cells.region !== undefined && person.region === undefined)
        notes.push({ line: row.line, why: `the region ${row.cells.region} is not known: read without it` });
      const key = `${person.email} ${person.fromDate}`;
      const first = seen.get(key);
      if (first !== undefined) throw new Unreadable(`${person.email} stands in line ${first} already`);
      seen.set(key, row.line);
      rows.push(person);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      errors.push({ line: row.line, why: error.message });
    }
  }
  return { rows, errors: errors.sort((a, b) => a.line - b.line), notes };
}

function personOf({ line, cells }: TableRow<Column>, columns: ReadonlySet<Column>): PersonRow {
  const email = cells.email?.toLowerCase();
  if (email === undefined) throw new Unreadable("the e-mail address is missing");
  if (!looksLikeEmail(email)) throw new Unreadable(`${cells.email} is no e-mail address`);
  const name = cells.name ?? ([cells.first, cells.last].filter(Boolean).join(" ") || undefined);
  const leader = columns.has("leader") ? (cells.leader ? leaderOf(cells.leader) : null) : undefined;
  if (leader === email) throw new Unreadable(`${email} reports to themselves`);
  const country = cells.country === undefined ? undefined : countryOf(cells.country);
  const region = cells.region === undefined ? undefined : regionOf(cells.region, country);
  return {
    line,
    email,
    fromDate: dateOf(cells.from),
    ...(name !== undefined && { name }),
    ...(leader !== undefined && { leader }),
    ...(columns.has("team") && { teams: teamsOf(cells.team) }),
    ...(cells.time_zone !== undefined && { timeZone: zoneOf(cells.time_zone) }),
    ...(country !== undefined && { country }),
    ...(region !== undefined && { region }),
  };
}

export const looksLikeEmail = (text: string) => /^[^\s@,;]+@[^\s@,;]+$/.test(text);

/** Some write "Ana Brandt <ana@north.example>". */
function leaderOf(cell: string): string {
  const address = /<([^<>]+)>\s*$/.exec(cell)?.[1] ?? cell;
  return looksLikeEmail(address) ? address.toLowerCase() : cell;
}

/** Several teams are parted by `;` or `|`, as no name of a team has them. */
function teamsOf(cell: string | undefined): string[] {
  const names = (cell ?? "").split(/[;|]/).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}

function zoneOf(cell: string): string {
  const zone = cell.replaceAll(" ", "_");
  if (!/^[a-z]/i.test(zone) || !isZone(zone))
    throw new Unreadable(`the time zone ${cell} is not known; write it as Europe/Berlin`);
  return zone;
}

function countryOf(cell: string): string {
  const countries = holidayCountries();
  const code = cell.toUpperCase();
  if (Object.hasOwn(countries, code)) return code;
  const wanted = cell.toLowerCase();
  const [named] = Object.entries(countries).find(([, name]) => name.toLowerCase() === wanted) ?? [];
  if (!named) throw new Unreadable(`the country ${cell} is not known; write its two letters, as DE`);
  return named;
}

/** Many systems tell a state of every address: one that has no holidays of its own must not cost the row. */
function regionOf(cell: string, country: string | undefined): string | undefined {
  if (country === undefined) return undefined;
  const regions = holidayRegions(country);
  // ISO 3166-2 puts the country before it.
  const code = cell.toUpperCase().replace(new RegExp(`^${country}-`), "");
  if (Object.hasOwn(regions, code)) return code;
  const wanted = cell.toLowerCase();
  return Object.entries(regions).find(([, name]) => name.toLowerCase() === wanted)?.[0];
}

function dateOf(cell: string | undefined): string | null {
  if (cell === undefined) return null;
  const day = cell.replace(/T00:00.*$/, "");
  if (!isDate(day)) throw new Unreadable(`the date ${cell} cannot be read; write it as 2026-11-03`);
  return day;
}
