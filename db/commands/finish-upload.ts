import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { Ctx } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { discardImport } from "./discard-import";
import { previewFile } from "./preview-file";

type UploadRow = { state: string; path: string; file_name: string; bytes: string; sha256: string };

/**
 * Compares what lies on disk with what was sent, and looks at it. Safe to repeat: an upload that is finished stays as
 * it is. A file that differs from what was announced leaves nothing behind.
 */
export async function finishUpload(ctx: Ctx, importId: string): Promise<void> {
  const [row] = await ctx.sql<UploadRow[]>`
    select state, path, file_name, bytes, sha256 from imports
    where workspace_id = ${ctx.workspaceId} and id = ${importId}`;
  if (!row) throw new AppError("not-found", "There is no such import.");
  if (row.state !== "uploading") return;
  const path = join(ctx.dataDir, row.path);
  const found = await settle(path, Number(row.bytes));
  if (found !== row.sha256) {
    await discardImport(ctx, importId);
    throw new AppError(
      "invalid",
      "What arrived is not what was sent: the SHA-256 of the two differ. Nothing was kept; send the file again.",
    );
  }
  const { preview, error } = await previewFile(ctx, path, row.file_name);
  await ctx.sql`
    update imports set state = ${preview ? "uploaded" : "failed"}, error = ${error},
      preview = ${preview ? ctx.sql.json(preview) : null}
    where workspace_id = ${ctx.workspaceId} and id = ${importId} and state = 'uploading'`;
}

/** Waits until every byte is safe on the disk; the SHA-256 of them all. */
async function settle(path: string, expected: number): Promise<string> {
  const file = await open(path, "r+");
  try {
    const { size } = await file.stat();
    if (size !== expected)
      throw new AppError("conflict", `${size} of ${expected} bytes have arrived. Go on with the upload first.`);
    await file.sync();
    return await sha256Of(file);
  } finally {
    await file.close();
  }
}

async function sha256Of(file: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  const portions = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1024 ** 2 });
  for await (const portion of portions) hash.update(portion as Buffer);
  return hash.digest("hex");
}
