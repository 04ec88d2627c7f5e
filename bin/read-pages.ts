import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { fileInput } from "@/db/staging/file-input";
import { AppError } from "@/lib/errors";
import { groupBy } from "@/lib/model/group-by";
import type { Mapping } from "@/lib/model/mapping";
import { detectFormat } from "@/lib/providers/detect-format";
import { parseInput } from "@/lib/providers/parse-input";
import type { Input } from "@/lib/providers/provider";
import { type Collected, collect } from "@/lib/report/analyze";
import { plain } from "@/lib/report/to-text";

/** `zone` is that of times in the file that carry none. */
export type Reading = { provider: string | undefined; zone: string | null; mapping: Mapping | null };

/** Reads one export, - from the standard input, and says on stderr what was left out of it. */
export async function readPages(
  file: string,
  { provider, zone, mapping }: Reading,
  collected: Collected,
): Promise<void> {
  const input = await openInput(file);
  const name = file === "-" ? input.name : file;
  const detected = await named(name, () => detectFormat(input, provider));
  if (detected.needsMapping && !mapping)
    throw new AppError("invalid", `${name}: ${detected.warnings[0]} Say with --mapping which column is what.`);
  if (detected.needsZone && !zone && !mapping?.zone)
    throw new AppError("invalid", `${name}: its times carry no zone. Say it with --zone Europe/Berlin.`);
  const ends = { accepted: 0, ignored: 0, rejected: 0 };
  const leftAlone = new Map<string, number>();
  const ignored: { where: string; why: string }[] = [];
  for await (const { records } of parseInput(input, detected, { zone, mapping })) {
    for (const record of records) {
      ends[record.outcome] += 1;
      if (record.outcome === "ignored") ignored.push(record);
      if (record.outcome === "accepted") {
        collect(collected, record.events, record.people);
        for (const issue of record.issues) note(`${name}: ${record.where}: ${issue}`);
        for (const key of record.leftAlone ?? []) leftAlone.set(key, (leftAlone.get(key) ?? 0) + 1);
      } else if (record.outcome === "rejected") note(`${name}: rejected: ${placed(record)}`);
    }
  }
  noteIgnored(name, ignored);
  if (leftAlone.size > 0) note(`${name}: keys that are not ours, left alone: ${mostOf(leftAlone)}`);
  note(`${name}: ${detected.label}: ${ends.accepted} records read, ${ends.ignored} ignored, ${ends.rejected} rejected`);
}

const SHOWN_REASONS = 20;

/** What was left out on purpose: each reason once, with how often and where first. */
export function noteIgnored(name: string, ignored: readonly { where: string; why: string }[]): void {
  const reasons = [...groupBy(ignored, ({ why }) => why)].sort(([, a], [, b]) => b.length - a.length);
  for (const [why, [first, ...others]] of reasons.slice(0, SHOWN_REASONS)) {
    const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
    note(`${name}: ignored: ${first?.where}: ${why}${more}`);
  }
  const left = reasons.length - SHOWN_REASONS;
  if (left > 0) note(`${name}: ignored for ${left} more reasons`);
}

/** Errors about the content do not know where it came from. */
async function named<T>(name: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw error instanceof AppError ? new AppError(error.code, `${name}: ${error.message}`) : error;
  }
}

const SHOWN_KEYS = 20;

/** "colour in 3 records, size in 1 record" */
function mostOf(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const shown = sorted
    .slice(0, SHOWN_KEYS)
    .map(([key, n]) => `${key.slice(0, 40)} in ${n} record${n === 1 ? "" : "s"}`);
  const more = counts.size - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

export async function openInput(file: string): Promise<Input> {
  if (file === "-") return stdinInput();
  if (!(await stat(file).catch(() => null))?.isFile()) throw new AppError("invalid", `There is no file ${file}.`);
  return fileInput(file, basename(file));
}

async function stdinInput(): Promise<Input> {
  const body = unpacked(await buffer(process.stdin));
  const open = async function* () {
    yield body;
  };
  return { name: "standard input", size: body.length, open };
}

/** What a file unpacks to is measured as it is read; this is read at once. */
const MOST_UNPACKED_BYTES = 2 ** 31;

function unpacked(body: Buffer): Buffer {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return gunzipSync(body, { maxOutputLength: MOST_UNPACKED_BYTES });
  } catch (error) {
    throw new AppError("invalid", `The standard input is a gzip archive that cannot be unpacked: ${String(error)}`);
  }
}

/** On the standard error. A word of the file must not steer the terminal. */
export function note(line: string): void {
  process.stderr.write(`${plain(line)}\n`);
}

/** Some reasons begin with their place. */
export function placed({ where, why }: { where: string; why: string }): string {
  return why.startsWith(where) ? why : `${where}: ${why}`;
}
