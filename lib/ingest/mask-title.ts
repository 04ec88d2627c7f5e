import { PROTECT } from "./protected-words";
import { SIGNATURE_VERSION, type SignatureVersion } from "./signature-version";
import { HEX_WORDS, STATUS_WORDS } from "./title-words";

/** In the private use area of Unicode, so that no mask and no title holds them. */
const HOLD_OPEN = "\ue000";
const HOLD_CLOSE = "\ue001";

const statusPrefixes = (words: string): readonly RegExp[] => [
  // "[#33] ", "[FIRING:2] ", "[FIRING:1, RESOLVED:2] ", "[Triggered on {host:a}] "
  new RegExp(`^\\[(?:#\\d+|(?:${words})(?:[:\\s]\\s*\\d+)?(?:\\s*[,|]\\s*(?:${words})(?::\\d+)?)*)\\]\\s*`, "i"),
  /^\[(?:re-?)?triggered on \{[^}]*\}\]\s*/i,
  // "PROBLEM: ", "OK - ", `ALARM: "name"`
  /^(?:firing|resolved|triggered|problem|recovered|recovery|alerting|alarm|ok|insufficient_data)\s*(?::|\s-|\s–)\s+/i,
];

const STATUS_PREFIXES: Readonly<Record<SignatureVersion, readonly RegExp[]>> = {
  1: statusPrefixes(`${STATUS_WORDS}|warn`),
  // "[WARN]" is no status: the same alert may come as "[CRITICAL]".
  2: [...statusPrefixes(STATUS_WORDS), /^\[(?:no ?data|recovered) on \{[^}]*\}\]\s*/i],
};

const QUANTITY =
  "ns|us|µs|ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|months?|years?" +
  "|[kmgtp]i?b|bytes?|b|[kmg]bps|[kmg]bit/s|[kmg]b/s|k|rps|qps|tps|ops|iops|rpm|req/s|reqs?/s|/s|/min|x|°c|c|v|w|hz|[mg]hz|cores?|cpus?|mcpu|msgs?";

type Mask = readonly [RegExp, string];

const UUID: Mask = [/(?<![\da-z])[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\da-z])/gi, "<uuid>"];

const ADDRESSES: readonly Mask[] = [
  [/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d]|\.\d)(?::\d{1,5})?/g, "<ip>"],
  [
    /(?<![\w:.])\[?(?=[\da-f:]*\d)(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){0,6}(?:[\da-f]{1,4})?::(?:[\da-f]{1,4}:){0,6}[\da-f]{0,4})(?:\]:\d{1,5}|\])?(?![\w:])/gi,
    "<ip>",
  ],
];

const ISO_TIME: Mask = [
  /(?<!\d)\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:z|utc|gmt|[+-]\d{2}:?\d{2})?)?(?!\d)/gi,
  "<time>",
];

// The alphabet of Kubernetes' random names: no vowels, no 0, 1, 3. A wider one would take "-database-write".
const POD: Mask = [/-[bcdfghjklmnpqrstvwxz2456789]{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}(?![a-z0-9])/g, "-<pod>"];

// Not the second part of "2m30s".
const HOST_NUMBER: Mask = [/(?<=[a-z])(?<!\d(?:[hdms]|min))\d+/gi, "<n>"];

const percentage = (start: string): Mask => [
  new RegExp(`${start}\\d+(?:[.,]\\d+)*\\s?(?:%|percent\\b|pct\\b)`, "gi"),
  "<pct>",
];

const quantity = (start: string): Mask => [
  new RegExp(
    `${start}\\d+(?:[.,]\\d+)*\\s?(?:${QUANTITY})(?:\\s?\\d+(?:[.,]\\d+)*(?:${QUANTITY}))*(?![\\p{L}\\p{N}_])`,
    "giu",
  ),
  "<qty>",
];

/** The sign of a measured value, not the hyphen of a name. */
const SIGN = "(?:(?<=[\\s(:=])[-+])?";

const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?";
const WEEKDAY = "(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\\s)?";
const CLOCK = "\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?:\\s?(?:z|utc|gmt|[ap]m|[+-]\\d{2}:?\\d{2}))?(?![\\d\\p{L}])";

