import type { Ctx } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { AppError } from "@/lib/errors";
import { SIGNATURE_VERSION } from "@/lib/ingest/signature-version";
import { editSignatures, pagesVia } from "./edit-signatures";
import { rekeyPages } from "./rekey-pages";

/**
 * Takes a workspace over to the current recipe because an admin says so: new pages are keyed by it, and each earlier
 * signature is split by it, as by hand. So pages keep the one they were keyed by, words on it go on holding, and each
 * step can be undone. The answer is how many signatures were taken over.
 */
export async function adoptSignatureVersion(ctx: Ctx): Promise<number> {
  if (ctx.viewer.role !== "admin") throw new AppError("forbidden", "Only an admin changes how signatures are made.");
  return editSignatures(ctx, async (sql) => {
    const { workspaceId } = ctx;
    await sql`
      update workspaces set signature_version = ${SIGNATURE_VERSION}
      where id = ${workspaceId} and signature_version < ${SIGNATURE_VERSION}`;
    // Signatures that split by hand have no recipe of their own: their pages begin at the first of their way.
    const rows = await sql<{ id: string }[]>`
      select s.id from signatures s
      where s.workspace_id = ${workspaceId} and not starts_with(s.signature, ${`v${SIGNATURE_VERSION}:`})
        and exists (
          select 1 from pages p where p.workspace_id = s.workspace_id and coalesce(p.via[1], p.signature_id) = s.id)
        and not exists (
          select 1 from signature_edits e where e.workspace_id = s.workspace_id and e.signature_id = s.id
            and e.ended_at is null)
      order by s.id`;
    const ids = rows.map((row) => row.id);
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
