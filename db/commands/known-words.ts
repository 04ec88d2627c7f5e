import type { Sql } from "@/db/ctx";
import { folded, isDistinctive, type NeedleKind } from "@/lib/privacy/redactor";
import { type Known, withoutNamespace } from "./tombstones";

/** Everything by which a person is known here. */
export type KnownWords = {
  accounts: readonly { id: string; provider: string; key: string }[];
  words: readonly { word: string; leftOut: "short" | "shared" | null }[];
  /** What later tellings are recognised by. */
  known: readonly Known[];
  /** Users who sign in as the person. */
  userIds: readonly string[];
};

type Word = { kind: NeedleKind; word: string };

/** Words that somebody else bears as well are not searched, and nobody is recognised by them. */
export async function knownWords(sql: Sql, workspaceId: number, personId: string): Promise<KnownWords> {
  const accounts = await sql<{ id: string; provider: string; key: string }[]>`
    select id, provider, key from identities
    where workspace_id = ${workspaceId} and person_id = ${personId} order by provider, key`;
  const told = await toldWords(sql, workspaceId, personId);
  const users = await usersOf(sql, workspaceId, personId, told);
  const all = [...told, ...users.flatMap(({ words }) => words), ...accounts.flatMap(({ key }) => wordsOfKey(key))];
  const distinct = new Map<string, Word>();
  for (const word of all) if (!distinct.has(folded(word.word))) distinct.set(folded(word.word), word);
  const shared = await sharedWords(sql, workspaceId, personId, [...distinct.keys()]);
  const isShared = ({ word }: Word) => shared.has(folded(word));
  return {
    accounts,
    words: [...distinct.values()].map((one) => ({
      word: one.word,
      leftOut: isShared(one) ? "shared" : isDistinctive(one.kind, one.word) ? null : "short",
    })),
    known: [
      ...accounts.map(({ provider, key }): Known => ({ kind: "account", provider, key })),
      ...[...distinct.values()].filter((one) => !isShared(one)).flatMap(knownOf),
    ],
    userIds: users.map(({ id }) => id),
  };
}

function knownOf({ kind, word }: Word): Known[] {
  if (kind === "email") return [{ kind, email: word }];
  return kind === "name" ? [{ kind, name: word }] : [];
}

/** A key may be an address, or a name where a tool has nothing else; in front of it the source that it is of. */
function wordsOfKey(key: string): Word[] {
  const bare = withoutNamespace(key);
  if (bare.includes("@")) return [{ kind: "key", word: key }, ...wordsOfEmail(bare)];
  return bare === key
    ? [{ kind: "key", word: key }]
    : [
        { kind: "key", word: key },
        { kind: "name", word: bare },
      ];
}

/** Before the @ stands what many tools use as a handle: with a dot it is nobody else's word. */
function wordsOfEmail(email: string): Word[] {
  const [local = ""] = email.split("@");
  const handle: Word[] = /\p{L}\.\p{L}/u.test(local) ? [{ kind: "key", word: local }] : [];
  return [{ kind: "email", word: email }, ...handle];
}

const wordsOf = ({ name, email }: { name: string | null; email: string | null }): Word[] => [
  ...(email === null ? [] : wordsOfEmail(email)),
  ...(name === null ? [] : [{ kind: "name", word: name } as const]),
];

/** Also what they were called before. A person of whom no name was told goes by a key. */
async function toldWords(sql: Sql, workspaceId: number, personId: string): Promise<Word[]> {
  const rows = await sql<{ name: string | null; email: string | null }[]>`
    select f.value as name, null as email from account_facts f
    join identities i on i.workspace_id = f.workspace_id and i.id = f.account_id
    where f.workspace_id = ${workspaceId} and i.person_id = ${personId} and f.attribute = 'name'
    union select null, f.value from account_facts f
    join identities i on i.workspace_id = f.workspace_id and i.id = f.account_id
    where f.workspace_id = ${workspaceId} and i.person_id = ${personId} and f.attribute = 'email'
    union select null, p.email from people p where p.workspace_id = ${workspaceId} and p.id = ${personId}
    order by 1, 2`;
  return rows.flatMap(wordsOf);
}

type User = { id: string; words: Word[] };

async function usersOf(sql: Sql, workspaceId: number, personId: string, told: readonly Word[]): Promise<User[]> {
  const emails = told.flatMap(({ kind, word }) => (kind === "email" ? [folded(word)] : []));
  const rows = await sql<{ id: string; name: string; email: string | null }[]>`
    select id, name, email from users where workspace_id = ${workspaceId}
      and (person_id = ${personId} or (person_id is null and lower(email) = any(${emails}::text[]))) order by id`;
  return rows.map(({ id, ...said }) => ({ id, words: wordsOf(said) }));
}

async function sharedWords(
  sql: Sql,
  workspaceId: number,
  personId: string,
  words: readonly string[],
): Promise<ReadonlySet<string>> {
  const asked = words as string[];
  const rows = await sql<{ word: string }[]>`
    with others as (
      select name, email from people where workspace_id = ${workspaceId} and id <> ${personId} and erased_at is null
      union all select name, email from identities where workspace_id = ${workspaceId} and person_id <> ${personId}
      union all select key, null from identities where workspace_id = ${workspaceId} and person_id <> ${personId}
    )
    select distinct lower(name) as word from others where lower(name) = any(${asked}::text[])
    union select distinct lower(email) from others where lower(email) = any(${asked}::text[])`;
  return new Set(rows.map(({ word }) => word));
}
