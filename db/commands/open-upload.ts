import { join } from "node:path";
import type { Ctx, Sql } from "@/db/ctx";
import { storable } from "@/db/staging/storable";
import { MAX_FILE_BYTES } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";
import { discardStaleUploads } from "./discard-import";

/** What one workspace may have on its way at once (trust.md, section 3). */
const MAX_UPLOADS = 5;
const MAX_WAITING_BYTES = 10 * 1024 ** 3;

type NewUpload = { id: string; fileName: string; bytes: number; sha256: string };

/** Makes the import of a file whose bytes will come in parts, as far as there is room for it. */
export async function openUpload(ctx: Ctx, { id, fileName, bytes, sha256 }: NewUpload): Promise<void> {
  if (bytes === 0) throw new AppError("invalid", "The file is empty (0 bytes).");
  if (bytes > MAX_FILE_BYTES) throw new AppError("too-large", "The file is larger than 2 GiB. Export a shorter range.");
  await discardStaleUploads(ctx);
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    // Two that start at the same moment must not both take the last place.
    await sql`select pg_advisory_xact_lock(hashtext('uploads'), ${ctx.workspaceId})`;
    await assertRoom(sql, ctx.workspaceId, bytes);
    await sql`
      insert into imports (workspace_id, id, file_name, path, bytes, sha256, state, user_id)
      values (${ctx.workspaceId}, ${id}, ${storable(fileName)}, ${join("imports", id)}, ${bytes}, ${sha256},
        'uploading', ${ctx.viewer.userId})`;
  });
}

async function assertRoom(sql: Sql, workspaceId: number, bytes: number): Promise<void> {
  const [held] = await sql<{ uploads: number; bytes: number }[]>`
    select count(*) filter (where state = 'uploading')::int as uploads, coalesce(sum(bytes), 0)::float8 as bytes
    from imports where workspace_id = ${workspaceId} and state in ('uploading', 'uploaded')`;
  if (!held) return;
  if (held.uploads >= MAX_UPLOADS)
    throw new AppError(
      "conflict",
      `${MAX_UPLOADS} files are on their way already. Let one of them arrive, or discard it, then send this one.`,
    );
  if (held.bytes + bytes > MAX_WAITING_BYTES)
    throw new AppError(
      "too-large",
      "The files that wait for their import would be more than 10 GiB. Import or discard one of them first.",
    );
}
