import type { ByteWindow } from "./byte-window";

export const MAX_DEPTH = 64;

const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Bytes that mean something outside strings. */
const STRUCTURAL = new Uint8Array(256);
for (const byte of [NEWLINE, QUOTE, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT]) STRUCTURAL[byte] = 1;

type ScanEnd = "done" | "more";

/** Where a value began, to come back to it. */
export type Mark = { pos: number; line: number; lineStart: number };

/**
 * Finds where values begin and end, without reading them. Positions are relative to the window's start.
 * Broken structure does not stop it: a string ends at the line's end, a bracket closes the nearest one of its kind, so that
 * the damage stays within one element wherever the text allows it.
 */
export class JsonScan {
  pos = 0;
  line = 1;
  /** Offset in the stream of the first byte of the current line. */
  lineStart = 0;
  tooDeep = false;

  private depth = 0;
  private inString = false;
  private escaped = false;
  private damaged = false;
  private elementColumn = 0;
  private readonly kinds = new Uint8Array(MAX_DEPTH + 1);

  constructor(readonly window: ByteWindow) {}

  get offset(): number {
    return this.window.dropped + this.pos;
  }

  get column(): number {
    return this.offset - this.lineStart + 1;
  }

  mark(): Mark {
    return { pos: this.pos, line: this.line, lineStart: this.lineStart };
  }

  back(mark: Mark): void {
    this.pos = mark.pos;
    this.line = mark.line;
    this.lineStart = mark.lineStart;
  }

  /** Lets go of everything before the current position. */
  release(): void {
    this.window.drop(this.pos);
    this.pos = 0;
  }

  /** The next byte that is no blank, which stays; -1 at the end. */
  async peek(): Promise<number> {
    for (;;) {
      const { buffer, start, end } = this.window;
      for (let i = start + this.pos; i < end; i++) {
        const byte = buffer[i] as number;
        if (byte === 32 || byte === 13 || byte === 9 || byte === 30) continue;
        if (byte === NEWLINE) {
          this.line++;
          this.lineStart = this.window.dropped + (i - start) + 1;
          continue;
        }
        this.pos = i - start;
        return byte;
      }
      this.pos = end - start;
      if (!(await this.window.fill())) return -1;
    }
  }

  /** Call at the first byte of a value, then `scan` until it says done. */
  begin(): void {
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
    this.damaged = false;
    this.tooDeep = false;
    this.elementColumn = this.column;
  }

  /** Goes on to the end of the value or to the limit (relative to the window's start) of what may be looked at. */
  scan(limit: number): ScanEnd {
    const { buffer, start } = this.window;
    const end = Math.min(this.window.end, start + limit);
    let i = start + this.pos;
    let { depth, inString, escaped } = this;
    const save = (): void => {
      this.pos = i - start;
      this.depth = depth;
      this.inString = inString;
      this.escaped = escaped;
    };
    while (i < end) {
      if (inString) {
        let byte = 0;
        if (escaped) {
          escaped = false;
          i++;
          continue;
        }
        while (i < end) {
          byte = buffer[i] as number;
          if (byte === QUOTE || byte === BACKSLASH || byte === NEWLINE) break;
          i++;
        }
        if (i >= end) break;
        if (byte === BACKSLASH) {
          escaped = true;
          i++;
          continue;
        }
        inString = false;
        if (byte === NEWLINE) {
          this.damaged = true; // a string cannot hold a line break: its closing quote is missing
          continue;
        }
        i++;
        if (depth === 0) {
          save();
          return "done";
        }
        continue;
      }
      const byte = buffer[i] as number;
      if (STRUCTURAL[byte] === 0) {
        if (depth === 0 && (byte === COMMA || byte <= 32)) {
          save();
          return "done";
        }
        i++;
        continue;
      }
      if (byte === QUOTE) {
        inString = true;
        i++;
      } else if (byte === NEWLINE) {
        if (depth === 0) {
          save();
          return "done";
        }
        i++;
        this.line++;
        this.lineStart = this.window.dropped + (i - start);
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (depth > 0 && byte === OPEN_OBJECT && this.startsAnotherElement(buffer, start, i)) {
          save();
          return "done";
        }
        depth++;
        if (depth <= MAX_DEPTH) this.kinds[depth] = byte;
        else this.tooDeep = true;
        i++;
      } else {
        if (depth === 0) {
          save();
          return "done";
        }
        const closed = this.depthAfter(depth, byte);
        if (closed < 0) {
          save(); // closes something that surrounds the element: the element is cut here
          return "done";
        }
        depth = closed;
        i++;
        if (depth === 0) {
          save();
          return "done";
        }
      }
    }
    save();
    return "more";
  }

  /** The depth that a closing bracket leaves: that of the nearest open one of its kind; -1 where there is none. */
  private depthAfter(depth: number, byte: number): number {
    if (depth > MAX_DEPTH) return depth - 1;
    const opener = byte - 2; // in ASCII both closing brackets stand two after their opening ones
    for (let i = depth; i > 0; i--) if (this.kinds[i] === opener) return i - 1;
    return -1;
  }

  /** An object can only follow a colon, a comma or an opening bracket; else a closing bracket has gone missing. */
  private startsAnotherElement(buffer: Uint8Array, start: number, at: number): boolean {
    let before = at - 1;
    let newline = false;
    for (; before >= start; before--) {
      const byte = buffer[before] as number;
      if (byte > 32) break;
      if (byte === NEWLINE) newline = true;
    }
    const byte = before >= start ? buffer[before] : COMMA;
    if (byte !== COLON && byte !== COMMA && byte !== OPEN_LIST) return newline;
    if (!this.damaged || !newline) return false;
    return this.window.dropped + (at - start) - this.lineStart + 1 === this.elementColumn;
  }
}
