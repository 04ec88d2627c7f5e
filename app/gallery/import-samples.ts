import type { Upload } from "@/components/sources/use-uploads";
import type { ImportView, Preview } from "@/lib/contract/sources";
import { uploaded } from "./samples";

const NOTHING = () => {};
const onItsWay: Upload = {
  key: 0,
  name: "incidents-2026-q3.json",
  bytes: 733_913_870,
  phase: "sending",
  done: 301_000_000,
  rate: 19_400_000,
  id: "11",
  known: null,
  problem: null,
  pause: NOTHING,
  goOn: NOTHING,
  cancel: NOTHING,
};

/** A file in each phase of its way. */
export const uploads: Upload[] = [
  onItsWay,
  { ...onItsWay, key: 1, name: "waiting.json", phase: "waiting", done: 0, rate: null },
  { ...onItsWay, key: 2, name: "checking.json", phase: "checking", rate: null },
  { ...onItsWay, key: 3, name: "retrying.json", phase: "retrying", rate: null },
  { ...onItsWay, key: 4, name: "paused.json", phase: "paused", rate: null },
  { ...onItsWay, key: 5, name: "finishing.json", phase: "finishing", done: onItsWay.bytes },
  {
    ...onItsWay,
    key: 6,
    name: "renamed.json",
    phase: "known",
    known: { id: "1", fileName: "incidents-2026-q4.json", at: "2026-11-16T09:00:00.000Z" },
  },
  {
    ...onItsWay,
    key: 7,
    name: `${"a-file-with-a-very-long-name-".repeat(6)}.json`,
    problem: {
      title: "This is another file",
      detail: "Its content is not that of incidents-2026-q3.json, of which a part has arrived.",
      status: 0,
      requestId: null,
    },
  },
];

export const unfinished: ImportView = {
  ...uploaded,
  id: "12",
  fileName: "log-entries-2026.json",
  bytes: 412_000_000,
  state: "uploading",
  preview: null,
  upload: { arrived: 187_400_000, discardedAt: "2026-11-23T09:00:00.000Z" },
};

const generic: Preview = {
  provider: "generic",
  format: "generic-csv",
  label: "CSV of another tool",
  needsZone: true,
  warnings: ["This CSV has the columns Ref, Began, Over, Trouble, Box, How bad: they are of no page export we know."],
  columns: [
    { header: "Ref", field: "page", examples: ["T-10-0", "T-10-1", "T-10-2"] },
    { header: "Began", field: "triggeredAt", examples: ["2026-06-10 03:00:00", "2026-06-10 03:01:00"] },
    { header: "Over", field: null, examples: ["2026-06-10 03:04:00"] },
    { header: "Trouble", field: null, examples: ["Disk 0 is full", "Disk 1 is full", "Disk 2 is full"] },
    { header: "Box", field: null, examples: ["box-0", "box-1"] },
    { header: "How bad", field: "urgency", examples: ["wake somebody", "whenever"] },
  ],
  rows: (uploaded.preview?.rows ?? []).slice(0, 6),
  generic: {
    mapping: {
      shape: "csv",
      fields: { page: "Ref", triggeredAt: "Began", urgency: "How bad" },
      zone: "Europe/Berlin",
      values: { urgency: { "wake somebody": "high" } },
    },
    source: null,
  },
};

/** A file of an unknown tool, as it asks what its columns are. */
export const unmapped: ImportView & { preview: Preview } = {
  ...uploaded,
  id: "13",
  fileName: "tickets.csv",
  preview: generic,
};

export const takenBack: ImportView = {
  ...uploaded,
  id: "14",
  fileName: "wrong-account.csv",
  state: "undone",
  ledger: { received: 0, stored: 0, duplicate: 0, ignored: 0, rejected: 0 },
  undoneAt: "2026-11-16T10:30:00.000Z",
};
