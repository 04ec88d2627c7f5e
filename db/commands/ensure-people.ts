import type { Sql, WorkCtx } from "@/db/ctx";
import { randomId } from "@/db/ids";
import type { Instant } from "@/lib/model/instant";
import type { PersonFact } from "@/lib/model/page-event";
import { describeAccounts, describePeople } from "./describe-people";
import { matchAccounts } from "./match-accounts";
import { siftErased } from "./sift-erased";
import { type Graves, gravesOf } from "./tombstones";

/** One telling about an account, its text already storable. */
export type Telling = {
  fact: PersonFact;
  /** False where an event only names the account. */
  told: boolean;
  /** The import; null where it came in a delivery, which is never taken back. */
  importId: string | null;
  /** When it was true; null where nothing says when. */
  toldAt: Instant | null;
};

export type Accounts = {
  /** Account and person by `personKey`. */
  ids: ReadonlyMap<string, { id: string; personId: string }>;
  /** Those that are new, or about whom something new was told. */
  changed: ReadonlySet<string>;
  /** Those of people who were erased; their account and person are the id that the facts of that person bear. */
  erased: ReadonlyMap<string, string>;
  /** Null where nobody was ever erased. */
  graves: Graves | null;
};

export const personKey = (provider: string, key: string) => `${provider}\u0000${key}`;

/**
 * Gives every account its person and keeps what is told about it. What is known of an account is what was told latest
 * by the moment of the telling; of tellings of one moment, or of none, the greatest text: the order in which they arrive
 * never matters. Whoever was erased is not told of again. Runs in the caller's transaction, under its lock.
 */
export async function ensurePeople(
  sql: Sql,
  ctx: Pick<WorkCtx, "workspaceId" | "keyRing">,
  tellings: readonly Telling[],
): Promise<Accounts> {
  const graves = await gravesOf(sql, ctx);
  if (graves === null) return { ...(await ensureLiving(sql, ctx.workspaceId, tellings)), erased: new Map(), graves };
  const { living, erased } = await siftErased(sql, ctx, graves, tellings);
  const { ids, changed } = await ensureLiving(sql, ctx.workspaceId, living);
  const former = [...erased].map(([name, id]) => [name, { id, personId: id }] as const);
  return { ids: new Map([...ids, ...former]), changed, erased, graves };
}

async function ensureLiving(
  sql: Sql,
  workspaceId: number,
  tellings: readonly Telling[],
): Promise<Pick<Accounts, "ids" | "changed">> {
  const names = new Map(tellings.map(({ fact }) => [personKey(fact.provider, fact.key), fact]));
  if (names.size === 0) return { ids: new Map(), changed: new Set() };
  const known = await knownAccounts(sql, workspaceId, [...names.values()]);
  const fresh = [...names].filter(([name]) => !known.has(name));
  const ids = new Map([...known, ...fresh.map(([name]) => [name, randomId()] as const)]);
  const freshIds = fresh.map(([name]) => ids.get(name) ?? "");
  await insertAccounts(
    sql,
    workspaceId,
    fresh.map(([, fact]) => fact),
    freshIds,
  );
  const news = await keepFacts(sql, workspaceId, factRows(tellings, ids));
  const changed = await describeAccounts(sql, workspaceId, news);
  const touched = [...freshIds, ...changed.filter(({ emailChanged }) => emailChanged).map(({ id }) => id)];
  const emails = changed.flatMap(({ emailBefore, email }) => [emailBefore, email]);
  await matchAccounts(sql, workspaceId, { touched, emails, withoutPages: new Set(freshIds) });
  const owners = await ownersByAccount(sql, workspaceId, [...ids.values()]);
  const changedIds = new Set([...freshIds, ...changed.map(({ id }) => id)]);
  await describePeople(
    sql,
    workspaceId,
    [...changedIds].flatMap((id) => owners.get(id) ?? []),
  );
  return {
    ids: new Map([...ids].map(([name, id]) => [name, { id, personId: owners.get(id) ?? id }])),
    changed: new Set([...ids].filter(([, id]) => changedIds.has(id)).map(([name]) => name)),
  };
}

