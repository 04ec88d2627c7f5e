import type { FigureTable } from "@/components/export/table";
import type { OrganisationView } from "@/lib/contract/organisation";
import { hoursWords } from "./hours-words";
import type { OrganisationRow } from "./organisation-rows";

/** People, whom they report to and where they are, as they go along: one person a row. */
export function organisationColumns(rows: readonly OrganisationRow[]): FigureTable {
  return {
    head: ["person", "e-mail", "leader", "leads", "leads in all", "teams", "zone", "country", "region", "own hours"],
    rows: rows.map(({ name, email, leaderName, reports, under, teams, timeZone, country, region, hours }) => [
      name,
      email ?? "",
      leaderName ?? "",
      reports,
      under,
      teams.join("; "),
      timeZone ?? "",
      country ?? "",
      region ?? "",
      hours ? hoursWords(hours) : "",
    ]),
  };
}

/** Services with the team that owns them, as they go along. */
export function ownerColumns(services: OrganisationView["services"]): FigureTable {
  return {
    head: ["service", "owner", "since", "team that its pages name"],
    rows: services.map(({ service, team, since, pagesSay }) => [service, team ?? "", since ?? "", pagesSay ?? ""]),
  };
}
