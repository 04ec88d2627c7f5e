import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { FileStore } from "@tus/file-store";
import { Upload } from "@tus/server";
import type { Ctx } from "@/db/ctx";

/**
 * Where the bytes of an upload lie: the file of its import. What is known of it is the import's row, and how far it
 * has come is the length of the file, so that neither a closed tab nor a killed server loses more than the last write.
 */
export async function uploadStore({ sql, workspaceId, dataDir }: Ctx): Promise<FileStore> {
  const directory = join(dataDir, "imports");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return new FileStore({
    directory,
    configstore: {
      async get(id) {
        const [row] = await sql<{ bytes: string; created_at: Date }[]>`
          select bytes, created_at from imports
          where workspace_id = ${workspaceId} and id::text = ${id} and state = 'uploading'`;
        if (!row) return undefined;
        // The store itself takes the offset from the disk.
        return new Upload({ id, size: Number(row.bytes), offset: 0, creation_date: row.created_at.toISOString() });
      },
      // The row is written before the file is created, and taken away by the one who discards the import.
      async set() {},
      async delete() {},
    },
  });
}
