import type { Sql } from "@/db/ctx";
import type { PersonRow } from "@/lib/people/read-organisation";
import { ensurePeople, personKey } from "./ensure-people";
import type { Options, Outcomes, Work } from "./organisation-words";

/** The account by which a file knows a person: it keeps those of whom no provider tells. */
const DIRECTORY = "directory";

/** Who has which address; several people of one address are nobody until they are merged. */
export async function peopleByEmail(
  sql: Sql,
  workspaceId: number,
  emails: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql<{ email: string; ids: string[] }[]>`
    select lower(email) as email, array_agg(distinct person_id) as ids from identities
    where workspace_id = ${workspaceId} and lower(email) = any(${emails as string[]}::text[]) group by 1`;
  return new Map(rows.map(({ email, ids }) => [email, ids]));
}

/** Gives everybody in the file an account that keeps them, and a person where nobody knows them yet. */
export async function withAccounts(
  sql: Sql,
  work: Work,
  rows: readonly PersonRow[],
  known: ReadonlyMap<string, readonly string[]>,
  { origin, importId }: Options,
  outcomes: Outcomes,
): Promise<ReadonlyMap<string, string>> {
  const { workspaceId } = work;
  const people = new Map<string, string>();
  for (const [email, [id, ...others]] of known) if (id !== undefined && others.length === 0) people.set(email, id);
  const first = new Map([...rows].reverse().map((row) => [row.email, row]));
  for (const { email, line } of first.values())
    if ((known.get(email)?.length ?? 0) > 1)
      outcomes.errors.push({ line, why: `several people have the address ${email}: merge them first` });
  const mine = [...first.values()].filter(({ email }) => (known.get(email)?.length ?? 0) < 2);
  // The sample's people come with its provider's files.
  const kept = mine.filter(({ email }) => origin !== "sample" || !people.has(email));
  const tellings = kept.map(({ email, name }) => ({
    fact: {
      provider: DIRECTORY,
      key: email,
      email,
      // Of somebody who is known already the provider's name stays.
      ...(name !== undefined && !people.has(email) && { name }),
    },
    told: true,
    importId,
    toldAt: null,
  }));
  const { erased } = await ensurePeople(sql, work, tellings);
  const now = await peopleByEmail(
    sql,
    workspaceId,
    mine.map(({ email }) => email),
  );
  for (const { email, line, name } of mine) {
    if (erased.has(personKey(DIRECTORY, email))) {
      outcomes.notes.push({ line, why: "this is a former member who was erased: the line is left out" });
      continue;
    }
    const [id] = now.get(email) ?? [];
    if (id === undefined) throw new Error(`an account of ${email} has no person`);
    if (!people.has(email))
      outcomes.changes.push({ line, who: name ?? email, what: "person", before: null, after: email, since: null });
    people.set(email, id);
  }
  return people;
}
