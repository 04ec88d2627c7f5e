import type { ChangeTelling } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import type { Mapping } from "@/lib/model/mapping";
import type { ToldShift } from "@/lib/model/on-call";
import type { PageEvent, PersonFact } from "@/lib/model/page-event";

/** Where a record stands, for people: `line 14`, `incidents[3] (line 210)`. `line` counts from 1, null where lines mean nothing. */
export type Place = { where: string; line: number | null };

/** Each record has exactly one end here; the database later tells stored from duplicate among the accepted ones. */
export type Outcome =
  | {
      outcome: "accepted";
      events: readonly PageEvent[];
      people: readonly PersonFact[];
      /** Of a change feed: a record tells of pages, of people, of changes or of shifts. */
      changes?: readonly ChangeTelling[];
      /** Of a schedule or a file of shifts. */
      shifts?: readonly ToldShift[];
      /** Parts of the record that could not be read and were left out, each with its place. */
      issues: readonly string[];
      /** Names of members that the form does not have, where a reader leaves alone what it does not know. */
      leftAlone?: readonly string[];
    }
  | { outcome: "ignored"; why: string }
  | { outcome: "rejected"; why: string };

export type ParsedRecord = Place & Outcome;

/** A file or body: can be opened again from the start. `size` in bytes, null when unknown. */
export type Input = {
  name: string;
  size: number | null;
  open(): AsyncIterable<Uint8Array>;
  /** Of a packed file: how many of its own bytes have been read, where `open` gives others. */
  position?(): number;
  /** The files within, where it holds several: they are read one after the other, and `open` is of no use. */
  entries?: readonly Input[];
};

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
  columns: readonly DetectedColumn[] | null;
  /** Set where no provider knows the file: people must say which column is what, and this is proposed. */
  needsMapping?: true;
  mapping?: Mapping;
};

/** `examples` are up to twelve different values, where people must say what the column is. */
export type DetectedColumn = { header: string; field: string | null; examples?: readonly string[] };

export type ParseOptions = {
  /** IANA zone for times without an offset; the records are rejected when it is needed and missing. */
  zone?: string | null;
  /** How the generic provider reads the file; without it its records are rejected. */
  mapping?: Mapping | null;
  namespace?: Namespace;
};

/**
 * Whose keys these are, where a format has none that are the same wherever they stand: two tools may both have a page
 * "1". Stands in front of the keys of pages, and of people who are not known by an address. Null = nowhere.
 */
export type Namespace = string | null;

/** A portion of records, with how many bytes of the input have been read so far. */
export type ParsedBatch = {
  records: readonly ParsedRecord[];
  bytesRead: number;
  /** What only the end of the file can tell, such as a row count equal to a vendor's limit. */
  warnings?: readonly string[];
};

/** Members of the object that holds a list, as far as they are short: `time_zone`, `limit`, ... */
export type Envelope = ReadonlyMap<string, unknown>;

export type ReadContext = {
  /** Zone for times without an offset, as the user said it. */
  zone: string | null;
  /**
   * When the delivery arrived; null in a file. Where a body of this kind never carries a time, its event takes this
   * moment and is marked `atReceipt`; in a file such a record is rejected or the event left out.
   */
  receivedAt: Instant | null;
  /** Null where the record stood in no envelope. */
  envelope: Envelope | null;
  namespace?: Namespace;
};

export type JsonFormat = {
  shape: "json";
  id: string;
  label: string;
  /** Whether one record is of this format, by its structure alone. */
  matches(value: unknown): boolean;
  needsZone?(value: unknown, envelope: Envelope | null): boolean;
  /** Members of the envelope without which a record cannot be read well: they are known wherever they stand. */
  envelope?: readonly string[];
  /** Another provider's records, read where they come in by this one's webhook; no file is taken for them. */
  isGuest?: true;
  read(value: unknown, context: ReadContext): Outcome;
};

/** Headers as written, and normalised: lower-case, everything but letters and digits as `_`. */
export type CsvHeader = { raw: readonly string[]; names: readonly string[] };

export type CsvFormat = {
  shape: "csv";
  id: string;
  label: string;
  /** Columns that must be there, for people. */
  needs: string;
  matches(header: CsvHeader, rows: readonly (readonly string[])[]): boolean;
  /** Our field for each column in order, null = not used. */
  columns(header: CsvHeader): readonly (string | null)[];
  needsZone?(header: CsvHeader, rows: readonly (readonly string[])[]): boolean;
  warnings?(header: CsvHeader): readonly string[];
  reader(header: CsvHeader, context: ReadContext): (cells: readonly string[]) => Outcome;
};

/** A log of lines. A line that is blank is no record. */
export type LinesFormat = {
  shape: "lines";
  id: string;
  label: string;
  /** Whether these first lines (up to 50, none blank) are of this log. */
  matches(lines: readonly string[]): boolean;
  reader(context: ReadContext): (line: string) => Outcome;
};

type Format = JsonFormat | CsvFormat | LinesFormat;

/** How a sender signs; each is one file in lib/auth/signatures. */
export const SIGNATURE_SCHEMES = [
  "pagerduty",
  "standard-webhooks",
  "grafana-alerting",
  "splunk-on-call",
  "rootly",
  "firehydrant",
  "sns",
  "github",
] as const;
type SignatureScheme = (typeof SIGNATURE_SCHEMES)[number];

/** What the sender's deliveries are like, and what its people set up. */
export type Webhook = {
  /** Null where the sender cannot sign: then a secret header or a token in the path proves it. */
  signature: SignatureScheme | null;
  /** False where the sender cannot set a header: then only the path carries the token. */
  canSetHeader: boolean;
  /** Besides application/json. A form's fields become one JSON object of strings. */
  contentTypes: readonly string[];
  /** Bodies above are refused with 413. */
  maxBytes: number;
  /** True where 429 is retried. Everybody else is spooled instead. */
  retries429: boolean;
  /** Refusals in a row after which the sender is known to switch us off; null = not known to. */
  disablesAfter: number | null;
  /**
   * The identity of the delivery among what is signed, from its parsed body and headers (names in lower case): a
   * repetition has the same one. Null: the hash of the raw body.
   */
  deliveryKey(body: unknown, headers: ReadonlyMap<string, string>): string | null;
  /**
   * Of a body without such an identity: true where it carries no time either, so that an equal one is a repetition
   * only for a minute or two, and another act after that. Missing = never.
   */
  isTimeless?(body: unknown): boolean;
  /** What to do at the provider, a step each; `{url}` and `{secret}` are filled in. */
  setUp: readonly string[];
};

/** One vendor: the formats are tried in order, so the narrower one stands first. */
export type Provider = { id: string; label: string; formats: readonly Format[]; webhook?: Webhook };
