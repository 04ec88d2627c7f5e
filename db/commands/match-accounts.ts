import type { Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { type Account, emailKey, matchByEmail } from "@/lib/people/match-by-email";
import { describePeople } from "./describe-people";
import { refoldPages } from "./fold-pages";
import { forgetOrganisation, type Heir, inheritOrganisation, type OnCircle } from "./inherit-organisation";
import { markSweeps } from "./mark-sweeps";

type Change = {
  /** Accounts that are new, or whose address changed. */
  touched: readonly string[];
  /** Addresses that accounts had or have now. */
  emails: readonly (string | null)[];
  /** Accounts of which no event is stored yet. */
  withoutPages?: ReadonlySet<string>;
};

/** Places the accounts that a change of addresses concerns, and folds the pages again whose people thereby change. */
export async function matchAccounts(
  sql: Sql,
  workspaceId: number,
  { touched, emails, withoutPages = new Set() }: Change,
): Promise<void> {
  const scope = {
    touched: new Set(touched),
    emails: new Set(emails.flatMap((email) => (email === null ? [] : [emailKey(email)]))),
  };
  // A new account without an address is placed already.
  if (scope.emails.size === 0 && touched.every((id) => withoutPages.has(id))) return;
  const accounts = await accountsAround(sql, workspaceId, [...scope.emails], touched);
  await moveAccounts(sql, workspaceId, accounts, matchByEmail(accounts, scope, randomId), withoutPages);
}

/** The accounts of these addresses, these accounts, and whoever else shares or may take the ids of their people. */
export async function accountsAround(
  sql: Sql,
  workspaceId: number,
  emails: readonly string[],
  ids: readonly string[],
): Promise<Account[]> {
  return sql<Account[]>`
    with concerned as (
      select id, person_id from identities
      where workspace_id = ${workspaceId}
        and (lower(email) = any(${emails as string[]}::text[]) or id = any(${ids as string[]}::bigint[]))
    )
    select id, person_id as "personId", matched_by as "matchedBy", email from identities
    where workspace_id = ${workspaceId} and (
      id in (select id from concerned) or person_id in (select person_id from concerned union select id from concerned))`;
}

/** Moves accounts to their people. The pages that they are in, and no others, are folded again. */
export async function moveAccounts(
  sql: Sql,
  workspaceId: number,
  before: readonly Account[],
  moved: readonly Account[],
  withoutPages: ReadonlySet<string> = new Set(),
  onCircle: OnCircle = "drop",
): Promise<void> {
  if (moved.length === 0) return;
  const ids = moved.map(({ id }) => id);
  const told = moved.filter(({ id }) => !withoutPages.has(id)).map(({ id }) => id);
  const pages = await pagesOfAccounts(sql, workspaceId, told);
  await markSweeps(sql, workspaceId, pages);
  const people = [...new Set([...moved, ...before.filter(({ id }) => ids.includes(id))].map((it) => it.personId))];
  await sql`
    insert into people (workspace_id, id) select ${workspaceId}, * from unnest(${people}::bigint[]) on conflict do nothing`;
  await sql`
    update identities i set person_id = m.person_id, matched_by = m.matched_by
    from unnest(${ids}::bigint[], ${moved.map((it) => it.personId)}::bigint[], ${moved.map((it) => it.matchedBy)}::text[])
      as m(id, person_id, matched_by)
    where i.workspace_id = ${workspaceId} and i.id = m.id`;
  await sql`
    update on_call_shifts s set person_id = i.person_id from identities i
    where s.workspace_id = ${workspaceId} and s.account_id = any(${ids}::bigint[])
      and i.workspace_id = s.workspace_id and i.id = s.account_id`;
  await refoldPages(sql, workspaceId, pages);
  await describePeople(sql, workspaceId, people);
  for (const heir of await heirsOf(sql, workspaceId, before, moved))
    await inheritOrganisation(sql, workspaceId, heir, onCircle);
  await forgetEmptyPeople(sql, workspaceId, people);
}

/** People whose last account moved, and who has it now. */
async function heirsOf(
  sql: Sql,
  workspaceId: number,
  before: readonly Account[],
  moved: readonly Account[],
): Promise<Heir[]> {
  const owners = new Map(before.map(({ id, personId }) => [id, personId]));
  const targets = new Map<string, string>();
  for (const { id, personId } of moved) {
    const from = owners.get(id);
    if (from !== undefined && from !== personId && !targets.has(from)) targets.set(from, personId);
  }
  if (targets.size === 0) return [];
  const rows = await sql<{ id: string }[]>`
    select p.id from people p where p.workspace_id = ${workspaceId} and p.id = any(${[...targets.keys()]}::bigint[])
      and not exists (select 1 from identities i where i.workspace_id = p.workspace_id and i.person_id = p.id)
    order by p.id`;
  return rows.flatMap(({ id }) => {
    const to = targets.get(id);
    return to === undefined ? [] : [{ from: id, to }];
  });
}

export async function pagesOfAccounts(sql: Sql, workspaceId: number, accountIds: readonly string[]): Promise<string[]> {
  if (accountIds.length === 0) return [];
  const rows = await sql<{ page_id: string }[]>`
    select distinct page_id from page_events where workspace_id = ${workspaceId}
      and (account_id = any(${accountIds as string[]}::bigint[]) or to_account_ids && ${accountIds as string[]}::bigint[])`;
  return rows.map((row) => row.page_id);
}

/** People without an account left. Their interruptions go when the people who wait are folded. */
export async function forgetEmptyPeople(sql: Sql, workspaceId: number, personIds: readonly string[]): Promise<void> {
  const empty = await sql<{ id: string }[]>`
    select p.id from people p where p.workspace_id = ${workspaceId} and p.id = any(${personIds as string[]}::bigint[])
      and p.erased_at is null
      and not exists (select 1 from identities i where i.workspace_id = p.workspace_id and i.person_id = p.id)`;
  if (empty.length === 0) return;
  await forgetOrganisation(
    sql,
    workspaceId,
    empty.map(({ id }) => id),
  );
  await sql`
    with gone as (
      delete from people p where p.workspace_id = ${workspaceId} and p.id = any(${personIds as string[]}::bigint[])
        and p.erased_at is null
        and not exists (select 1 from identities i where i.workspace_id = p.workspace_id and i.person_id = p.id)
      returning p.id
    ), unlinked as (
      update users u set person_id = null from gone where u.workspace_id = ${workspaceId} and u.person_id = gone.id
    )
    insert into dirty_people (workspace_id, person_id) select ${workspaceId}, id from gone on conflict do nothing`;
}
