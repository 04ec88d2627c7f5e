import { ByteWindow } from "./byte-window";
import { JsonScan, MAX_DEPTH, type Mark } from "./json-scan";
import { locateJsonError } from "./locate-json-error";
import type { Envelope, Place } from "./provider";
import { decodeUtf8, describeBadByte } from "./utf8";

export type JsonRecord = Place & ({ value: unknown; envelope: Envelope | null } | { broken: string });

type JsonOptions = {
  /** Objects up to this size are looked at whole before it is decided whether they are a list or a record. */
  bufferLimit?: number;
  /** Records in one batch. */
  batch?: number;
};

const BUFFER_LIMIT = 4 * 1024 * 1024;
const MAX_RECORD = 16 * 1024 * 1024;
/** Longer members of an envelope are not kept; labels and annotations that all alerts of a group share are the longest. */
const MAX_ENVELOPE_MEMBER = 64 * 1024;
/** Lists of lists are read one inside the other only so far; no exporter makes more. */
const MAX_LISTS = 3;

/** Members that hold the records of an envelope. */
const LISTS = new Set(
  [
    "incidents log_entries data messages notifications users oncalls schedules escalation_policies notes teams services",
    "responses results items records events alert_groups escalations alerts",
    "changes change_events maintenance_windows deployments",
  ].flatMap((line) => line.split(" ")),
);

/** Members that make an object a record of its own, whatever lists it has. */
const RECORD_MARKS = new Set(
  [
    "id incident_number created_at event event_type incident title status name email type description",
    "acknowledgements assignments alert_counts assigned_via summary occurred_at",
  ].flatMap((line) => line.split(" ")),
);

/** The list of an alert group, and members that only such a group has: it is an envelope although it has a status and a title. */
const GROUP_LIST = "alerts";
const GROUP_MARKS = new Set(["receiver", "groupKey", "groupLabels"]);
/** What a group may tell of itself before it shows that it is one. */
const GROUP_MEMBERS = new Set(["status", "title"]);

/** Members of an envelope: in a large file those behind the list join only when they are reached. */
export class EnvelopeMembers extends Map<string, unknown> {
  isComplete = false;
}

type Slot = { path: string; envelope: Envelope | null; nesting: number };

const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;

/**
 * The records of a JSON file of any size: elements of lists and of envelopes, JSON lines, or one object. Memory is bounded
 * by the greatest record. Comes in batches; each broken element is one record that says why.
 */
export async function* jsonRecords(
  bytes: AsyncIterable<Uint8Array>,
  { bufferLimit = BUFFER_LIMIT, batch = 500 }: JsonOptions = {},
): AsyncGenerator<JsonRecord[]> {
  const splitter = new Splitter(new JsonScan(new ByteWindow(bytes)), bufferLimit, batch);
  try {
    yield* splitter.run();
  } finally {
    await splitter.close();
  }
}

class Splitter {
  private out: JsonRecord[] = [];
  private outBytes = 0;
  private isCut = false;

  constructor(
    private readonly scan: JsonScan,
    private readonly bufferLimit: number,
    private readonly batch: number,
  ) {}

  async close(): Promise<void> {
    await this.scan.window.close();
  }

