import type { Sql } from "@/db/ctx";
import { type EditsBySignature, type Settled, settleSignature } from "@/lib/ingest/settle-signature";
import { type KeyedPage, type SignatureIdentity, signatureOf } from "@/lib/ingest/signature-of";
import { SIGNATURE_VERSIONS, type SignatureVersion } from "@/lib/ingest/signature-version";
import type { SplitRule } from "@/lib/model/signature-edit";

/** How a workspace makes signatures: the recipe of new pages, and what people merged and split. */
export type Keying = { version: SignatureVersion; edits: EditsBySignature };

type EditRow = {
  signature: string;
  rule: SplitRule | null;
  into: SignatureIdentity | null;
};

export async function keyingOf(sql: Sql, workspaceId: number): Promise<Keying> {
  const [workspace] = await sql<{ signature_version: number }[]>`
    select signature_version from workspaces where id = ${workspaceId}`;
  const version = SIGNATURE_VERSIONS.find((one) => one === workspace?.signature_version);
  if (version === undefined) throw new Error(`workspace ${workspaceId} keys pages by a recipe that is not known here`);
  const rows = await sql<EditRow[]>`
    select s.signature, e.rule, case when e.into_id is not null then jsonb_build_object('signature', i.signature,
      'kind', i.kind, 'key', i.key, 'provider', i.provider, 'service', i.service, 'environment', i.environment,
      'severity', i.severity, 'part', i.part) end as into
    from signature_edits e
    join signatures s on s.workspace_id = e.workspace_id and s.id = e.signature_id
    left join signatures i on i.workspace_id = e.workspace_id and i.id = e.into_id
    where e.workspace_id = ${workspaceId} and e.ended_at is null order by e.given_at, e.id`;
  const edits = new Map<string, { splits: SplitRule[]; into: SignatureIdentity | null }>();
  for (const { signature, rule, into } of rows) {
    const known = edits.get(signature) ?? { splits: [], into: null };
    if (rule) known.splits.push(rule);
    else known.into = into;
    edits.set(signature, known);
  }
  return { version, edits };
}

/** The signature in force of a page. A page that is stored keeps the recipe it was keyed by. */
export function keyPage(page: KeyedPage, { version, edits }: Keying, kept?: SignatureVersion): Settled {
  return settleSignature(page, signatureOf(page, kept ?? version), edits);
}

/** The recipes of pages that were keyed by another one than new pages are. */
export async function keptVersions(
  sql: Sql,
  workspaceId: number,
  pageIds: readonly string[],
  { version }: Keying,
): Promise<ReadonlyMap<string, SignatureVersion>> {
  const rows = await sql<{ id: string; version: number }[]>`
    select p.id, substring(s.signature from '^v([0-9]+):')::int as version from pages p
    join signatures s on s.workspace_id = p.workspace_id and s.id = coalesce(p.via[1], p.signature_id)
    where p.workspace_id = ${workspaceId} and p.id = any(${pageIds as string[]}::bigint[])
      and not starts_with(s.signature, ${`v${version}:`})`;
  const kept = new Map<string, SignatureVersion>();
  for (const { id, version: own } of rows) {
    const known = SIGNATURE_VERSIONS.find((one) => one === own);
    if (known === undefined) throw new Error(`page ${id} was keyed by recipe ${own}, which is not known here`);
    kept.set(id, known);
  }
  return kept;
}
