import { AppError } from "@/lib/errors";
import type { Change } from "@/lib/model/change";
import { detectFormat } from "@/lib/providers/detect-format";
import { parseInput } from "@/lib/providers/parse-input";
import type { Detected, Input } from "@/lib/providers/provider";
import { foldChange, type PlacedTelling } from "./fold-change";

/** What could not be read, or was left out, with its place: `line 4`, `changes[2] (line 31)`. */
type ChangeIssue = { where: string; why: string };

type ReadChanges = {
  /** In order of their start. */
  changes: Change[];
  /** Records that were rejected, and parts of records. */
  issues: ChangeIssue[];
  ignored: ChangeIssue[];
};

/**
 * The changes of a file in any form that is read: our own JSON or CSV, deployments of GitHub and GitLab, maintenance
 * windows and change events of PagerDuty. `zone` is that of times without an offset. A file that holds no changes at
 * all is refused with what it is instead.
 */
export async function readChanges(file: Input | string, zone: string | null = null): Promise<ReadChanges> {
  const input = typeof file === "string" ? inputOf(file) : file;
  const detected = await detect(input);
  const tellings = new Map<string, PlacedTelling[]>();
  const read: ReadChanges = { changes: [], issues: [], ignored: [] };
  let [no, pageRecords] = [0, 0];
  for await (const { records } of parseInput(input, detected, { zone })) {
    for (const { where, ...record } of records) {
      no += 1;
      if (record.outcome === "rejected") read.issues.push({ where, why: record.why });
      else if (record.outcome === "ignored") read.ignored.push({ where, why: record.why });
      else {
        read.issues.push(...record.issues.map((why) => ({ where, why })));
        if (!record.changes) pageRecords += 1;
        for (const telling of record.changes ?? []) {
          const placed = {
            ...telling,
            // Of a file nobody knows when it was true: what it says of itself is later than what it does not.
            toldAt: telling.toldAt ?? Number.NEGATIVE_INFINITY,
            no: telling.toldAt === null ? no : 0,
            contentKey: JSON.stringify(telling),
          };
          tellings.set(telling.key, [...(tellings.get(telling.key) ?? []), placed]);
        }
      }
    }
  }
  if (tellings.size === 0 && pageRecords > 0)
    throw new AppError("invalid", `This file is ${detected.label}: it tells of pages, and of no changes.`);
  read.changes = [...tellings.values()].flatMap(foldChange).sort(byStart);
  return read;
}

/** What nobody else knows is taken as meant for a change, so that each record says what it lacks. */
async function detect(input: Input): Promise<Detected> {
  const detected = await detectFormat(input);
  return detected.needsMapping ? detectFormat(input, "changes") : detected;
}

function inputOf(text: string): Input {
  const bytes = new TextEncoder().encode(text);
  const open = async function* () {
    yield bytes;
  };
  return { name: "changes", size: bytes.length, open };
}

const byStart = (one: Change, other: Change) =>
  one.startsAt - other.startsAt || (one.changeKey < other.changeKey ? -1 : 1);
