import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { APART_BY, type ApartBy, type MergeSignatureBody } from "@/lib/contract/signature-shape";
import { AppError } from "@/lib/errors";
import { editSignatures, pagesAt } from "./edit-signatures";
import { rekeyPages } from "./rekey-pages";

type Identity = Record<ApartBy, string | null> & { id: string };

/**
 * Makes the pages of an alert those of another one, and later ones too. Words on either stay: those on the alert that is
 * merged away hold for its pages as long as nobody judges the other. The answer is the id of the edit, for undoing it.
 */
export async function mergeSignatures(ctx: Ctx, id: string, { into, across }: MergeSignatureBody): Promise<string> {
  if (id === into) throw new AppError("invalid", "This is one alert already.");
  return editSignatures(ctx, async (sql) => {
    const pages = await pagesAt(sql, ctx.workspaceId, id);
    const [from, target] = await Promise.all([identityOf(sql, ctx, id), identityOf(sql, ctx, into)]);
    await refuseParts(sql, ctx, id, into);
    assertNamed(from, target, across);
    const editId = randomId();
    const kept = await sql`
      insert into signature_edits (workspace_id, id, kind, signature_id, into_id, user_id, given_at)
      values (${ctx.workspaceId}, ${editId}, 'merge', ${id}, ${into}, ${ctx.viewer.userId}, ${new Date(ctx.now)})
      on conflict do nothing`;
    if (kept.count === 0) throw new AppError("conflict", "It was merged already. Undo that first.");
    await rekeyPages(sql, ctx.workspaceId, pages);
    return editId;
  });
}

async function identityOf(sql: Sql, { workspaceId }: Ctx, id: string): Promise<Identity> {
  const [row] = await sql<Identity[]>`
    select s.id, s.provider, s.service, s.environment, s.severity from signatures s
    where s.workspace_id = ${workspaceId} and s.id = ${id} and exists (
      select 1 from pages p where p.workspace_id = s.workspace_id and p.signature_id = s.id)`;
  if (!row) throw new AppError("not-found", "There is no such alert any more: somebody may have merged or split it.");
  return row;
}

/** What a split took out would be split off again at once. */
async function refuseParts(sql: Sql, { workspaceId }: Ctx, id: string, into: string): Promise<void> {
  const [part] = await sql`
    select 1 from pages where workspace_id = ${workspaceId} and signature_id = ${id} and ${into}::bigint = any(via) limit 1`;
  if (part) throw new AppError("conflict", "It came out of that alert. Undo the split or the merge instead.");
}

function apartBy(one: Record<ApartBy, string | null>, other: Record<ApartBy, string | null>): ApartBy[] {
  return APART_BY.filter((what) => one[what] !== other[what]);
}

function assertNamed(from: Identity, into: Identity, across: readonly ApartBy[]): void {
  const missing = apartBy(from, into).filter((what) => !across.includes(what));
  if (missing.length === 0) return;
  const each = missing.map((what) => `${what} (${from[what] ?? "none"}, ${into[what] ?? "none"})`);
  throw new AppError(
    "conflict",
    `The two differ in ${each.join(" and ")}. Merge them only if they are one alert all the same.`,
  );
}
