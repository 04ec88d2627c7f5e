import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import { fileInput } from "@/db/staging/file-input";
import { AppError } from "@/lib/errors";
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
  const detected = await detectFormat(input, provider);
  if (detected.needsMapping && !mapping)
    throw new AppError("invalid", `${file}: ${detected.warnings[0]} Say with --mapping which column is what.`);
  if (detected.needsZone && !zone && !mapping?.zone)
    throw new AppError("invalid", `${file}: its times carry no zone. Say it with --zone Europe/Berlin.`);
  const ends = { accepted: 0, ignored: 0, rejected: 0 };
  for await (const { records } of parseInput(input, detected, { zone, mapping })) {
    for (const record of records) {
      ends[record.outcome] += 1;
      if (record.outcome === "accepted") {
        collect(collected, record.events, record.people);
        for (const issue of record.issues) note(`${file}: ${record.where}: ${issue}`);
      } else if (record.outcome === "rejected") note(`${file}: rejected: ${placed(record)}`);
    }
  }
  const { accepted, ignored, rejected } = ends;
  note(`${file}: ${detected.label}: ${accepted} records read, ${ignored} ignored, ${rejected} rejected`);
}

export async function openInput(file: string): Promise<Input> {
  if (file === "-") return stdinInput();
  if (!(await stat(file).catch(() => null))?.isFile()) throw new AppError("invalid", `There is no file ${file}.`);
  return fileInput(file, basename(file));
}

async function stdinInput(): Promise<Input> {
  const body = await buffer(process.stdin);
  const open = async function* () {
    yield body;
  };
  return { name: "standard input", size: body.length, open };
}

/** On the standard error. A word of the file must not steer the terminal. */
export function note(line: string): void {
  process.stderr.write(`${plain(line)}\n`);
}

/** Some reasons begin with their place. */
export function placed({ where, why }: { where: string; why: string }): string {
  return why.startsWith(where) ? why : `${where}: ${why}`;
}
