/** What is done to a captured file: each is a way in which files and bodies arrive broken, or are made to break a reader. */
export type Damage = "csv" | "json";

type Draw = {
  /** A whole number from 0 up to the limit, the limit excluded. */
  below(limit: number): number;
  one<T>(list: readonly T[]): T;
};
type Way = (bytes: Uint8Array, draw: Draw, n: number) => Uint8Array;

const MIB = 1024 * 1024;
/** Every byte of the first so many is a place where a file is cut. */
const CUT_BYTES = 4096;

const HOSTILE = [
  ...[
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ";",
    ":",
    "&",
    "=",
    "%",
    "%ZZ",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\0",
    "\u00e9",
    "\ufeff",
  ],
  ...[
    '"__proto__":{"polluted":1},',
    '"constructor":{"prototype":{"polluted":1}},',
    "null",
    "-1",
    "1e999",
    "1e-999",
    "9".repeat(400),
  ],
  ...[
    "[".repeat(70),
    "2024-02-30T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999999999999999999",
    "=1+1",
    "__proto__",
    '"\\ud800"',
  ],
].map(encoded);

const ANYWHERE: Readonly<Record<string, Way>> = {
  "bit flipped": (bytes, draw) => {
    const flipped = bytes.slice();
    const at = draw.below(bytes.length);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << draw.below(8));
    return flipped;
  },
  cut: (bytes, _draw, n) => bytes.subarray(0, n % Math.min(CUT_BYTES, bytes.length)),
  "cut anywhere": (bytes, draw) => bytes.subarray(0, draw.below(bytes.length)),
  "piece doubled": (bytes, draw) => spliced(bytes, draw, (piece) => [piece, piece]),
  "piece taken out": (bytes, draw) => spliced(bytes, draw, () => []),
  "something hostile put in": (bytes, draw) => spliced(bytes, draw, (piece) => [draw.one(HOSTILE), piece]),
  "in UTF-16": (bytes, draw) => utf16(bytes, draw.below(2) === 0, draw.below(2) === 0),
  "with a mark": (bytes) => joined([Uint8Array.of(0xef, 0xbb, 0xbf), bytes]),
  "other line ends": (bytes, draw) => replaced(bytes, 10, draw.one(["\r\n", "\r", "\n\n", "\n\r", ""].map(encoded))),
  "NUL somewhere": (bytes, draw) => spliced(bytes, draw, (piece) => [Uint8Array.of(0), piece]),
};

const CSV: Readonly<Record<string, Way>> = {
  "quote opened": (bytes, draw) =>
    spliced(bytes, draw, (piece) => [encoded(draw.one(['"', '""', '",', ',"', '"\n'])), piece]),
  "quotes taken away": (bytes) => replaced(bytes, 34, new Uint8Array(0)),
  "other delimiter": (bytes, draw) => replaced(bytes, 44, encoded(draw.one([";", "\t", "|", ",,"]))),
  "headers renamed": (bytes, draw) => {
    const end = bytes.indexOf(10);
    const from = draw.below(Math.max(1, end));
    return joined([
      bytes.subarray(0, from),
      encoded(draw.one(["x", "__proto__", "id,", "", " "])),
      bytes.subarray(from + draw.below(4)),
    ]);
  },
};

const JSON_ONLY: Readonly<Record<string, Way>> = {
  "key doubled": (bytes, draw) =>
    afterByte(bytes, draw, 123, draw.one(['"id":"other",', '"event":null,', '"status":7,', '"":0,'])),
  "prototype named": (bytes, draw) =>
    afterByte(
      bytes,
      draw,
      123,
      draw.one(['"__proto__":{"polluted":1},', '"constructor":{"prototype":{"polluted":1}},']),
    ),
  "value replaced": (bytes, draw) =>
    afterByte(
      bytes,
      draw,
      58,
      draw.one([
        "1e999,",
        "-0,",
        "9007199254740993,",
        `${"9".repeat(400)},`,
        "null,",
        "[],",
        "{},",
        "true,",
        '"",',
        '"\\ud800",',
      ]),
    ),
  "surrogate alone": (bytes, draw) => {
    const raw = Uint8Array.of(0xed, 0xa0, 0x80);
    return spliced(bytes, draw, (piece) => [draw.below(2) === 0 ? raw : encoded("\\udfff"), piece]);
  },
  "list cut": (bytes, draw) => {
    const at = placeOf(bytes, draw, 44);
    return draw.below(2) === 0 ? bytes.subarray(0, at) : joined([bytes.subarray(0, at), encoded("]}")]);
  },
};

