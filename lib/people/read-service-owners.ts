import { type BadLine, isDate, type Placed, readTable } from "./read-table";

/** Which team owns a service; null = none that is named here. */
export type OwnerRow = Placed<{ service: string; team: string | null; fromDate: string | null }>;

type Column = "service" | "team" | "from";

const HEADINGS: Readonly<Record<string, Column>> = {
  service: "service",
  service_name: "service",
  component: "service",
  team: "team",
  team_name: "team",
  owner: "team",
  owner_team: "team",
  owning_team: "team",
  from: "from",
  from_date: "from",
  since: "from",
  effective_date: "from",
  valid_from: "from",
};

/** Owners of services in a file; bad rows with their line and reason. */
export function readServiceOwners(text: string): { rows: OwnerRow[]; errors: BadLine[] } {
  const table = readTable(text, (heading) => HEADINGS[heading]);
  for (const column of ["service", "team"] as const)
    if (!table.columns.has(column))
      return {
        rows: [],
        errors: [{ line: 1, why: `there is no column ${column}: the first line must name the columns` }],
      };
  const rows: OwnerRow[] = [];
  const errors = [...table.errors];
  const seen = new Map<string, number>();
  for (const { line, cells } of table.rows) {
    const { service, team = null, from = null } = cells;
    const first = seen.get(`${from} ${service}`);
    if (service === undefined) errors.push({ line, why: "the service is missing" });
    else if (from !== null && !isDate(from))
      errors.push({ line, why: `the date ${from} cannot be read; write it as 2026-11-03` });
    else if (first !== undefined) errors.push({ line, why: `${service} stands in line ${first} already` });
    else {
      seen.set(`${from} ${service}`, line);
      rows.push({ line, service, team, fromDate: from });
    }
  }
  return { rows, errors: errors.sort((a, b) => a.line - b.line) };
}
