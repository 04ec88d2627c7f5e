import type { Sql, WorkCtx } from "@/db/ctx";
import type { ToldShift } from "@/lib/model/on-call";
import { providers } from "@/lib/providers";
import type { ParsedRecord } from "@/lib/providers/provider";
import { ERASED, type Graves, gravesOf } from "./tombstones";

type Found = { provider: string; key: string };
type Asked = ToldShift["person"];

/**
 * Finds the people whom a file of shifts names by a name or a bare key among those who are known. A record of somebody
 * who is not known so, or of whom there are several, is rejected: nothing is guessed.
 */
export async function findShiftPeople(
  sql: Sql,
  ctx: Pick<WorkCtx, "workspaceId" | "keyRing">,
  records: readonly ParsedRecord[],
): Promise<readonly ParsedRecord[]> {
  const { workspaceId } = ctx;
  const asked = records.flatMap((record) =>
    record.outcome === "accepted" ? (record.shifts ?? []).map(({ person }) => person) : [],
  );
  if (asked.length === 0) return records;
  const names = asked.flatMap((person) => ("name" in person ? [person.name.toLowerCase()] : []));
  const keys = asked.flatMap((person) => ("accountKey" in person ? [person.accountKey] : []));
  const found = {
    names: await accountsNamed(sql, workspaceId, [...new Set(names)]),
    keys: await accountsKeyed(sql, workspaceId, [...new Set(keys)]),
    graves: await gravesOf(sql, ctx),
  };
  return records.map((record): ParsedRecord => {
    if (record.outcome !== "accepted" || !record.shifts) return record;
    const shifts: ToldShift[] = [];
    for (const shift of record.shifts) {
      const person = placed(shift.person, found);
      if (typeof person === "string") {
        const { where, line } = record;
        return { where, line, outcome: "rejected", why: person };
      }
      shifts.push({ ...shift, person });
    }
    return { ...record, shifts };
  });
}

type Known = ReadonlyMap<string, { people: number; account: Found }>;

/** The account, or why there is none. */
function placed(person: Asked, found: { names: Known; keys: Known; graves: Graves | null }): Found | string {
  if ("key" in person) {
    if (providers.some(({ id }) => id === person.provider)) return person;
    return `provider ${JSON.stringify(person.provider)} is not known`;
  }
  const isNamed = "name" in person;
  const known = isNamed ? found.names.get(person.name.toLowerCase()) : found.keys.get(person.accountKey);
  const shown = JSON.stringify(isNamed ? person.name : person.accountKey);
  if (known?.people === 1) return known.account;
  const former = known || !found.graves ? null : formerMember(person, found.graves);
  if (former !== null) return { provider: ERASED, key: former };
  if (isNamed)
    return known
      ? `${known.people} people are called ${shown}: name them by e-mail address`
      : `nobody is known by the name ${shown}: name them by e-mail address, or import the people first`;
  return known
    ? `${known.people} people have an account ${shown}: say whose in the column provider`
    : `no account ${shown} is known: say whose it is in the column provider, or import the people first`;
}

/** Of people who are not known any more. */
function formerMember(person: { name: string } | { accountKey: string }, graves: Graves): string | null {
  if ("name" in person) return graves.personOf({ kind: "name", name: person.name });
  const key = person.accountKey;
  const found = new Set(providers.map(({ id: provider }) => graves.personOf({ kind: "account", provider, key })));
  found.delete(null);
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

type Row = { asked: string; people: number; provider: string; key: string };

const byAsked = (rows: readonly Row[]): Known =>
  new Map(rows.map(({ asked, people, provider, key }) => [asked, { people, account: { provider, key } }]));

/** By the name that they go by here or at any provider. */
async function accountsNamed(sql: Sql, workspaceId: number, names: string[]): Promise<Known> {
  if (names.length === 0) return new Map();
  const rows = await sql<Row[]>`
    with named as (
      select lower(name) as asked, id as person_id from people
      where workspace_id = ${workspaceId} and erased_at is null and lower(name) = any(${names}::text[])
      union select lower(name), person_id from identities
      where workspace_id = ${workspaceId} and lower(name) = any(${names}::text[])
    )
    select distinct on (n.asked) n.asked, i.provider, i.key,
      (select count(distinct person_id)::int from named o where o.asked = n.asked) as people
    from named n join identities i on i.workspace_id = ${workspaceId} and i.person_id = n.person_id
    order by n.asked, i.id`;
  return byAsked(rows);
}

async function accountsKeyed(sql: Sql, workspaceId: number, keys: string[]): Promise<Known> {
  if (keys.length === 0) return new Map();
  const rows = await sql<Row[]>`
    select distinct on (i.key) i.key as asked, i.provider, i.key,
      (select count(distinct o.person_id)::int from identities o where o.workspace_id = i.workspace_id and o.key = i.key)
        as people
    from identities i where i.workspace_id = ${workspaceId} and i.key = any(${keys}::text[])
    order by i.key, i.id`;
  return byAsked(rows);
}
