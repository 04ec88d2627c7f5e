import type { Sql } from "@/db/ctx";

export type DescribedAccount = { id: string; email: string | null; emailBefore: string | null; emailChanged: boolean };

/** Makes the attributes of accounts from what was told about them. Returns those that changed. */
export async function describeAccounts(
  sql: Sql,
  workspaceId: number,
  accountIds: readonly string[],
): Promise<DescribedAccount[]> {
  if (accountIds.length === 0) return [];
  const rows = await sql<{ id: string; email: string | null; email_before: string | null }[]>`
    with best as (
      select distinct on (account_id, attribute) account_id, attribute, value from account_facts
      where workspace_id = ${workspaceId} and account_id = any(${accountIds as string[]}::bigint[])
      order by account_id, attribute, told_at desc, value collate "C" desc
    ), told as (
      select i.id, i.email as email_before,
        max(b.value) filter (where b.attribute = 'name') as name, max(b.value) filter (where b.attribute = 'email') as email,
        max(b.value) filter (where b.attribute = 'time_zone') as time_zone,
        max(b.value) filter (where b.attribute = 'job_title') as job_title
      from identities i left join best b on b.account_id = i.id
      where i.workspace_id = ${workspaceId} and i.id = any(${accountIds as string[]}::bigint[])
      group by i.id, i.email
    )
    update identities i set name = t.name, email = t.email, time_zone = t.time_zone, job_title = t.job_title
    from told t
    where i.workspace_id = ${workspaceId} and i.id = t.id
      and (i.name, i.email, i.time_zone, i.job_title) is distinct from (t.name, t.email, t.time_zone, t.job_title)
    returning i.id, i.email, t.email_before`;
  return rows.map(({ id, email, email_before: emailBefore }) => ({
    id,
    email,
    emailBefore,
    emailChanged: email?.toLowerCase() !== emailBefore?.toLowerCase(),
  }));
}

/**
 * Makes the attributes of people from what was told about all their accounts: the latest telling, then the greatest
 * text. Nobody's name told: the smallest key. Who changes zone has interruptions to fold again.
 */
export async function describePeople(sql: Sql, workspaceId: number, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  // Person by person, by index: of tables that an import fills the server knows no sizes yet, and joins all with all.
  await sql`
    with told as materialized (
      select w.person_id, coalesce(b.name, k.key) as name, b.email, b.time_zone, b.job_title
      from (select distinct id as person_id from unnest(${personIds as string[]}::bigint[]) as id) w
      cross join lateral (
        select min(i.key collate "C") as key from identities i
        where i.workspace_id = ${workspaceId} and i.person_id = w.person_id
      ) k
      cross join lateral (
        select max(value) filter (where attribute = 'name') as name, max(value) filter (where attribute = 'email') as email,
          max(value) filter (where attribute = 'time_zone') as time_zone,
          max(value) filter (where attribute = 'job_title') as job_title
        from (
          select distinct on (f.attribute) f.attribute, f.value
          from identities i join account_facts f on f.workspace_id = i.workspace_id and f.account_id = i.id
          where i.workspace_id = ${workspaceId} and i.person_id = w.person_id and f.attribute <> 'key'
          order by f.attribute, f.told_at desc, f.value collate "C" desc
        ) best
      ) b
      where k.key is not null
    ), changed as (
      update people p set name = t.name, email = t.email, time_zone = t.time_zone, job_title = t.job_title
      from told t, people before
      where p.workspace_id = ${workspaceId} and p.id = t.person_id
        and before.workspace_id = p.workspace_id and before.id = p.id
        and (p.name, p.email, p.time_zone, p.job_title) is distinct from (t.name, t.email, t.time_zone, t.job_title)
      returning p.id, p.time_zone is distinct from before.time_zone as moved
    )
    insert into dirty_people (workspace_id, person_id)
    select ${workspaceId}, id from changed where moved on conflict do nothing`;
}
