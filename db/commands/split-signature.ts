import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { MOST_PARTS, type SplitResult, type SplitSignatureBody } from "@/lib/contract/signature-shape";
import { AppError } from "@/lib/errors";
import { splitValueOf } from "@/lib/ingest/settle-signature";
import type { SignatureIdentity } from "@/lib/ingest/signature-of";
import { editSignatures, pagesAt } from "./edit-signatures";
import { keyedPages, rekeyPages } from "./rekey-pages";

const PORTION_PAGES = 5_000;

type HandRule = SplitSignatureBody["rule"];

/**
 * Makes alerts of their own of the pages of one that differ in a variable part, a word or a fact; later pages too. What
 * was said of the alert goes on holding for each part until somebody judges it.
 */
export async function splitSignature(
  ctx: Ctx,
  id: string,
  { rule, preview }: SplitSignatureBody,
): Promise<SplitResult> {
  if (preview) return { editId: null, parts: await partsOf(ctx.sql, ctx.workspaceId, id, rule) };
  return editSignatures(ctx, async (sql) => {
    const parts = await partsOf(sql, ctx.workspaceId, id, rule);
    assertSplits(parts);
    const editId = randomId();
    await sql`
      insert into signature_edits (workspace_id, id, kind, signature_id, rule, user_id, given_at)
      values (${ctx.workspaceId}, ${editId}, 'split', ${id}, ${sql.json(rule)}, ${ctx.viewer.userId}, ${new Date(ctx.now)})`;
    await rekeyPages(sql, ctx.workspaceId, await pagesAt(sql, ctx.workspaceId, id));
    return { editId, parts };
  });
}

/** Pages by what tells them apart, most first; those that stay are last. */
async function partsOf(sql: Sql, workspaceId: number, id: string, rule: HandRule): Promise<SplitResult["parts"]> {
  const from = await identityOf(sql, workspaceId, id);
  const ids = await pagesAt(sql, workspaceId, id);
  if (ids.length === 0)
    throw new AppError("not-found", "There is no such alert any more: somebody may have merged or split it.");
  const counts = new Map<string | null, { value: string | null; pages: number }>();
  for (let at = 0; at < ids.length; at += PORTION_PAGES)
    for (const { page } of await keyedPages(sql, workspaceId, ids.slice(at, at + PORTION_PAGES))) {
      const value = splitValueOf(page, from, rule);
      const key = value?.toLowerCase() ?? null;
      const known = counts.get(key);
      if (known) known.pages += 1;
      else counts.set(key, { value, pages: 1 });
    }
  return [...counts.values()].sort((a, b) => Number(a.value === null) - Number(b.value === null) || b.pages - a.pages);
}

function assertSplits(parts: SplitResult["parts"]): void {
  const named = parts.filter(({ value }) => value !== null);
  if (named.length === 0) throw new AppError("invalid", "No page of this alert has that: nothing would be split off.");
  if (parts.length === 1)
    throw new AppError("invalid", "All pages of this alert have the same there: nothing would be told apart.");
  if (named.length > MOST_PARTS)
    throw new AppError(
      "invalid",
      `This would make ${named.length} alerts, and ${MOST_PARTS} is the most: it is a value, not a name.`,
    );
}

async function identityOf(sql: Sql, workspaceId: number, id: string): Promise<SignatureIdentity> {
  const [row] = await sql<SignatureIdentity[]>`
    select signature, kind, key, provider, service, environment, severity, part from signatures
    where workspace_id = ${workspaceId} and id = ${id}`;
  if (!row) throw new AppError("not-found", "There is no such alert.");
  return row;
}
