import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { AppError } from "@/lib/errors";
import { SIGNATURE_VERSION, signatureVersionOf } from "@/lib/ingest/signature-version";
import { editSignatures, pagesVia } from "./edit-signatures";
import { rekeyPages } from "./rekey-pages";

/**
 * Takes a workspace over to the current recipe because an admin says so: new pages are keyed by it, and each earlier
 * signature is split by it, as by hand. So pages keep the one they were keyed by, words on it go on holding, and each
 * step can be undone. The answer is how many signatures were taken over.
 */
export async function adoptSignatureVersion(ctx: Ctx): Promise<number> {
  assertAdmin(ctx);
  return editSignatures(ctx, async (sql) => {
    const { workspaceId } = ctx;
    await sql`
      update workspaces set signature_version = ${SIGNATURE_VERSION}
      where id = ${workspaceId} and signature_version < ${SIGNATURE_VERSION}`;
    const ids = await earlierSignatures(sql, workspaceId);
    await sql`
      insert into signature_edits (workspace_id, id, kind, signature_id, rule, user_id, given_at)
      select ${workspaceId}, edit_id, 'split', signature_id,
        jsonb_build_object('by', 'version', 'version', ${SIGNATURE_VERSION}::int), ${ctx.viewer.userId}::bigint,
        ${new Date(ctx.now)}::timestamptz
      from unnest(${ids.map(() => randomId())}::bigint[], ${ids}::bigint[]) as made (edit_id, signature_id)`;
    const at = await sql<{ id: string }[]>`
      select id from pages where workspace_id = ${workspaceId} and signature_id = any(${ids}::bigint[]) order by id`;
    await rekeyPages(sql, workspaceId, [...at.map((row) => row.id), ...(await pagesVia(sql, workspaceId, ids))]);
    return ids.length;
  });
}

/**
 * Gives the current recipe up again, as a whole: every signature that was taken over has its pages back, and new pages are
 * keyed by the earlier recipe. Pages that came meanwhile keep the signature they were keyed by.
 */
export async function giveUpSignatureVersion(ctx: Ctx): Promise<number> {
  assertAdmin(ctx);
  return editSignatures(ctx, async (sql) => {
    const { workspaceId } = ctx;
    const taken = await sql<{ id: string; signature: string }[]>`
      select s.id, s.signature from signature_edits e
      join signatures s on s.workspace_id = e.workspace_id and s.id = e.signature_id
      where e.workspace_id = ${workspaceId} and ${isAdoption(sql)} order by s.id`;
    const [first, ...others] = taken.map(({ signature }) => signatureVersionOf(signature));
    if (first === undefined) throw new AppError("conflict", "No alert was taken over, or it was undone already.");
    await sql`
      update workspaces set signature_version = ${Math.max(first, ...others)} where id = ${workspaceId}`;
    await sql`
      update signature_edits e set ended_at = ${new Date(ctx.now)}, ended_by_user_id = ${ctx.viewer.userId}
      where e.workspace_id = ${workspaceId} and ${isAdoption(sql)}`;
    const ids = taken.map(({ id }) => id);
    await rekeyPages(sql, workspaceId, await pagesVia(sql, workspaceId, ids));
    return ids.length;
  });
}

/** An edit `e` that took a signature over to the current recipe and holds. */
export function isAdoption(sql: Sql) {
  return sql`e.ended_at is null and e.rule->>'by' = 'version' and (e.rule->>'version')::int = ${SIGNATURE_VERSION}`;
}

/**
 * Signatures of an earlier recipe that pages are known by and nobody merged or split. Those that split by hand have no
 * recipe of their own: their pages begin at the first of their way.
 */
export async function earlierSignatures(sql: Sql, workspaceId: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select s.id from signatures s
    where s.workspace_id = ${workspaceId} and not starts_with(s.signature, ${`v${SIGNATURE_VERSION}:`})
      and (
        exists (
          select 1 from pages p
          where p.workspace_id = s.workspace_id and p.signature_id = s.id and p.via is null)
        or exists (
          select 1 from pages p
          where p.workspace_id = s.workspace_id and p.via is not null and p.via && array[s.id] and p.via[1] = s.id))
      and not exists (
        select 1 from signature_edits e where e.workspace_id = s.workspace_id and e.signature_id = s.id
          and e.ended_at is null)
    order by s.id`;
  return rows.map((row) => row.id);
}

function assertAdmin({ viewer }: Ctx): void {
  if (viewer.role !== "admin") throw new AppError("forbidden", "Only an admin changes how signatures are made.");
}
