import type { SignatureVersion } from "./signature-version";
import { HTTP_CODES, LIMITED, MORE_PROTECTED_WORDS, NUMBERED, PROTECTED_WORDS, SERVICE_PORTS } from "./title-words";

const WORD = "(?<![\\p{L}\\p{N}_.])";
const WORD_END = "(?![\\p{L}\\p{N}_]|\\.\\d)";

/** No measured value: "level 3", but neither "level 3 %" nor "level 3.5" nor "step 4 min". */
const NAME_END =
  "(?![\\p{L}\\p{N}_]|[.,:/]\\d|\\s?%|\\s(?:ms|s|sec|seconds?|min|minutes?|h|hours?|days?|[kmgt]i?b|times)\\b)";

/** The limit of a rule with its unit. */
const LIMIT = "\\d+(?:[.,]\\d+)*(?:\\s?%|\\s?[a-z]{1,4}\\b)?";

const PASSED =
  "\\b(?:above|over|below|under|beyond|exceed(?:s|ed|ing)?|past|crossed|reached|breach(?:ed|es))\\s(?:the\\s|a\\s|its\\s)?(?:limit|threshold)";

const FIRST: readonly string[] = [
  // A status code, but no measured "> 500", "500 ms", "500%" or "depth is 500"; "502s" are many answers, not seconds.
  `${WORD}(?<![<>=≥≤]\\s*|[-+,:/]|\\d\\s|(?<!\\b(?:status|code|http|response)\\s)\\b(?:is|was|has|reached)\\s)(?:${HTTP_CODES})(?=s?${WORD_END})(?!\\s?%|[.,:/]\\d|-\\d|\\ss\\b|\\s?(?:ms|sec|min|m|h|[kmgt]i?b)\\b)`,
  // The window of a rule: a burn rate over 1 h and one over 6 h are two rules.
  "(?<=\\b(?:burn|burn[ -]?rate|window|last|past|over|per|every|within)[\\s:=(\\[]{1,2}(?:the\\s|last\\s|past\\s)?)\\d+\\s?(?:s|m|min|mins|minutes?|h|hr|hrs|hours?|d|days?|w|weeks?)\\b",
  "\\b\\d+(?:m|min|h|d|w)(?=[\\s-](?:burn|window|avg|average|mean|moving|rate)\\b)",
  "(?<=\\[)\\d+[smhdw](?=\\])",
  // The limit of a rule stands behind the sign of comparison, what was measured before it.
  `(?<=[<>≥≤]=?\\s?)${LIMIT}`,
];

const MORE: readonly string[] = [
  `(?<=\\b(?:${NUMBERED.replaceAll(" ", "\\s?")})[\\s:=#_-]{1,2})\\d{1,6}${NAME_END}`,
  "(?<=\\bsqlstate[\\s:=]{1,2})[\\da-z]{5}(?![\\p{L}\\p{N}])",
  // A port that names a service: its number alone, or behind the name of a host, but no minutes of a time.
  `(?<=\\bport[\\s:=#]{1,2})(?:[12]?\\d{1,4}|3[01]\\d{3}|32[0-6]\\d{2}|327[0-5]\\d|3276[0-7])(?!\\d)`,
  `(?<=[a-z][a-z\\d.-]{0,60}:)(?<!\\dt\\d{2}:)(?:${SERVICE_PORTS})(?![\\p{L}\\d.:])`,
  `(?<=http[_\\s-]?(?:status|code|error)?[_\\s:=-]{0,2})(?:${HTTP_CODES})(?![\\p{N}]|m?s\\b)`,
  `(?<=\\b(?:status|code|response)\\s?[:=]\\s?)(?:${HTTP_CODES})(?![\\p{L}\\p{N}])`,
  // Inside the names that rules are given: "Elb5xxHigh", "ApiP99Latency", "ErrorBudgetBurn6h", "Sev1Search", "ShopProd2"
  "(?<!\\p{N})[1-5]xx(?!\\p{N})",
  "(?<![pt\\p{N}])p(?:50|75|90|95|98|99(?:9|\\.\\d{1,2})?)(?!\\p{N})",
  "(?<=(?:rate|burn|window|last|avg|mean|over)_?)\\d{1,3}(?:s|m|min|h|d|w)(?![\\p{L}\\p{N}])",
  "sev[0-5](?!\\p{N})",
  "(?<=prod|stage|staging|stg|uat|qa)\\d{1,2}(?!\\p{N})",
  // Numbered faults of Windows
  "(?<=\\b(?:error|code|hresult|status|exception|result|stop|bugcheck)[\\s:=(#]{1,2})0x[\\da-f]{2,8}(?![\\p{L}\\p{N}])",
  // Disks and what is mounted: "/data1", "/mnt/disk2", "/dev/nvme1n1"
  "(?<=(?:^|[\\s:=(\"'])/(?:(?:mnt|media|dev|srv|volumes?)/)?[a-z]{1,8})\\d{1,2}(?:n\\d)?(?:p\\d{1,2})?(?![\\p{L}\\p{N}])",
  // "limit: 5 s" is the rule's, "above limit: 5 s" and "above the limit (5 s)" tell what was measured.
  `(?<=\\b(?:${LIMITED.replaceAll(" ", "\\s")})[\\s:=(]{1,2}(?:the\\s|a\\s|its\\s)?)(?<!${PASSED}\\s?[:(]\\s?)${LIMIT}`,
  // Windows of the usual lengths in brackets, averages of the load
  "(?<=\\()(?:(?:1|2|3|5|10|15|20|30|45|60)\\s?m|(?:1|2|3|4|6|12|24|48|72)\\s?h|(?:1|3|7|28|30)\\s?d)(?=\\))",
  "\\b(?:1|5|15)[\\s-]?m(?:in(?:ute)?)?(?=[\\s-]load\\b)",
  "(?<=\\bload\\s(?:average\\s|avg\\s)?)(?:1|5|15)[\\s-]?m(?:in(?:utes?)?)?(?![\\p{L}\\p{N}])",
  // How long a limit has to be passed: "(over 90% for 5m)"
  "(?<=\\([^()]{0,80}\\bfor\\s)(?:(?:1|2|3|5|10|15|20|30|45|60)\\s?m(?:in(?:utes?)?)?|(?:1|2|3|4|6|12|24)\\s?h(?:ours?)?)(?=\\))",
  // The objective of a service level
  "(?<=\\b(?:slo|sla|objective|target)[\\s:=(]{1,2})\\d{2,3}(?:\\.\\d+)?\\s?%?",
  "(?<![\\d.])9\\d(?:\\.\\d+)?\\s?%?(?=[\\s-](?:slo|sla)\\b)",
  // The hour by which a job is known, not that of the page
  "(?<=\\b(?:daily|nightly|weekly|monthly)\\s(?:at\\s)?)\\d{2}:\\d{2}(?!\\d)",
];

const protect = (words: readonly string[], others: readonly string[]) =>
  new RegExp([`${WORD}(?:${words.join("|")})${WORD_END}`, ...others].join("|"), "giu");

/** One pass over all that is never masked, by recipe. Global: for `replace` and `matchAll` only. */
export const PROTECT: Readonly<Record<SignatureVersion, RegExp>> = {
  1: protect(PROTECTED_WORDS, FIRST),
  2: protect(MORE_PROTECTED_WORDS, [...MORE, ...FIRST]),
};