  async *run(): AsyncGenerator<JsonRecord[]> {
    for (;;) {
      const byte = await this.scan.peek();
      this.scan.release();
      if (byte < 0) break;
      if (byte === COMMA) this.scan.pos++;
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT || byte === COLON) this.stray("", byte);
      else yield* this.slot({ path: "", envelope: null, nesting: 0 });
    }
    if (this.out.length > 0) yield this.out;
  }

  private async *slot(slot: Slot): AsyncGenerator<JsonRecord[]> {
    const byte = await this.scan.peek();
    if (byte === OPEN_LIST && slot.nesting < MAX_LISTS) {
      this.scan.pos++;
      this.scan.release();
      yield* this.list(slot);
      return;
    }
    this.scan.release();
    const begun = this.scan.mark();
    const canHoldList = byte === OPEN_OBJECT;
    if (!(await this.scanValue(canHoldList ? this.bufferLimit : MAX_RECORD))) {
      if (canHoldList) yield* this.largeObject(slot, begun);
      else await this.endOfValue(slot, begun);
    } else if (canHoldList) yield* this.object(slot, begun);
    else this.pushValue(slot, begun);
    if (this.isFull()) yield this.take();
  }

  /** Whether the value's end was found within so many bytes. */
  private async scanValue(limit: number, resumed = false): Promise<boolean> {
    if (!resumed) this.scan.begin();
    while (this.scan.scan(limit) === "more") {
      if (this.scan.pos >= limit) return false;
      if (!(await this.scan.window.fill())) return false;
    }
    return true;
  }

  /** A value whose end was not found: the file was cut, or the value is too large. */
  private async endOfValue(slot: Slot, begun: Mark): Promise<void> {
    if (this.scan.pos < MAX_RECORD) {
      this.pushCut(slot, begun);
      return;
    }
    let ended = false;
    while (!ended) {
      this.scan.release();
      ended = this.scan.scan(Number.POSITIVE_INFINITY) === "done";
      if (!ended && !(await this.scan.window.fill())) break;
    }
    this.scan.release();
    this.push(slot, begun.line, { broken: `larger than ${MAX_RECORD / 1024 / 1024} MiB` });
  }

  /** An object that lies in the window whole. */
  private async *object(slot: Slot, begun: Mark): AsyncGenerator<JsonRecord[]> {
    const value = this.scan.tooDeep ? undefined : parse(this.bytesSince(begun));
    if (value !== undefined && !isEnvelope(value)) {
      this.push(slot, begun.line, { value, envelope: slot.envelope });
      this.outBytes += this.scan.pos;
      this.scan.release();
      return;
    }
    if (value === undefined) {
      // An error within one element must not cost the others: look for a list in it.
      const end = this.scan.mark();
      const { tooDeep } = this.scan;
      this.scan.back(begun);
      if (await this.findList()) yield* this.members(slot, new EnvelopeMembers());
      else {
        this.scan.back(end);
        this.scan.tooDeep = tooDeep;
        this.pushValue(slot, begun);
      }
      return;
    }
    this.scan.back(begun);
    this.scan.pos++;
    yield* this.members(slot, envelopeOf(value as object));
  }

  /** An object too large to hold, or cut off: its first members decide. */
  private async *largeObject(slot: Slot, begun: Mark): AsyncGenerator<JsonRecord[]> {
    this.scan.back(begun);
    if (await this.findList()) {
      yield* this.members(slot, new EnvelopeMembers());
      return;
    }
    this.scan.back(begun);
    if (!(await this.scanValue(MAX_RECORD))) await this.endOfValue(slot, begun);
    else yield* this.object(slot, begun);
  }

  /**
   * Whether the object here is an envelope, told by the order of its members: a list before any mark of a record. Stands
   * behind its opening bracket afterwards if so.
   */
  private async findList(): Promise<boolean> {
    const begun = this.scan.mark();
    const look = { isGroup: false, isMarked: false };
    this.scan.pos++;
    for (;;) {
      const key = await this.key();
      if (key === null) return false;
      look.isGroup ||= GROUP_MARKS.has(key);
      look.isMarked ||= RECORD_MARKS.has(key);
      if (look.isMarked && !look.isGroup && !GROUP_MEMBERS.has(key)) return false;
      const byte = await this.scan.peek();
      if (byte === OPEN_LIST && LISTS.has(key) && (await this.isListOf(key, look))) {
        this.scan.back(begun);
        this.scan.pos++;
        return true;
      }
      if (!(await this.scanValue(MAX_RECORD))) return false;
      while ((await this.scan.peek()) === COMMA) this.scan.pos++;
    }
  }

  /** Whether the list that begins here holds records. The empty one of a group does not: the group itself is told then. */
  private async isListOf(
    key: string,
    { isGroup, isMarked }: { isGroup: boolean; isMarked: boolean },
  ): Promise<boolean> {
    if (isMarked && !(isGroup && key === GROUP_LIST)) return false;
    if (key !== GROUP_LIST) return true;
    const begun = this.scan.mark();
    this.scan.pos++;
    const isEmpty = (await this.scan.peek()) === CLOSE_LIST;
    this.scan.back(begun);
    return !isEmpty;
  }

  /** The next member's name, standing behind its colon; null at the object's end or where there is none. */
  private async key(): Promise<string | null> {
    if ((await this.scan.peek()) !== QUOTE) return null;
    const from = this.scan.mark();
    if (!(await this.scanValue(MAX_RECORD))) return null;
    const name = parse(this.bytesSince(from));
    if ((await this.scan.peek()) !== COLON) return null;
    this.scan.pos++;
    return typeof name === "string" ? name : null;
  }

  /** The members of an envelope, from behind its opening bracket. */
  private async *members(slot: Slot, envelope: EnvelopeMembers): AsyncGenerator<JsonRecord[]> {
    const begun = this.scan.mark();
    for (;;) {
      const byte = await this.scan.peek();
      this.scan.release();
      if (byte < 0) return this.pushCut(slot, begun);
      this.scan.pos = 0;
      if (byte === COMMA) {
        this.scan.pos++;
        continue;
      }
      if (byte === CLOSE_OBJECT) {
        this.scan.pos++;
        this.scan.release();
        envelope.isComplete = true;
        return;
      }
      const place = this.scan.mark();
      const key = await this.key();
      if (key === null) {
        if ((await this.scan.peek()) < 0) return this.pushCut(slot, begun);
        this.scan.back(place);
        if (byte === CLOSE_LIST) return this.stray(slot.path, byte);
        this.stray(slot.path, byte);
        if (byte === OPEN_OBJECT) return; // the envelope's end is missing and something else begins
        await this.scanValue(MAX_RECORD);
        continue;
      }
      const first = await this.scan.peek();
      if (first === OPEN_LIST && LISTS.has(key)) {
        this.scan.pos++;
        this.scan.release();
        const path = slot.path === "" ? key : `${slot.path}.${key}`;
        yield* this.list({ path, envelope, nesting: slot.nesting });
        continue;
      }
      const from = this.scan.mark();
      if (!(await this.scanValue(MAX_RECORD))) {
        if (this.scan.pos >= MAX_RECORD) await this.endOfValue({ ...slot, path: key }, from);
        else return this.pushCut({ ...slot, path: slot.path === "" ? key : `${slot.path}.${key}` }, from);
      } else if (this.scan.pos - from.pos <= MAX_ENVELOPE_MEMBER) {
        const value = parse(this.bytesSince(from));
        if (value !== undefined) envelope.set(key, value);
      }
    }
  }

  /** The elements of a list, from behind its opening bracket. */
  private async *list(slot: Slot): AsyncGenerator<JsonRecord[]> {
    const listLine = this.scan.line;
    for (let index = 0; ; ) {
      const byte = await this.scan.peek();
      this.scan.release();
      if (byte < 0) {
        const what = slot.path === "" ? "the list" : slot.path;
        this.cut(`line ${this.scan.line}`, `before ${what} (begun on line ${listLine}) is closed`);
        return;
      }
      if (byte === CLOSE_LIST) {
        this.scan.pos++;
        this.scan.release();
        return;
      }
      if (byte === COMMA) {
        this.scan.pos++;
        continue;
      }
      if (byte === CLOSE_OBJECT || byte === COLON) {
        this.stray(slot.path, byte);
        continue;
      }
      const element: Slot = { path: `${slot.path}[${index}]`, envelope: slot.envelope, nesting: slot.nesting + 1 };
      yield* this.slot(element);
      index++;
    }
  }

  /** A value that lies between the mark and the current position. */
  private pushValue(slot: Slot, begun: Mark): void {
    const bytes = this.bytesSince(begun);
    const column = this.scan.window.dropped + begun.pos - begun.lineStart + 1;
    this.outBytes += bytes.length;
    if (this.scan.tooDeep) this.push(slot, begun.line, { broken: TOO_DEEP });
    else {
      const value = parse(bytes);
      if (value === undefined) this.push(slot, begun.line, { broken: whyBroken(bytes, begun.line, column) });
      else this.push(slot, begun.line, { value, envelope: slot.envelope });
    }
    if (this.scan.pos === begun.pos) this.scan.pos++; // nothing was taken: step over the byte that stopped it
    this.scan.release();
  }

  private pushCut(slot: Slot, begun: Mark): void {
    const place = placeOf(slot.path, begun.line);
    this.cut(
      place,
      `inside ${slot.path === "" ? "the element" : slot.path} begun on line ${begun.line}: it is cut off`,
    );
    this.scan.release();
  }

  /** A file ends once: what surrounds the place where it does is cut too, but is no record. */
  private cut(where: string, how: string): void {
    if (this.isCut) return;
    this.isCut = true;
    const broken = this.scan.tooDeep ? TOO_DEEP : `the file ends at ${this.here()} ${how}`;
    this.out.push({ where, line: this.scan.line, broken });
  }

  private stray(path: string, byte: number): void {
    const { line } = this.scan;
    const inside = path === "" ? "" : ` in ${path}`;
    const what =
      byte > 32 && byte < 127 ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16).toUpperCase()}`;
    this.out.push({ where: `line ${line}`, line, broken: `unexpected ${what}${inside} at ${this.here()}` });
    this.scan.pos++;
    this.scan.release();
  }

  private push(
    slot: Slot,
    line: number,
    what: { value: unknown; envelope: Envelope | null } | { broken: string },
  ): void {
    this.out.push({ where: placeOf(slot.path, line), line, ...what });
  }

  private here(): string {
    return `line ${this.scan.line} column ${this.scan.column}`;
  }

  private bytesSince({ pos }: Mark): Uint8Array {
    const { buffer, start } = this.scan.window;
    return buffer.subarray(start + pos, start + this.scan.pos);
  }

  private isFull(): boolean {
    return this.out.length >= this.batch || this.outBytes >= BUFFER_LIMIT;
  }

  private take(): JsonRecord[] {
    const records = this.out;
    this.out = [];
    this.outBytes = 0;
    return records;
  }
}

const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels`;

