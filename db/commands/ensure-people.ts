import type { Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { storable } from "@/db/staging/storable";
import type { PersonFact } from "@/lib/model/page-event";

export type PersonIds = ReadonlyMap<string, string>;

export const personKey = (provider: string, key: string) => `${provider}\u0000${key}`;

/**
 * Gives every account its person, makes new people, and keeps what is told about them (a missing value never
 * overwrites). Who changes zone has interruptions to fold again. Runs in the caller's transaction, under its lock.
 */
export async function ensurePeople(
  sql: Sql,
  workspaceId: number,
  facts: readonly PersonFact[],
): Promise<{ ids: PersonIds; changed: ReadonlySet<string> }> {
  const told = mergeFacts(facts.map(storable));
  if (told.length === 0) return { ids: new Map(), changed: new Set() };
  const rows = await sql<{ provider: string; key: string; person_id: string }[]>`
    select i.provider, i.key, i.person_id from identities i
    join unnest(${told.map((f) => f.provider)}::text[], ${told.map((f) => f.key)}::text[]) as w(provider, key)
      on w.provider = i.provider and w.key = i.key
    where i.workspace_id = ${workspaceId}`;
  const ids = new Map(rows.map((row) => [personKey(row.provider, row.key), row.person_id]));
  const fresh = told.filter((fact) => !ids.has(personKey(fact.provider, fact.key)));
  for (const fact of fresh) ids.set(personKey(fact.provider, fact.key), randomId());
  await insertPeople(sql, workspaceId, fresh, ids);
  const changedIds = await tellPeople(sql, workspaceId, told, ids);
  const changed = [...ids].filter(([, id]) => changedIds.has(id)).map(([name]) => name);
  return { ids, changed: new Set([...fresh.map((fact) => personKey(fact.provider, fact.key)), ...changed]) };
}

/** One fact per account: later values win, missing ones never overwrite. */
function mergeFacts(facts: readonly PersonFact[]): PersonFact[] {
  const merged = new Map<string, PersonFact>();
  for (const fact of facts) {
    const known = merged.get(personKey(fact.provider, fact.key));
    const told = Object.fromEntries(Object.entries(fact).filter(([, value]) => value !== undefined));
    merged.set(personKey(fact.provider, fact.key), { ...known, ...(told as PersonFact) });
  }
  return [...merged.values()];
}

async function insertPeople(sql: Sql, workspaceId: number, fresh: readonly PersonFact[], ids: PersonIds) {
  if (fresh.length === 0) return;
  const personIds = fresh.map((fact) => ids.get(personKey(fact.provider, fact.key)) ?? null);
  await sql`
    insert into people (workspace_id, id, name)
    select ${workspaceId}, * from unnest(${personIds}::bigint[], ${fresh.map((f) => f.name ?? f.key)}::text[])`;
  await sql`
    insert into identities (workspace_id, id, person_id, provider, key)
    select ${workspaceId}, * from unnest(${personIds}::bigint[], ${personIds}::bigint[], ${fresh.map((f) => f.provider)}::text[],
      ${fresh.map((f) => f.key)}::text[])`;
}

/** Returns the ids of those about whom something new was told. */
async function tellPeople(sql: Sql, workspaceId: number, told: readonly PersonFact[], ids: PersonIds) {
  const rows = await sql<{ id: string }[]>`
    with told as (
      select * from unnest(
        ${told.map((fact) => ids.get(personKey(fact.provider, fact.key)) ?? null)}::bigint[],
        ${told.map((fact) => fact.name ?? null)}::text[], ${told.map((fact) => fact.email ?? null)}::text[],
        ${told.map((fact) => fact.timeZone ?? null)}::text[], ${told.map((fact) => fact.jobTitle ?? null)}::text[]
      ) as t(id, name, email, time_zone, job_title)
    ), changed as (
      update people p set name = coalesce(t.name, p.name), email = coalesce(t.email, p.email),
        time_zone = coalesce(t.time_zone, p.time_zone), job_title = coalesce(t.job_title, p.job_title)
      from told t, people before
      where p.workspace_id = ${workspaceId} and p.id = t.id and before.workspace_id = p.workspace_id and before.id = p.id
        and (coalesce(t.name, p.name), coalesce(t.email, p.email), coalesce(t.time_zone, p.time_zone),
             coalesce(t.job_title, p.job_title))
          is distinct from (p.name, p.email, p.time_zone, p.job_title)
      returning p.id, p.time_zone is distinct from before.time_zone as moved
    ), moved as (
      insert into dirty_people (workspace_id, person_id)
      select ${workspaceId}, id from changed where moved on conflict do nothing
    )
    select id from changed`;
  return new Set(rows.map((row) => row.id));
}
