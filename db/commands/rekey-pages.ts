import type { Sql } from "@/db/ctx";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import { signatureId, viaIds } from "@/db/staging/page-rows";
import { storedPage } from "@/db/staging/stored-page";
import type { Settled } from "@/lib/ingest/settle-signature";
import type { KeyedPage } from "@/lib/ingest/signature-of";
import { markDirty } from "./fold-pages";
import { keptVersions, keyingOf, keyPage } from "./keying";
import { storeSignatures } from "./store-signatures";

/** Bounded memory. */
const PORTION_PAGES = 5_000;

/**
 * Gives stored pages the signatures that hold after people merged or split: the same as folding them again would. In the
 * caller's transaction, under the lock of the workspace; what must be judged again is marked, not judged.
 */
export async function rekeyPages(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<void> {
  const keying = await keyingOf(sql, workspaceId);
  for (let from = 0; from < pageIds.length; from += PORTION_PAGES) {
    const portion = pageIds.slice(from, from + PORTION_PAGES);
    const kept = await keptVersions(sql, workspaceId, portion, keying);
    const pages = await keyedPages(sql, workspaceId, portion);
    const settled = pages.map(({ id, page }) => ({ id, ...keyPage(page, keying, kept.get(id)) }));
    await markDirty(sql, workspaceId, portion);
    await storeSignatures(
      sql,
      workspaceId,
      settled.flatMap(({ identity, via }) => [identity, ...via]),
    );
    await moveRows(sql, workspaceId, settled);
    await markDirty(sql, workspaceId, portion);
  }
}

/** What signatures are made of, page by page in the order of their ids. */
export async function keyedPages(
  sql: Sql,
  workspaceId: number,
  pageIds: readonly string[],
): Promise<{ id: string; page: KeyedPage }[]> {
  const rows = await sql<{ id: string; packed: string }[]>`
    select page_id as id, packed from page_folds
    where workspace_id = ${workspaceId} and page_id = any(${pageIds as string[]}::bigint[]) order by page_id`;
  return rows.map(({ id, packed }) => {
    const { provider, facts, openingTitle = null, openingPriority = null } = storedPage(packed);
    return { id, page: { provider, facts, openingTitle, openingPriority } };
  });
}

async function moveRows(sql: Sql, workspaceId: number, settled: readonly (Settled & { id: string })[]): Promise<void> {
  await sql`create temp table rekeyed (id bigint, signature_id bigint, via bigint[]) on commit drop`;
  const rows = settled.map(({ id, identity, via }): CopyValue[] => {
    return [id, signatureId(workspaceId, identity.signature), viaIds(workspaceId, via)];
  });
  await copyIn(sql, "rekeyed", ["id", "signature_id", "via"], rows);
  await sql`
    update pages p set signature_id = r.signature_id, via = r.via from rekeyed r
    where p.workspace_id = ${workspaceId} and p.id = r.id
      and (p.signature_id, p.via) is distinct from (r.signature_id, r.via)`;
  await sql`drop table rekeyed`;
}
