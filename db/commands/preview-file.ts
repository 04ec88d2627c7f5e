import { join } from "node:path";
import type { Ctx } from "@/db/ctx";
import { savedMapping } from "@/db/queries/saved-mapping";
import { fileInput } from "@/db/staging/file-input";
import { storable } from "@/db/staging/storable";
import type { Preview, PreviewBody, PreviewRow } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";
import type { ChangeTelling } from "@/lib/model/change";
import type { Mapping } from "@/lib/model/mapping";
import type { ToldShift } from "@/lib/model/on-call";
import { detectFormat } from "@/lib/providers/detect-format";
import { parseInput } from "@/lib/providers/parse-input";
import type { Detected, DetectedColumn, Input, ParsedRecord, ParseOptions } from "@/lib/providers/provider";

const PREVIEW_ROWS = 20;

type Looked = { preview: Preview; error: null } | { preview: null; error: string };

type Place = Pick<Ctx, "sql" | "workspaceId">;

/**
 * Format and first records of a file: its beginning is all that is read. What cannot be read is said with the reason.
 * A file that no provider knows is read as the last one with these columns was, else as its columns are named.
 */
export async function previewFile(place: Place, path: string, name: string): Promise<Looked> {
  try {
    const input = await fileInput(path, name);
    const detected = await detectFormat(input);
    if (!detected.mapping) return { preview: storable(await previewOf(input, detected, null)), error: null };
    const headers = (detected.columns ?? []).map(({ header }) => header);
    const saved = await savedMapping(place, detected.mapping.shape, headers);
    const mapping = saved?.mapping ?? detected.mapping;
    const generic = { mapping, source: saved && { id: saved.id, name: saved.name } };
    return { preview: storable({ ...(await previewOf(input, detected, mapping)), generic }), error: null };
  } catch (error) {
    if (error instanceof AppError) return { preview: null, error: storable(error.message) };
    throw error;
  }
}

/** The same file read in another way, as people say its columns are. Nothing of it is kept. */
export async function previewAgain(
  { sql, workspaceId, dataDir }: Ctx,
  importId: string,
  { mapping, zone }: PreviewBody,
): Promise<Preview> {
  const [row] = await sql<{ state: string; path: string; file_name: string; preview: Preview | null }[]>`
    select state, path, file_name, preview from imports where workspace_id = ${workspaceId} and id = ${importId}`;
  if (!row) throw new AppError("not-found", "There is no such import.");
  if (row.state !== "uploaded" || !row.preview?.generic)
    throw new AppError("conflict", "Only a file that waits, and that no provider knows, can be looked at again.");
  const input = await fileInput(join(dataDir, row.path), row.file_name);
  const preview = await previewOf(input, await detectFormat(input), mapping, zone);
  return storable({ ...preview, generic: { ...row.preview.generic, mapping } });
}

async function previewOf(
  input: Input,
  detected: Detected,
  mapping: Mapping | null,
  zone: string | null = null,
): Promise<Preview> {
  const { provider, format, label, needsZone, warnings, columns } = detected;
  return {
    provider,
    format,
    label,
    needsZone,
    warnings: [...warnings],
    columns: columns ? columns.map(columnOf) : null,
    rows: await firstRows(input, detected, { zone, mapping }),
  };
}

function columnOf({ header, field, examples }: DetectedColumn): NonNullable<Preview["columns"]>[number] {
  return { header, field, ...(examples && { examples: [...examples] }) };
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
  const [telling] = record.changes ?? [];
  if (telling) return { ...row, ...changeRow(telling), outcome: "accepted", message: messageOf(record.issues) };
  const [shift] = record.shifts ?? [];
  if (shift) return { ...row, ...shiftRow(shift, record), outcome: "accepted", message: messageOf(record.issues) };
  const opened = record.events.find((event) => event.kind === "triggered") ?? record.events[0];
  const ended = record.events.findLast((event) => event.kind === "resolved" || event.kind === "merged");
  return {
    ...row,
    outcome: "accepted",
    message: messageOf(record.issues),
    page: opened?.facts?.number ?? opened?.pageKey ?? null,
    title: opened?.facts?.title ?? record.people[0]?.name ?? null,
    service: opened?.facts?.service ?? null,
    triggeredAt: opened ? new Date(opened.at).toISOString() : null,
    endedAt: ended ? new Date(ended.at).toISOString() : null,
    events: record.events.length,
  };
}

const messageOf = (issues: readonly string[]) => (issues.length > 0 ? issues.join("; ") : null);

type Accepted = Extract<ParsedRecord, { outcome: "accepted" }>;

/** The first of the shifts that it tells of stands for them. */
function shiftRow(
  { person, schedule, fromAt, toAt }: ToldShift,
  { people, shifts = [] }: Accepted,
): Partial<PreviewRow> {
  const key = "name" in person ? person.name : "key" in person ? person.key : person.accountKey;
  const told = people.find((fact) => fact.key === key)?.name ?? key;
  return {
    page: schedule,
    title: `${told} on call`,
    triggeredAt: new Date(fromAt).toISOString(),
    endedAt: new Date(toAt).toISOString(),
    shifts: shifts.length,
  };
}

/** The first of the services that it names stands for them. */
function changeRow({ key, changes }: ChangeTelling): Partial<PreviewRow> {
  const [first] = changes;
  if (!first) return { page: key, title: `${key}, called off`, changes: 0 };
  return {
    page: key,
    title: first.title,
    service: first.service,
    triggeredAt: new Date(first.startsAt).toISOString(),
    endedAt: first.endsAt === null ? null : new Date(first.endsAt).toISOString(),
    changes: changes.length,
  };
}
