import type { PageEvent, PersonFact } from "@/lib/model/page-event";

/** Where a record stands, for people: `line 14`, `incidents[3] (line 210)`. `line` counts from 1, null where lines mean nothing. */
export type Place = { where: string; line: number | null };

/** Each record has exactly one end here; the database later tells stored from duplicate among the accepted ones. */
export type ParsedRecord = Place &
  (
    | {
        outcome: "accepted";
        events: readonly PageEvent[];
        people: readonly PersonFact[];
        /** Parts of the record that could not be read and were left out, each with its place. */
        issues: readonly string[];
      }
    | { outcome: "ignored"; why: string }
    | { outcome: "rejected"; why: string }
  );

/** A file or body: can be opened again from the start. `size` in bytes, null when unknown. */
export type Input = { name: string; size: number | null; open(): AsyncIterable<Uint8Array> };

/** What the content says it is. The file name is a label and decides nothing. */
export type Detected = {
  provider: string;
  /** Id such as `pagerduty-rest`, `pagerduty-webhook-v3`, `pagerduty-legacy-csv`. */
  format: string;
  /** For people: "PagerDuty REST incidents (JSON)". */
  label: string;
  /** True where times carry no zone and nothing in the file names one: the user must say it. */
  needsZone: boolean;
  warnings: readonly string[];
  /** How CSV headers were read; `field` null = not used. */
  columns: readonly { header: string; field: string | null }[] | null;
};

export type ParseOptions = {
  /** IANA zone for times without an offset; the records are rejected when it is needed and missing. */
  zone?: string | null;
};

/** A portion of records, with how many bytes of the input have been read so far. */
export type ParsedBatch = { records: readonly ParsedRecord[]; bytesRead: number };
