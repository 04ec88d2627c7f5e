import { HTTP_CODES, PROTECTED_WORDS, STATUS_WORDS } from "./title-words";

/** In the private use area of Unicode, so that no mask and no title holds them. */
const HOLD_OPEN = "\ue000";
const HOLD_CLOSE = "\ue001";

const STATUS_PREFIXES: readonly RegExp[] = [
  // "[#33] ", "[FIRING:2] ", "[FIRING:1, RESOLVED:2] ", "[Triggered on {host:a}] "
  new RegExp(
    `^\\[(?:#\\d+|(?:${STATUS_WORDS})(?:[:\\s]\\s*\\d+)?(?:\\s*[,|]\\s*(?:${STATUS_WORDS})(?::\\d+)?)*)\\]\\s*`,
    "i",
  ),
  /^\[(?:re-?)?triggered on \{[^}]*\}\]\s*/i,
  // "PROBLEM: ", "OK - ", `ALARM: "name"`
  /^(?:firing|resolved|triggered|problem|recovered|recovery|alerting|alarm|ok|insufficient_data)\s*(?::|\s-|\s–)\s+/i,
];

const WORD = "(?<![\\p{L}\\p{N}_.])";
const WORD_END = "(?![\\p{L}\\p{N}_]|\\.\\d)";

/** One pass over all that is never masked. */
const PROTECT = new RegExp(
  [
    `${WORD}(?:${PROTECTED_WORDS.join("|")})${WORD_END}`,
    // A status code, but no measured "> 500", "500 ms" or "500%"; "502s" are many answers, not seconds.
    `${WORD}(?<![<>=≥≤]\\s*|[-+,:/]|\\d\\s)(?:${HTTP_CODES})(?=s?${WORD_END})(?!\\s?%|[.,:/]\\d|-\\d|\\ss\\b|\\s?(?:ms|sec|min|m|h|[kmgt]i?b)\\b)`,
    // The window of a rule: a burn rate over 1 h and one over 6 h are two rules.
    "(?<=\\b(?:burn|burn[ -]?rate|window|last|past|over|per|every|within)[\\s:=(\\[]{1,2}(?:the\\s|last\\s|past\\s)?)\\d+\\s?(?:s|m|min|mins|minutes?|h|hr|hrs|hours?|d|days?|w|weeks?)\\b",
    "\\b\\d+(?:m|min|h|d|w)(?=[\\s-](?:burn|window|avg|average|mean|moving|rate)\\b)",
    "(?<=\\[)\\d+[smhdw](?=\\])",
    // The limit of a rule stands behind the sign of comparison, what was measured before it.
    "(?<=[<>≥≤]=?\\s?)\\d+(?:[.,]\\d+)*(?:\\s?%|\\s?[a-z]{1,4}\\b)?",
  ].join("|"),
  "giu",
);

const QUANTITY =
  "ns|us|µs|ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|months?|years?" +
  "|[kmgtp]i?b|bytes?|b|[kmg]bps|[kmg]bit/s|[kmg]b/s|k|rps|qps|tps|ops|iops|rpm|req/s|reqs?/s|/s|/min|x|°c|c|v|w|hz|[mg]hz|cores?|cpus?|mcpu|msgs?";

/** In this order: each mask takes what the one before has left. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]+/gi, "<url>"],
  [/(?<![\da-z])[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\da-z])/gi, "<uuid>"],
  [/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d]|\.\d)(?::\d{1,5})?/g, "<ip>"],
  [
    /(?<![\w:.])\[?(?=[\da-f:]*\d)(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){0,6}(?:[\da-f]{1,4})?::(?:[\da-f]{1,4}:){0,6}[\da-f]{0,4})(?:\]:\d{1,5}|\])?(?![\w:])/gi,
    "<ip>",
  ],
  [
    /(?<!\d)\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:z|utc|gmt|[+-]\d{2}:?\d{2})?)?(?!\d)/gi,
    "<time>",
  ],
  // The alphabet of Kubernetes' random names: no vowels, no 0, 1, 3. A wider one would take "-database-write".
  [/-[bcdfghjklmnpqrstvwxz2456789]{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}(?![a-z0-9])/g, "-<pod>"],
  [/(?<![\da-z])(?:0x)?(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{8,}(?![\da-z])/gi, "<hex>"],
  // Not the second part of "2m30s".
  [/(?<=[a-z])(?<!\d(?:[hdms]|min))\d+/gi, "<n>"],
  [/(?<![\w])\d+(?:[.,]\d+)*\s?(?:%|percent\b|pct\b)/gi, "<pct>"],
  [
    new RegExp(
      `(?<![\\w.])\\d+(?:[.,]\\d+)*\\s?(?:${QUANTITY})(?:\\s?\\d+(?:[.,]\\d+)*(?:${QUANTITY}))*(?![\\p{L}\\p{N}_])`,
      "giu",
    ),
    "<qty>",
  ],
  [/\d+(?:[.,]\d+)*/g, "<n>"],
];

/**
 * The part of a title that names the alert: status prefixes off, everything that differs from page to page masked. Too
 * narrow is safer than too wide, because two rules in one signature let a silence hide a real alert.
 */
export function maskTitle(title: string): string {
  const bare = withoutStatus(title.replace(/\s+/g, " ").trim());
  if (!/[\d:]/.test(bare)) return maskPod(bare);
  const held: string[] = [];
  let masked = bare.replace(PROTECT, (word) => `${HOLD_OPEN}${keyOf(held.push(word) - 1)}${HOLD_CLOSE}`);
  for (const [pattern, mask] of MASKS) masked = masked.replace(pattern, mask);
  return masked.replace(/\ue000([\ue002-\uf8ff])\ue001/g, (_, key: string) => held[key.charCodeAt(0) - 0xe002] ?? "");
}

/** Held words are numbered by letters of the private use area: a digit would be masked. */
function keyOf(index: number): string {
  return String.fromCharCode(0xe002 + index);
}

function maskPod(title: string): string {
  return title.includes("-")
    ? MASKS.reduce((text, [pattern, mask]) => (mask === "-<pod>" ? text.replace(pattern, mask) : text), title)
    : title;
}

/** A title that is nothing but a status keeps it. */
function withoutStatus(title: string): string {
  let rest = title;
  for (let before = ""; before !== rest; ) {
    before = rest;
    for (const prefix of STATUS_PREFIXES) rest = rest.replace(prefix, "");
  }
  return rest === "" ? title : rest;
}
