/**
 * Words with digits that name something. A mask would make two rules one: `p50` and `p99`, `P1` and `P2`, `s3` and `ec2`.
 * Every entry is a pattern for a whole word, upper or lower case.
 */
export const PROTECTED_WORDS: readonly string[] = [
  // severities and priorities
  "p[0-5]",
  "sev-?[0-5]",
  "s[0-5]",
  "l[1-4]",
  "tier-?[0-5]",
  // percentiles, p50 to p999 and p99.9
  "p[5-9]\\d(?:\\.\\d{1,3}|\\d{1,2})?",
  "(?:50|75|90|95|98|99)th",
  // HTTP classes
  "[1-5]xx",
  // environments and regions
  "(?:prod|production|stg|staging|stage|dev|test|qa|uat|preprod|sandbox|canary|dr)-?\\d",
  "(?:us|eu|ap|sa|ca|me|af|il|cn|mx)-(?:gov-)?(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\\d[a-f]?",
  "(?:us|europe|asia|australia|southamerica|northamerica|africa|me)-(?:north|south|east|west|central|northeast|southeast|northwest|southwest)\\d(?:-[a-f])?",
  "(?:east|west|north|central|south)(?:us|europe|eu)\\d",
  // products, protocols and formats
  "s3|ec2|k8s|k3s|route53|neo4j|log4j|o365|m365|office365|win32|x86|x64|amd64|arm64|n8n|aurora\\d|gp[23]|io[12]",
  "ipv[46]|http[123]|h[23]|oauth2|tls1|sha(?:1|2|3|224|256|384|512)|md5|base64|utf-?(?:8|16)|aes(?:128|256)|x509|rfc\\d{3,4}",
  "mp[34]|h26[45]|e2e|i18n|l10n|a11y|b2[bc]|p2p|c2c|d2c|g2p|m2m|s2s|2fa|3ds|4xx|5xx",
  "python[23]|php[5-9]|java(?:8|11|17|21|25)",
  // versions of an interface, not of a release
  "v\\d",
];

/** HTTP status codes that stand for different faults. Only as a word of their own and not behind a comparison. */
export const HTTP_CODES =
  "200|201|202|204|206|301|302|304|307|308|400|401|402|403|404|405|406|408|409|410|412|413|415|418|422|423|424|425|426|429|431|451|499|500|501|502|503|504|505|507|508|511|520|521|522|523|524|525|526|527|530";

/** What providers and monitoring systems put before the title to say how the alert stands. */
export const STATUS_WORDS =
  "firing|resolved|alerting|pending|ok|normal|no ?data|triggered|re-?triggered|recovered|recovery|problem|active|closed|acknowledged|acked|warn";