/** Rare, because each takes as long as a thousand others. */
const LARGE: Readonly<Record<Damage, Readonly<Record<string, Way>>>> = {
  csv: {
    "cell of 10 MB": (bytes, draw) => afterByte(bytes, draw, 44, `${draw.one(["x", '"x'])}${"x".repeat(10 * MIB)}`),
    "10,000 columns": (bytes) => afterLine(bytes, Array.from({ length: 10_000 }, (_, i) => `,c${i}`).join("")),
  },
  json: {
    "depth of 100,000": (bytes, draw) => afterByte(bytes, draw, 58, draw.one(["[", '{"a":']).repeat(100_000)),
    "text of 10 MB": (bytes, draw) => afterByte(bytes, draw, 58, `"${"x".repeat(10 * MIB)}",`),
  },
};
const LARGE_EVERY = 400;

/** The n-th damage to these bytes: the same for the same seed and n on every machine. */
export function damaged(bytes: Uint8Array, kind: Damage, seed: number, n: number): { what: string; bytes: Uint8Array } {
  const draw = drawFrom(seed, n);
  const ways = Object.entries(
    n % LARGE_EVERY === LARGE_EVERY - 1 ? LARGE[kind] : { ...ANYWHERE, ...(kind === "csv" ? CSV : JSON_ONLY) },
  );
  const [what, way] = draw.one(ways);
  let result = bytes.length === 0 ? bytes : way(bytes, draw, n);
  // Damage seldom comes alone.
  for (let more = draw.below(3); more > 0 && result.length > 0; more--) {
    result = draw.one(Object.values(ANYWHERE))(result, draw, n);
  }
  return { what, bytes: result };
}

function drawFrom(seed: number, n: number): Draw {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(n + 1, 0xc2b2ae35);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => next() % Math.max(1, limit);
  return { below, one: (list) => list[below(list.length)] as (typeof list)[number] };
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function spliced(bytes: Uint8Array, draw: Draw, replace: (piece: Uint8Array) => Uint8Array[]): Uint8Array {
  const from = draw.below(bytes.length);
  const to = from + 1 + draw.below(60);
  return joined([bytes.subarray(0, from), ...replace(bytes.subarray(from, to)), bytes.subarray(to)]);
}

function replaced(bytes: Uint8Array, wanted: number, by: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, from)) {
    parts.push(bytes.subarray(from, at), by);
    from = at + 1;
  }
  return joined([...parts, bytes.subarray(from)]);
}

/** Behind one of the places where the byte stands; at the beginning where it stands nowhere. */
function placeOf(bytes: Uint8Array, draw: Draw, wanted: number): number {
  const from = draw.below(bytes.length);
  const after = bytes.indexOf(wanted, from);
  return (after >= 0 ? after : bytes.indexOf(wanted)) + 1;
}

function afterByte(bytes: Uint8Array, draw: Draw, wanted: number, text: string): Uint8Array {
  const at = placeOf(bytes, draw, wanted);
  return joined([bytes.subarray(0, at), encoded(text), bytes.subarray(at)]);
}

function afterLine(bytes: Uint8Array, text: string): Uint8Array {
  const end = bytes.indexOf(10);
  const at = end < 0 ? bytes.length : end;
  return joined([bytes.subarray(0, at), encoded(text), bytes.subarray(at)]);
}

function utf16(bytes: Uint8Array, bigEndian: boolean, mark: boolean): Uint8Array {
  const text = (mark ? "\ufeff" : "") + new TextDecoder().decode(bytes);
  const units = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    units[2 * i + (bigEndian ? 1 : 0)] = unit & 0xff;
    units[2 * i + (bigEndian ? 0 : 1)] = unit >> 8;
  }
  return units;
}