function placeOf(path: string, line: number): string {
  return path === "" ? `line ${line}` : `${path} (line ${line})`;
}

/** Undefined where the bytes are no JSON; JSON itself has no such value. */
function parse(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller says where and why, by whyBroken
  }
}

function whyBroken(bytes: Uint8Array, line: number, column: number): string {
  const text = decodeUtf8(bytes);
  if (text === null) return describeBadByte(bytes, line, column);
  const { at, expected } = locateJsonError(text);
  const before = text.slice(0, at).split("\n");
  const last = before.at(-1) ?? "";
  const place = before.length === 1 ? [line, column + at] : [line + before.length - 1, last.length + 1];
  const found = at >= text.length ? "it ends" : `there is ${JSON.stringify(text.slice(at, at + 12))}`;
  return `not JSON: line ${place[0]} column ${place[1]}: expected ${expected}, ${found}`;
}

function isEnvelope(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const object = value as Record<string, unknown>;
  let holdsList = false;
  let isMarked = false;
  for (const key in object) {
    if (RECORD_MARKS.has(key)) isMarked = true;
    else if (LISTS.has(key) && Array.isArray(object[key])) holdsList = true;
  }
  const group = holdsList ? object[GROUP_LIST] : undefined;
  if (Array.isArray(group) && Object.keys(object).some((key) => GROUP_MARKS.has(key))) return group.length > 0;
  return holdsList && !isMarked;
}

function envelopeOf(value: object): EnvelopeMembers {
  const members = Object.entries(value).filter(([key, member]) => !(LISTS.has(key) && Array.isArray(member)));
  const envelope = new EnvelopeMembers(members);
  envelope.isComplete = true;
  return envelope;
}
