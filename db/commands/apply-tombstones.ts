import type { Ctx, Sql } from "@/db/ctx";
import { adoptWorkspaceKey, sealedKey } from "@/db/secrets/workspace-key";
import type { AppliedTombstones, TombstoneList } from "@/lib/contract/tombstones";
import { AppError } from "@/lib/errors";
import { erasePerson } from "./erase-person";
import { Graves } from "./tombstones";

/** Who was erased here: digests under the workspace's key, which is in it sealed. For whoever keeps backups. */
export async function tombstoneList(ctx: Ctx): Promise<TombstoneList> {
  assertMay(ctx);
  const { sql, workspaceId } = ctx;
  const tombstones = await sql<TombstoneList["tombstones"]>`
    select digest, person_id as "personId", erased_at as "erasedAt" from tombstones
    where workspace_id = ${workspaceId} order by erased_at, person_id, digest`;
  return {
    format: "squelch-tombstones-1",
    key: await sealedKey(sql, ctx),
    tombstones: tombstones.map((row) => ({ ...row, erasedAt: new Date(row.erasedAt).toISOString() })),
  };
}

/**
 * After an older backup was restored: erases again whoever the list knows by an account or an address, then takes the
 * list's tombstones over, so that those hold as well of whom the backup knew nothing yet. Safe to repeat.
 */
export async function applyTombstones(
  ctx: Ctx,
  { key: sealed, tombstones }: TombstoneList,
): Promise<AppliedTombstones> {
  assertMay(ctx);
  const key = await adoptWorkspaceKey(ctx.sql, ctx, sealed);
  const listed = new Map(tombstones.map(({ digest, personId }) => [digest, personId]));
  const back = await cameBack(ctx, new Graves(key, listed));
  for (const personId of back) await erasePerson(ctx, personId);
  const added = await ctx.sql.begin((tx) => takeOver(tx as unknown as Sql, ctx.workspaceId, tombstones));
  return { erased: back.length, added, known: tombstones.length - added };
}

function assertMay({ viewer }: Ctx): void {
  if (viewer.role !== "admin") throw new AppError("forbidden", "Only an admin has to do with tombstones.");
}

/** People of the database whom the list says to be erased. A name alone tells nobody: others may bear it. */
async function cameBack({ sql, workspaceId }: Ctx, graves: Graves): Promise<string[]> {
  const rows = await sql<{ id: string; provider: string | null; key: string | null; email: string | null }[]>`
    select p.id, i.provider, i.key, i.email from people p
    join identities i on i.workspace_id = p.workspace_id and i.person_id = p.id
    where p.workspace_id = ${workspaceId} and p.erased_at is null
    union all
    select id, null, null, email from people where workspace_id = ${workspaceId} and erased_at is null`;
  const back = rows.filter(
    ({ provider, key, email }) =>
      (provider !== null && key !== null && graves.personOfAccount({ provider, key }) !== null) ||
      (email !== null && graves.personOf({ kind: "email", email }) !== null),
  );
  return [...new Set(back.map(({ id }) => id))].sort();
}

/** One former member stays one: the rest of what they were known by goes to whom the database holds them for now. */
async function takeOver(sql: Sql, workspaceId: number, tombstones: TombstoneList["tombstones"]): Promise<number> {
  await sql`select pg_advisory_xact_lock(${workspaceId})`;
  const [digests, people] = [tombstones.map(({ digest }) => digest), tombstones.map(({ personId }) => personId)];
  const added = await sql<{ person_id: string; erased_at: Date }[]>`
    with listed as (
      select * from unnest(${digests}::text[], ${people}::bigint[], ${tombstones.map(({ erasedAt }) => erasedAt)}::timestamptz[])
        as t(digest, person_id, erased_at)
    ), now_as as (
      select l.person_id, min(t.person_id) as id from listed l
      join tombstones t on t.workspace_id = ${workspaceId} and t.digest = l.digest group by l.person_id
    )
    insert into tombstones (workspace_id, digest, person_id, erased_at)
    select ${workspaceId}, l.digest, coalesce(n.id, l.person_id), l.erased_at
    from listed l left join now_as n on n.person_id = l.person_id
    on conflict do nothing returning person_id, erased_at`;
  // What comes of those of whom the database knew nothing needs somebody to go to.
  await sql`
    insert into people (workspace_id, id, erased_at)
    select ${workspaceId}, id, min(at) from unnest(${added.map((row) => row.person_id)}::bigint[],
      ${added.map((row) => row.erased_at.toISOString())}::timestamptz[]) as t(id, at)
    group by id on conflict do nothing`;
  return added.length;
}
