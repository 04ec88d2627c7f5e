import type { Ctx } from "@/db/ctx";
import type { FindingView } from "@/lib/contract/page";

const SAMPLE_PAGES = 50;

/** Findings of a signature; those about one page only where `pageId` is given. */
export async function findings(
  { sql, workspaceId }: Ctx,
  signatureId: string,
  pageId?: string,
): Promise<FindingView[]> {
  const about = pageId === undefined ? sql`` : sql`and ${pageId}::bigint = any(f.page_ids)`;
  return sql<FindingView[]>`
    select f.detector, f.claim, f.facts, f.thresholds, cardinality(f.page_ids) as pages,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', s.id::text, 'triggeredAt', s.at) order by s.triggered_at desc)
        from (
          select p.id, p.triggered_at, to_char(p.triggered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
          from pages p
          where p.workspace_id = f.workspace_id and p.id = any(f.page_ids)
          order by p.triggered_at desc limit ${SAMPLE_PAGES}) s
      ), '[]'::jsonb) as "samplePages"
    from findings f
    where f.workspace_id = ${workspaceId} and f.signature_id = ${signatureId} ${about}
    order by f.no`;
}
