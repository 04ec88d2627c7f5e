import type { Sql } from "@/db/ctx";
import { folded, type Redactor, redactorOf, stringsIn } from "@/lib/privacy/redactor";
import type { ParsedRecord } from "@/lib/providers/provider";
import { personKey } from "./ensure-people";
import type { SourcedRecord } from "./store-records";
import { type Graves, needleOf } from "./tombstones";

/** What records may say of people who were erased. */
export type Redaction = {
  redactor: Redactor;
  /** Origins that name somebody erased, by a word or by an account. */
  naming: ReadonlySet<string>;
};

/** Finds the words that name somebody erased: what a record says as a whole value, looked up by its digest. */
export async function redactionOf(
  sql: Sql,
  workspaceId: number,
  graves: Graves,
  records: readonly SourcedRecord[],
  erased: ReadonlyMap<string, string>,
): Promise<Redaction> {
  const words = new Map<string, Set<string>>();
  const naming = new Set<string>();
  for (const { originId, record } of records) {
    if (record.outcome !== "accepted") continue;
    if (namesErased(record, erased)) naming.add(originId);
    for (const word of stringsIn([record.events, record.people, record.changes, record.shifts])) {
      if (graves.kindOf(word, providersOf(record)) === null) continue;
      words.set(word, (words.get(word) ?? new Set()).add(originId));
    }
  }
  const mine = await withoutLiving(sql, workspaceId, graves, [...words.keys()]);
  for (const word of mine) for (const originId of words.get(word) ?? []) naming.add(originId);
  return { redactor: redactorOf(mine.map((word) => needleOf(graves.key, word))), naming };
}

type Accepted = Extract<ParsedRecord, { outcome: "accepted" }>;

function providersOf({ events, people }: Accepted): Set<string> {
  return new Set([...events, ...people].map(({ provider }) => provider));
}

function namesErased({ events, people }: Accepted, erased: ReadonlyMap<string, string>): boolean {
  if (erased.size === 0) return false;
  const has = (provider: string, key: string) => erased.has(personKey(provider, key));
  return (
    people.some(({ provider, key }) => has(provider, key)) ||
    events.some(
      ({ provider, person, to = [] }) =>
        (person !== undefined && has(provider, person)) || to.some((key) => has(provider, key)),
    )
  );
}

/** Words less the names that somebody bears who is here: then they tell nobody's. */
export async function withoutLiving(
  sql: Sql,
  workspaceId: number,
  graves: Graves,
  words: readonly string[],
): Promise<string[]> {
  const names = words.filter((word) => graves.kindOf(word, []) === "name").map(folded);
  if (names.length === 0) return [...words];
  const rows = await sql<{ name: string }[]>`
    select distinct lower(name) as name from people where workspace_id = ${workspaceId} and lower(name) = any(${names}::text[])
    union select lower(name) from identities where workspace_id = ${workspaceId} and lower(name) = any(${names}::text[])`;
  const living = new Set(rows.map(({ name }) => name));
  return words.filter((word) => !living.has(folded(word)));
}
