import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { fileInput } from "@/db/staging/file-input";
import { storable } from "@/db/staging/storable";
import type { Preview, PreviewRow } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";
import { detectFormat } from "@/lib/providers/detect-format";
import { parseInput } from "@/lib/providers/parse-input";
import type { Input, ParsedRecord } from "@/lib/providers/provider";

const MAX_FILE_BYTES = 2 * 1024 ** 3;
const PREVIEW_ROWS = 20;
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
 * Keeps an uploaded file and looks at it: format and the first records. Nothing is imported yet. A file that cannot
 * be read is kept as a failed import with the reason.
 */
export async function createImport({ sql, workspaceId, dataDir }: Target, upload: Upload): Promise<string> {
  const id = randomId();
  const fileName = storable(upload.fileName);
  const path = join("imports", id);
  const { bytes, sha256 } = await keep(join(dataDir, path), upload);
  const looked = storable(await look(await fileInput(join(dataDir, path), fileName)));
  await sql`
    insert into imports (workspace_id, id, file_name, path, bytes, sha256, state, preview, error, sample, user_id)
    values (${workspaceId}, ${id}, ${fileName}, ${path}, ${bytes}, ${sha256},
      ${looked.preview ? "uploaded" : "failed"}, ${looked.preview ? sql.json(looked.preview) : null}, ${looked.error},
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

async function look(input: Input): Promise<{ preview: Preview | null; error: string | null }> {
  try {
    const detected = await detectFormat(input);
    const rows: PreviewRow[] = [];
    for await (const { records } of parseInput(input, detected, { zone: null })) {
      for (const record of records) if (rows.length < PREVIEW_ROWS) rows.push(previewRow(record));
      if (rows.length >= PREVIEW_ROWS) break;
    }
    const { provider, format, label, needsZone, warnings, columns } = detected;
    return {
      preview: {
        provider,
        format,
        label,
        needsZone,
        warnings: [...warnings],
        columns: columns ? [...columns] : null,
        rows,
      },
      error: null,
    };
  } catch (error) {
    if (error instanceof AppError) return { preview: null, error: error.message };
    throw error;
  }
}

function previewRow(record: ParsedRecord): PreviewRow {
  const row = {
    where: record.where,
    page: null,
    title: null,
    service: null,
    triggeredAt: null,
    endedAt: null,
    events: 0,
  };
  if (record.outcome !== "accepted") return { ...row, outcome: record.outcome, message: record.why };
  const opened = record.events.find((event) => event.kind === "triggered") ?? record.events[0];
  const ended = record.events.findLast((event) => event.kind === "resolved" || event.kind === "merged");
  return {
    ...row,
    outcome: "accepted",
    message: record.issues.length > 0 ? record.issues.join("; ") : null,
    page: opened?.facts?.number ?? opened?.pageKey ?? null,
    title: opened?.facts?.title ?? record.people[0]?.name ?? null,
    service: opened?.facts?.service ?? null,
    triggeredAt: opened ? new Date(opened.at).toISOString() : null,
    endedAt: ended ? new Date(ended.at).toISOString() : null,
    events: record.events.length,
  };
}
