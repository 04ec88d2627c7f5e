import type { Ctx } from "@/db/ctx";
import { isDistinctive, type Needle, type NeedleKind, type Redactor, redactorOf } from "@/lib/privacy/redactor";

const SOMEBODY = "a person";

/**
 * Takes people out of texts that a source or somebody wrote: all whose load the viewer may not see by name, by their names,
 * addresses and accounts as whole words. A first name or a nickname that no account tells is not found.
 */
export async function nameless(
  { sql, workspaceId }: Ctx,
  named: ReadonlySet<string>,
  texts: Iterable<string>,
): Promise<Redactor> {
  const seen = new Set<string>();
  for (const text of texts) for (const word of wordsIn(text)) seen.add(word);
  if (seen.size === 0) return redactorOf([]);
  const rows = await sql<{ text: string; kind: NeedleKind }[]>`
    with hidden as (
      select id, name, email from people
      where workspace_id = ${workspaceId} and id <> all(${[...named]}::bigint[]) and erased_at is null
    )
    select name as text, 'name' as kind from hidden where name is not null
    union select email, 'email' from hidden where email is not null
    union select i.name, 'name' from identities i join hidden h on h.id = i.person_id
      where i.workspace_id = ${workspaceId} and i.name is not null
    union select i.email, 'email' from identities i join hidden h on h.id = i.person_id
      where i.workspace_id = ${workspaceId} and i.email is not null
    union select i.key, 'key' from identities i join hidden h on h.id = i.person_id where i.workspace_id = ${workspaceId}
    -- As what they were known before.
    union select f.value, f.attribute from account_facts f
      join identities i on i.workspace_id = f.workspace_id and i.id = f.account_id join hidden h on h.id = i.person_id
      where f.workspace_id = ${workspaceId} and f.attribute in ('name', 'email', 'key')
    -- Users who are none of the people, or one out of sight. One word, such as "Admin", may be a word.
    union select u.name, 'name' from users u where u.workspace_id = ${workspaceId} and u.name like '% %'
      and u.name <> 'a former member' and (u.person_id is null or u.person_id in (select id from hidden))
    union select u.email, 'email' from users u where u.workspace_id = ${workspaceId} and u.email is not null
      and (u.person_id is null or u.person_id in (select id from hidden))`;
  const needles = rows
    // One expression of everybody's names would be slow: only of those whose every word stands in the texts.
    .filter(({ text, kind }) => isDistinctive(kind, text) && wordsIn(text).every((word) => seen.has(word)))
    .map(({ text }): Needle => ({ text, token: SOMEBODY }));
  return redactorOf(needles);
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
