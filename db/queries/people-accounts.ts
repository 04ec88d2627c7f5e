import type { Ctx } from "@/db/ctx";
import type { AccountView, PeopleView, PersonView } from "@/lib/contract/people";
import { pairKey, proposeMerges } from "@/lib/people/propose-merges";
import { sightOf } from "./named/sight-of";
import { viewNamed } from "./named/view-named";

type AccountRecord = Omit<AccountView, "lastSeenAt"> & { person_id: string; last: Date | null };
type PersonRecord = Omit<PersonView, "accounts" | "lastSeenAt" | "name"> & { name: string | null; last: Date | null };

/** People with their accounts, and who may be one person. Everybody is named here, and their load only as elsewhere. */
export async function peopleAccounts(ctx: Ctx): Promise<PeopleView> {
  const [accounts, records, apart, { named }] = await Promise.all([
    accountRecords(ctx),
    personRecords(ctx),
    keptApart(ctx),
    sightOf(ctx),
  ]);
  const loadOf = (personId: string, { pages, last }: { pages: number | null; last: Date | null }) =>
    named.has(personId) ? { pages, lastSeenAt: last?.toISOString() ?? null } : { pages: null, lastSeenAt: null };
  const byPerson = new Map<string, AccountView[]>();
  for (const { person_id: personId, last, ...account } of accounts) {
    const view = { ...account, ...loadOf(personId, { pages: account.pages, last }) };
    byPerson.set(personId, [...(byPerson.get(personId) ?? []), view]);
  }
  const people = records.map(({ last, name, ...person }): PersonView => {
    const mine = byPerson.get(person.id) ?? [];
    return {
      ...person,
      name: name ?? "(no name)",
      accounts: mine,
      ...loadOf(person.id, { pages: person.pages, last }),
    };
  });
  const { personId: me, role } = ctx.viewer;
  const view = { people, proposals: proposalsOf(people, apart), me, canLink: role === "admin" };
  return viewNamed(ctx, "people", named, () => Promise.resolve(view));
}

function proposalsOf(people: readonly PersonView[], apart: ReadonlySet<string>): PeopleView["proposals"] {
  const pages = new Map(people.map((person) => [person.id, person.pages]));
  const candidates = people.map(({ id, name, accounts }) => ({
    id,
    name,
    emails: accounts.flatMap(({ email }) => email ?? []),
    providers: [...new Set(accounts.map(toolOf))],
  }));
  return proposeMerges(candidates, apart).map((proposal) => {
    const evidence = { onePages: pages.get(proposal.one) ?? null, otherPages: pages.get(proposal.other) ?? null };
    return { ...proposal, evidence };
  });
}

/** Names in files of tools that no provider knows stand behind the source that they are of. */
function toolOf({ provider, key }: AccountView): string {
  return provider === "generic" ? `${provider} ${/^\d+(?=:)/.exec(key)?.[0] ?? ""}` : provider;
}

/** Counts of whole accounts read every event once: this is a screen that is opened rarely. */
function accountRecords({ sql, workspaceId }: Ctx): Promise<AccountRecord[]> {
  return sql<AccountRecord[]>`
    with named as (
      select account_id as id, page_id, at from page_events
      where workspace_id = ${workspaceId} and account_id is not null
      union all
      select unnest(to_account_ids), page_id, at from page_events
      where workspace_id = ${workspaceId} and to_account_ids is not null
    ), seen as (
      select id, count(distinct page_id)::int as pages, max(at) as last from named group by id
    )
    select i.id, i.person_id, i.provider, i.key, i.matched_by as "matchedBy", i.name, i.email, i.time_zone as "timeZone",
      i.job_title as "jobTitle", coalesce(s.pages, 0) as pages, s.last
    from identities i left join seen s on s.id = i.id
    where i.workspace_id = ${workspaceId} order by i.provider, i.key`;
}

function personRecords({ sql, workspaceId }: Ctx): Promise<PersonRecord[]> {
  return sql<PersonRecord[]>`
    with named as (
      select i.person_id, e.page_id, e.at from page_events e
      join identities i on i.workspace_id = e.workspace_id and (i.id = e.account_id)
      where e.workspace_id = ${workspaceId}
      union all
      select i.person_id, e.page_id, e.at from page_events e
      cross join lateral unnest(e.to_account_ids) as t(id)
      join identities i on i.workspace_id = e.workspace_id and i.id = t.id
      where e.workspace_id = ${workspaceId} and e.to_account_ids is not null
    ), seen as (
      select person_id, count(distinct page_id)::int as pages, max(at) as last from named group by person_id
    )
    select p.id, p.name, p.email, p.time_zone as "timeZone", p.job_title as "jobTitle", coalesce(s.pages, 0) as pages,
      s.last
    from people p left join seen s on s.person_id = p.id
    where p.workspace_id = ${workspaceId} and p.erased_at is null order by p.name, p.id`;
}

async function keptApart({ sql, workspaceId }: Ctx): Promise<ReadonlySet<string>> {
  const rows = await sql<{ one_id: string; other_id: string }[]>`
    select one_id, other_id from kept_apart where workspace_id = ${workspaceId}`;
  return new Set(rows.map((row) => pairKey(row.one_id, row.other_id)));
}
