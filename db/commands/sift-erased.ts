import type { Sql, WorkCtx } from "@/db/ctx";
import { describePeople } from "./describe-people";
import { personKey, type Telling } from "./ensure-people";
import { refoldPages } from "./fold-pages";
import { markSweeps } from "./mark-sweeps";
import { forgetEmptyPeople, pagesOfAccounts } from "./match-accounts";
import { renameAccounts } from "./rename-accounts";
import { bury, type Graves } from "./tombstones";

type Sifted = {
  /** What is told of others, without an address of somebody who was erased. */
  living: Telling[];
  /** Accounts of people who were erased, by `personKey`, and the ids that their facts bear. */
  erased: ReadonlyMap<string, string>;
};

type KnownAccount = { name: string; id: string; personId: string; email: string | null };

/**
 * Takes out of tellings what is told of people who were erased: by account, or by the address of an account of which none
 * was known before. Such an account is theirs from now on, and what is known of it already goes. One that has another
 * address is somebody else, and the erased address alone is not kept. In the caller's transaction, under its lock.
 */
export async function siftErased(
  sql: Sql,
  ctx: Pick<WorkCtx, "workspaceId" | "keyRing">,
  graves: Graves,
  tellings: readonly Telling[],
): Promise<Sifted> {
  const erased = new Map<string, string>();
  const byAddress = new Map<string, string>();
  for (const { fact } of tellings) {
    const name = personKey(fact.provider, fact.key);
    const owner = graves.personOfAccount(fact);
    const addressed = fact.email === undefined ? null : graves.personOf({ kind: "email", email: fact.email });
    if (owner !== null) erased.set(name, owner);
    else if (addressed !== null) byAddress.set(name, addressed);
  }
  const known = await knownAmong(sql, ctx.workspaceId, tellings, byAddress);
  for (const [name, personId] of byAddress) {
    const account = known.get(name);
    if (account && account.email !== null && graves.personOf({ kind: "email", email: account.email }) === null)
      continue;
    erased.set(name, personId);
    if (account) await absorb(sql, ctx.workspaceId, account, personId);
  }
  await buryAccounts(sql, ctx, graves, tellings, erased);
  return { living: tellings.flatMap((telling) => livingPart(telling, graves, erased)), erased };
}

function livingPart(telling: Telling, graves: Graves, erased: ReadonlyMap<string, string>): Telling[] {
  const { fact } = telling;
  if (erased.has(personKey(fact.provider, fact.key))) return [];
  if (fact.email === undefined || graves.personOf({ kind: "email", email: fact.email }) === null) return [telling];
  const { email: _, ...rest } = fact;
  return [{ ...telling, fact: rest }];
}

/** The account by itself tells from now on whose it is. */
async function buryAccounts(
  sql: Sql,
  ctx: Pick<WorkCtx, "workspaceId">,
  graves: Graves,
  tellings: readonly Telling[],
  erased: ReadonlyMap<string, string>,
): Promise<void> {
  const fresh = new Map(
    tellings.flatMap(({ fact: { provider, key } }) => {
      const personId = erased.get(personKey(provider, key));
      const known = { kind: "account", provider, key } as const;
      return personId === undefined || graves.personOf(known) !== null
        ? []
        : [[personKey(provider, key), { personId, known: [known] }] as const];
    }),
  );
  await bury(sql, ctx, graves.key, [...fresh.values()]);
}

async function knownAmong(
  sql: Sql,
  workspaceId: number,
  tellings: readonly Telling[],
  names: ReadonlyMap<string, string>,
): Promise<Map<string, KnownAccount>> {
  const facts = tellings.filter(({ fact }) => names.has(personKey(fact.provider, fact.key))).map(({ fact }) => fact);
  if (facts.length === 0) return new Map();
  const rows = await sql<(Omit<KnownAccount, "name"> & { provider: string; key: string })[]>`
    select i.id, i.person_id as "personId", i.email, i.provider, i.key from identities i
    join (select distinct * from unnest(${facts.map((f) => f.provider)}::text[], ${facts.map((f) => f.key)}::text[])
      as w(provider, key)) w on w.provider = i.provider and w.key = i.key
    where i.workspace_id = ${workspaceId}`;
  return new Map(
    rows.map(({ provider, key, ...row }) => [personKey(provider, key), { ...row, name: personKey(provider, key) }]),
  );
}

/** An account that was known by its key alone turns out to be of somebody who was erased. */
async function absorb(sql: Sql, workspaceId: number, account: KnownAccount, personId: string): Promise<void> {
  const pages = await pagesOfAccounts(sql, workspaceId, [account.id]);
  await markSweeps(sql, workspaceId, pages);
  await renameAccounts(sql, workspaceId, [account.id], personId);
  await refoldPages(sql, workspaceId, pages);
  await describePeople(sql, workspaceId, [account.personId]);
  await forgetEmptyPeople(sql, workspaceId, [account.personId]);
}
