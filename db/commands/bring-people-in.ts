import type { Sql } from "@/db/ctx";
import { storable } from "@/db/staging/storable";
import { EVER } from "@/lib/model/organisation";
import { looksLikeEmail, type PersonRow, readOrganisation } from "@/lib/people/read-organisation";
import { peopleByEmail, withAccounts } from "./accounts-of-file";
import { hearLeaders } from "./hear-leaders";
import { hearPlaces } from "./hear-places";
import { hearTeams } from "./hear-teams";
import { type Done, type Options, Outcomes, type Work } from "./organisation-words";

/** Brings a file of people in: accounts first, then leaders, teams and places. In the caller's transaction. */
export async function bringPeopleIn(sql: Sql, work: Work, options: Options, today: string): Promise<Done> {
  const { workspaceId } = work;
  const read = readOrganisation(storable(options.text));
  const outcomes = new Outcomes([...read.errors], [...read.notes]);
  const rows = inOrder(read.rows, options.fromDate);
  const emails = rows.map(({ email }) => email);
  const known = await peopleByEmail(sql, workspaceId, [
    ...emails,
    ...rows.flatMap(({ leader }) => (leader && looksLikeEmail(leader) ? [leader] : [])),
  ]);
  const people = await withAccounts(sql, work, rows, known, options, outcomes);
  const told = rows.filter(({ email }) => people.has(email));
  const ids = [...new Set(told.map(({ email }) => people.get(email) ?? ""))];
  const names = await namesOf(sql, workspaceId, [...people.values()]);
  const who = ({ email }: PersonRow) => names.get(people.get(email) ?? "") ?? email;
  const context = { sql, workspaceId, today, origin: options.origin, outcomes, people, names, ids, who };
  const leaders = await hearLeaders(context, told);
  const teams = await hearTeams(context, told);
  const clocks = await hearPlaces(context, told);
  const imported = outcomes.told(rows.length, teams.made);
  const changed = outcomes.changes.length > 0;
  return {
    imported,
    changed: {
      details: changed ? { changed: "file", kind: "people", rows: rows.length, ...imported.counts } : null,
      personIds: [...new Set([...leaders, ...teams.personIds, ...clocks])],
      leaders,
      members: teams,
      clocks,
    },
  };
}

/**
 * In the order of their days. What a file says without a day about somebody of whom it says more with one held before
 * all that.
 */
function inOrder(rows: readonly PersonRow[], fromDate: string | null): PersonRow[] {
  const dated = new Set(rows.flatMap(({ email, fromDate: date }) => (date === null ? [] : [email])));
  const whole = rows.map((row) => ({
    ...row,
    fromDate: row.fromDate ?? (dated.has(row.email) ? EVER : fromDate),
  }));
  return whole.sort((a, b) => (a.fromDate ?? EVER).localeCompare(b.fromDate ?? EVER, "en") || a.line - b.line);
}

async function namesOf(sql: Sql, workspaceId: number, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    select p.id, coalesce(p.name, p.email, '(no name)') as name from people p
    where p.workspace_id = ${workspaceId} and (p.id = any(${ids as string[]}::bigint[]) or exists (
      select 1 from reporting_lines l where l.workspace_id = p.workspace_id and l.leader_id = p.id))`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
