import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { storable } from "@/db/staging/storable";
import { MAX_FILE_BYTES } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";
import { previewFile } from "./preview-file";

/** Portions that wait for the disk are written together: half the time of one by one. */
const AHEAD_BYTES = 4 * 1024 ** 2;

type Target = { sql: Sql; workspaceId: number; dataDir: string };
type Upload = {
  fileName: string;
  body: AsyncIterable<Uint8Array>;
  expectedBytes: number | null;
  userId: string | null;
  sample?: boolean;
};

/**
 * Keeps a file sent in one request and looks at it: format and the first records. Nothing is imported yet. A file that
 * cannot be read is kept as a failed import with the reason.
 */
export async function createImport({ sql, workspaceId, dataDir }: Target, upload: Upload): Promise<string> {
  const id = randomId();
  const fileName = storable(upload.fileName);
  const path = join("imports", id);
  const { bytes, sha256 } = await keep(join(dataDir, path), upload);
  const { preview, error } = await previewFile({ sql, workspaceId }, join(dataDir, path), fileName);
  await sql`
    insert into imports (workspace_id, id, file_name, path, bytes, sha256, state, preview, error, sample, user_id)
    values (${workspaceId}, ${id}, ${fileName}, ${path}, ${bytes}, ${sha256},
      ${preview ? "uploaded" : "failed"}, ${preview ? sql.json(preview) : null}, ${error},
      ${upload.sample ?? false}, ${upload.userId})`;
  return id;
}

/** Writes the body to disk, hashing it on the way. A body that is cut short or too large leaves nothing behind. */
async function keep(path: string, { body, expectedBytes }: Upload): Promise<{ bytes: number; sha256: string }> {
  await mkdir(join(path, ".."), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  let bytes = 0;
  const counted = new Transform({
    highWaterMark: AHEAD_BYTES,
    transform(portion: Buffer, _encoding, done) {
      bytes += portion.length;
      hash.update(portion);
      if (bytes > MAX_FILE_BYTES)
        done(new AppError("too-large", "The file is larger than 2 GiB. Export a shorter range."));
      else done(null, portion);
    },
  });
  try {
    await pipeline(body, counted, createWriteStream(path, { mode: 0o600, highWaterMark: AHEAD_BYTES }));
    if (expectedBytes !== null && bytes !== expectedBytes)
      throw new AppError(
        "invalid",
        `The upload was cut: ${bytes} of ${expectedBytes} bytes arrived. Nothing was kept; send it again.`,
      );
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return { bytes, sha256: hash.digest("hex") };
}
