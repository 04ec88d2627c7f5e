import type { Ctx } from "@/db/ctx";
import type { KnownContent } from "@/lib/contract/sources";

type Row = { id: string; file_name: string; state: string; bytes: string; received: number; created_at: Date };

/** What is known of exactly this content: asked before its bytes are sent. */
export async function knownContent({ sql, workspaceId }: Ctx, sha256: string): Promise<KnownContent> {
  const rows = await sql<Row[]>`
    select id, file_name, state, bytes, received, created_at from imports
    where workspace_id = ${workspaceId} and sha256 = ${sha256} and state not in ('undoing', 'undone')
    order by created_at, id`;
  const imported = rows.find(({ received, state }) => received > 0 && state !== "uploading");
  return {
    imported: imported
      ? { id: imported.id, fileName: imported.file_name, at: imported.created_at.toISOString() }
      : null,
    here: rows.map(hereOf).find((here) => here !== null) ?? null,
  };
}

function hereOf({ id, file_name: fileName, state, bytes }: Row): KnownContent["here"] {
  if (state !== "uploading" && state !== "uploaded") return null;
  return { id, fileName, state, bytes: Number(bytes) };
}
