import { fileInput } from "@/db/staging/file-input";
import { storable } from "@/db/staging/storable";
import type { Preview, PreviewRow } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";
import { detectFormat } from "@/lib/providers/detect-format";
import { parseInput } from "@/lib/providers/parse-input";
import type { Detected, Input, ParsedRecord, ParseOptions } from "@/lib/providers/provider";

const PREVIEW_ROWS = 20;

export type Looked = { preview: Preview; error: null } | { preview: null; error: string };

/** Format and first records of a file: its beginning is all that is read. What cannot be read is said with the reason. */
export async function previewFile(path: string, name: string): Promise<Looked> {
  try {
    const input = await fileInput(path, name);
    const detected = await detectFormat(input);
    return { preview: storable(await previewOf(input, detected, { zone: null })), error: null };
  } catch (error) {
    if (error instanceof AppError) return { preview: null, error: storable(error.message) };
    throw error;
  }
}

export async function previewOf(input: Input, detected: Detected, options: ParseOptions): Promise<Preview> {
  const { provider, format, label, needsZone, warnings, columns } = detected;
  return {
    provider,
    format,
    label,
    needsZone,
    warnings: [...warnings],
    columns: columns ? [...columns] : null,
    rows: await firstRows(input, detected, options),
  };
}

async function firstRows(input: Input, detected: Detected, options: ParseOptions): Promise<PreviewRow[]> {
  const rows: PreviewRow[] = [];
  for await (const { records } of parseInput(input, detected, options)) {
    for (const record of records) if (rows.length < PREVIEW_ROWS) rows.push(previewRow(record));
    if (rows.length >= PREVIEW_ROWS) break;
  }
  return rows;
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
