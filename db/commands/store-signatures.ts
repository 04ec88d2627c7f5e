import type { Sql } from "@/db/ctx";
import { signatureId } from "@/db/staging/page-rows";
import type { SignatureIdentity } from "@/lib/ingest/signature-of";

/** Rows for signatures that are not known yet. */
export async function storeSignatures(sql: Sql, workspaceId: number, identities: Iterable<SignatureIdentity>) {
  const distinct = [...new Map([...identities].map((it) => [it.signature, it])).values()];
  if (distinct.length === 0) return;
  await sql`
    insert into signatures (workspace_id, id, signature, provider, service, environment, kind, key, severity, part)
    select ${workspaceId}, * from unnest(
      ${distinct.map((s) => signatureId(workspaceId, s.signature))}::bigint[], ${distinct.map((s) => s.signature)}::text[],
      ${distinct.map((s) => s.provider)}::text[], ${distinct.map((s) => s.service)}::text[],
      ${distinct.map((s) => s.environment)}::text[], ${distinct.map((s) => s.kind)}::text[],
      ${distinct.map((s) => s.key)}::text[], ${distinct.map((s) => s.severity)}::text[],
      ${distinct.map((s) => s.part)}::text[])
    on conflict do nothing`;
}