/** In this order: each mask takes what the one before has left. */
const MASKS: Readonly<Record<SignatureVersion, readonly Mask[]>> = {
  1: [
    [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]+/gi, "<url>"],
    UUID,
    ...ADDRESSES,
    ISO_TIME,
    POD,
    [/(?<![\da-z])(?:0x)?(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{8,}(?![\da-z])/gi, "<hex>"],
    HOST_NUMBER,
    percentage("(?<![\\w])"),
    quantity("(?<![\\w.])"),
    [/\d+(?:[.,]\d+)*/g, "<n>"],
  ],
  // No mask for an address of the web: its host and path name the alert, and what differs in it is masked as elsewhere.
  2: [
    // A network card
    [/(?<![\da-z:-])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\da-z:-])/gi, "<hex>"],
    ...ADDRESSES,
    ISO_TIME,
    // "Mon, 16 Nov 2026 02:00:03 GMT", "16 Nov 2026", "Nov 16, 2026", "Nov 16 02:00:03", "11/16/2026 02:00"
    [
      new RegExp(
        `(?<![\\p{L}\\d])${WEEKDAY}(?:\\d{1,2}[\\s-]${MONTH}[\\s-]\\d{4}(?:[\\s,]{1,2}${CLOCK})?|${MONTH}\\s\\d{1,2}(?:(?:,?\\s\\d{4})(?:[\\s,]{1,2}${CLOCK})?|\\s${CLOCK})|\\d{1,4}/\\d{1,2}/\\d{2,4}(?:[\\s,]{1,2}${CLOCK})?)(?![\\d\\p{L}/])`,
        "giu",
      ),
      "<time>",
    ],
    POD,
    // Pods of a CronJob (minutes since 1970), nodes of a pool, pods of a DaemonSet or Job. A digit tells them from words.
    [
      /-(?:\d{8}-[bcdfghjklmnpqrstvwxz2456789]{5}|(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{8}-(?=[a-z]*\d)[a-z\d]{4}|(?=[a-z]*\d+[a-z])[bcdfghjklmnpqrstvwxz2456789]{5})(?![a-z\d])/g,
      "-<pod>",
    ],
    [/(?<![\da-z])0x[\da-f]+(?![\da-z])/gi, "<hex>"],
    [
      new RegExp(
        `(?<![\\da-z])(?!${HEX_WORDS}\\d+(?![\\da-z]))(?=[\\da-f]*\\d)(?=[\\da-f]*[a-f])[\\da-f]{8,}(?![\\da-z])`,
        "gi",
      ),
      "<hex>",
    ],
    // A commit by its first seven digits
    [
      /(?<=\b(?:commit|sha|revision|rev|deploy|deployment|release|build|version)[\s:#=@]{1,2})(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{7}(?![\da-z])/gi,
      "<hex>",
    ],
    // Letters of both cases with digits in three places or more: drawn, not named.
    [
      /(?<![A-Za-z\d])(?=[a-z\d]*[A-Z])(?=[A-Z\d]*[a-z])(?=[A-Za-z]*\d+[A-Za-z]+\d+[A-Za-z]+\d)[A-Za-z\d]{16,}/g,
      "<hex>",
    ],
    HOST_NUMBER,
    percentage(`(?<![\\w])${SIGN}`),
    quantity(`(?<![\\w.])${SIGN}`),
    [new RegExp(`${SIGN}\\d+(?:[.,]\\d+)*`, "g"), "<n>"],
  ],
};

/** All that a title without digits can hold. */
const WITHOUT_DIGITS: readonly Mask[] = [POD];

/** What stood in a title where its template has a mask. */
export type Slot = { mask: string; value: string };

/** A title as words that name the alert and slots that differ from page to page. */
type TitleTemplate = { template: string; slots: readonly Slot[] };

/**
 * The part of a title that names the alert: status prefixes off, everything that differs from page to page masked. Too
 * narrow is safer than too wide, because two rules in one signature let a silence hide a real alert.
 */
export function maskTitle(title: string, version: SignatureVersion = SIGNATURE_VERSION): string {
  return templateOf(title, version).template;
}

/** The same with what the masks took away. */
export function templateOf(title: string, version: SignatureVersion = SIGNATURE_VERSION): TitleTemplate {
  const bare = bareTitle(title, version);
  const isPlain = !/[\d:]/.test(bare);
  if (isPlain && !bare.includes("-")) return { template: bare, slots: [] };
  const taken: Taken[] = [];
  const put = (text: string, [pattern, mask]: Mask) =>
    text.replace(pattern, (value) => {
      const lead = mask.indexOf("<");
      return mask.slice(0, lead) + keep(taken, { mask: mask.slice(lead + 1, -1), value: value.slice(lead) }, mask);
    });
  let masked = bare;
  // Before words are protected: "e555" within an id is no code.
  if (version > 1 && !isPlain) masked = put(masked, UUID);
  if (!isPlain) masked = masked.replace(PROTECT[version], (word) => keep(taken, word, word));
  for (const each of isPlain ? WITHOUT_DIGITS : MASKS[version]) masked = put(masked, each);
  return { template: release(masked, taken), slots: slotsIn(masked, taken) };
}

/** A title of one line without the words that say how the alert stands. */
export function bareTitle(title: string, version: SignatureVersion = SIGNATURE_VERSION): string {
  return withoutStatus(title.replace(/\s+/g, " ").trim(), STATUS_PREFIXES[version]);
}

/** What was taken out of a title: a word to be put back, or what a mask stands for. */
type Taken = string | Slot;

/** A place for it that no mask matches. Past the letters that there are the text itself has to do. */
function keep(taken: Taken[], it: Taken, otherwise: string): string {
  const letter = 0xe002 + taken.length;
  if (letter > 0xf8ff) return otherwise;
  taken.push(it);
  // A letter of the private use area: a digit would be masked.
  return `${HOLD_OPEN}${String.fromCharCode(letter)}${HOLD_CLOSE}`;
}

const HELD = /\ue000([\ue002-\uf8ff])\ue001/g;

function release(text: string, taken: readonly Taken[]): string {
  return text.replace(HELD, (_, letter: string) => {
    const it = taken[letter.charCodeAt(0) - 0xe002] ?? "";
    return typeof it === "string" ? it : `<${it.mask}>`;
  });
}

function slotsIn(text: string, taken: readonly Taken[]): Slot[] {
  return [...text.matchAll(HELD)].flatMap(([, letter = ""]) => {
    const it = taken[letter.charCodeAt(0) - 0xe002];
    // A mask may have taken a word that was to be kept, as an address with a port.
    return it === undefined || typeof it === "string" ? [] : { mask: it.mask, value: release(it.value, taken) };
  });
}

/** A title that is nothing but a status keeps it. */
function withoutStatus(title: string, prefixes: readonly RegExp[]): string {
  let rest = title;
  for (let before = ""; before !== rest; ) {
    before = rest;
    for (const prefix of prefixes) rest = rest.replace(prefix, "");
  }
  return rest === "" ? title : rest;
}