async function knownAccounts(
  sql: Sql,
  workspaceId: number,
  facts: readonly PersonFact[],
): Promise<Map<string, string>> {
  const rows = await sql<{ provider: string; key: string; id: string }[]>`
    select i.provider, i.key, i.id from identities i
    join unnest(${facts.map((f) => f.provider)}::text[], ${facts.map((f) => f.key)}::text[]) as w(provider, key)
      on w.provider = i.provider and w.key = i.key
    where i.workspace_id = ${workspaceId}`;
  return new Map(rows.map((row) => [personKey(row.provider, row.key), row.id]));
}

/** A new account is a person of its own until an address says otherwise. */
async function insertAccounts(
  sql: Sql,
  workspaceId: number,
  fresh: readonly PersonFact[],
  ids: readonly string[],
): Promise<void> {
  if (fresh.length === 0) return;
  await sql`
    insert into people (workspace_id, id) select ${workspaceId}, * from unnest(${ids as string[]}::bigint[])`;
  await sql`
    insert into identities (workspace_id, id, person_id, provider, key)
    select ${workspaceId}, id, id, provider, key from unnest(${ids as string[]}::bigint[],
      ${fresh.map((f) => f.provider)}::text[], ${fresh.map((f) => f.key)}::text[]) as t(id, provider, key)`;
}

async function ownersByAccount(sql: Sql, workspaceId: number, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; person_id: string }[]>`
    select id, person_id from identities where workspace_id = ${workspaceId} and id = any(${ids as string[]}::bigint[])`;
  return new Map(rows.map((row) => [row.id, row.person_id]));
}

type FactRow = { accountId: string; attribute: string; originId: string; value: string; toldAt: Instant | null };

/** One row per account, attribute and origin: the telling that wins. */
function factRows(tellings: readonly Telling[], ids: ReadonlyMap<string, string>): FactRow[] {
  const rows = new Map<string, FactRow>();
  for (const { fact, told, importId, toldAt } of tellings) {
    if (!told) continue;
    const accountId = ids.get(personKey(fact.provider, fact.key)) ?? "";
    const { key, name, email, timeZone: time_zone, jobTitle: job_title } = fact;
    const teams = fact.teams && JSON.stringify([...new Set(fact.teams)].sort());
    for (const [attribute, value] of Object.entries({ key, name, email, time_zone, job_title, teams })) {
      if (value === undefined) continue;
      const row = {
        accountId,
        attribute,
        originId: importId ?? "0",
        value,
        toldAt: attribute === "key" ? null : toldAt,
      };
      const place = `${accountId} ${attribute} ${row.originId}`;
      const other = rows.get(place);
      if (!other || wins(row, other)) rows.set(place, row);
    }
  }
  return [...rows.values()];
}

/** As the database compares: by time, then by the bytes of the text. */
function wins(one: FactRow, other: FactRow): boolean {
  const [a, b] = [one.toldAt ?? Number.NEGATIVE_INFINITY, other.toldAt ?? Number.NEGATIVE_INFINITY];
  return a === b ? Buffer.compare(Buffer.from(one.value), Buffer.from(other.value)) > 0 : a > b;
}

/** Returns the accounts about which something was kept that was not known so. */
async function keepFacts(sql: Sql, workspaceId: number, rows: readonly FactRow[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const kept = await sql<{ account_id: string }[]>`
    insert into account_facts (workspace_id, account_id, attribute, origin_id, value, told_at)
    select ${workspaceId}, account_id, attribute, origin_id, value, told_at::timestamptz
    from unnest(${rows.map((row) => row.accountId)}::bigint[], ${rows.map((row) => row.attribute)}::text[],
      ${rows.map((row) => row.originId)}::bigint[], ${rows.map((row) => row.value)}::text[], ${rows.map(toldAtText)}::text[])
      as t(account_id, attribute, origin_id, value, told_at)
    on conflict on constraint account_facts_pk do update set value = excluded.value, told_at = excluded.told_at
    where (excluded.told_at, excluded.value collate "C") > (account_facts.told_at, account_facts.value collate "C")
    returning account_id`;
  return [...new Set(kept.map((row) => row.account_id))];
}

const toldAtText = ({ toldAt }: FactRow) => (toldAt === null ? "-infinity" : new Date(toldAt).toISOString());
