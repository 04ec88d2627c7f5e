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

const ENVIRONMENTS =
  "prod|production|prd|live|stg|staging|stage|dev|develop|development|test|testing|qa|uat|sit|int|perf|pre-?prod|preprd|non-?prod|demo|sandbox|canary|dr";

/** What the second recipe adds. The entry of environments is not the first recipe's. */
export const MORE_PROTECTED_WORDS: readonly string[] = [
  ...PROTECTED_WORDS.filter((word) => !word.startsWith("(?:prod|")),
  `(?:${ENVIRONMENTS})\\d{1,2}`,
  // "prod-2" is an environment, the number in "db-prod-2" is one of its hosts.
  `(?<!-)(?:${ENVIRONMENTS})-\\d{1,2}`,
  // severities with a number of their own
  "(?:critical|crit|warning|warn|major|minor|error|fatal|emergency|emerg|info|high|medium|low)[-_]?\\d",
  "p-[0-5]",
  // sites and zones
  "(?:eu|us|ap|uk|na|sa|me|af|apac|emea|amer)[-_]?\\d{1,2}",
  "(?:dc|az|pop|region|zone|cell)[-_]?\\d|(?:cluster|site)[-_ ]?\\d{1,2}",
  "(?:fra|ams|nyc|sfo|lon|sgp|blr|tor|lhr|iad|cdg|arn|dub|sin|nrt|hkg|syd|gru|bom|ord|dfw|sjc|lax|atl|mia|sea|waw|mad|zrh|vie|cph|osl|muc|ber|nbg|fsn|hel|ash|hil)\\d{1,2}",
  // protocols, products, hardware
  "http/\\d(?:\\.\\d)?|(?:tls|ssl)[ v]{0,2}[123](?:\\.[0-3])?|raid[ -]?(?:0|1|5|6|10|50|60)|load(?:1|5|15)|q[1-4]",
  "(?:java|jdk|debian|rhel|centos|win(?:dows)?(?: server)?) ?\\d{1,4}",
  "(?:java|jdk|python|php|node(?:\\.?js)?|mysql|mariadb|postgres(?:ql)?|redis|mongo(?:db)?|ubuntu|elasticsearch|kafka|k8s|kubernetes|ruby|go)[ -]?v?\\d{1,2}\\.\\d{1,2}(?!\\.?\\d| ?%| ?[a-z]{1,3}\\b)",
  "(?:[a-z]+\\.)?[a-z]\\d{1,2}[a-z]{0,3}\\.(?:nano|micro|small|medium|large|metal|\\d{0,2}xlarge)",
  "v\\d{2}(?!\\.)|postgres(?:ql)? ?[19]\\d|sql ?server ?\\d{4}|auth0|as\\d{4,6}",
  // numbered errors, weaknesses, mendings
  "ora-\\d{5}|cve-\\d{4}-\\d{4,7}|kb\\d{6,7}|e(?:rr)?[-_]?\\d{3,5}",
];

/** Behind these a number names something: which severity, which code, which step. */
export const NUMBERED =
  "sev|severity|prio|priority|level|tier|class|category|exit code|exit status|return code|rc|error code|errno|err|code|status|signal|sqlstate|event ?id|msg|rule|check|test|step|stage|phase|iso|vlan|asn|error";

/** Behind these stands the limit of a rule, not what was measured. */
export const LIMITED =
  "above|over|below|under|beyond|exceeds|exceeded|exceeding|more than|less than|greater than|fewer than|higher than|lower than|larger than|smaller than|longer than|at least|at most|threshold|threshold of|limit|limit of";

/** Ports that name a service. Those from 32768 on differ from connection to connection. */
export const SERVICE_PORTS =
  "22|25|53|80|110|143|389|443|465|587|636|993|995|1433|1521|2181|2379|3000|3306|3389|5000|5432|5601|5672|5900|6379|6443|8000|8080|8081|8443|8888|9000|9090|9092|9093|9100|9200|9300|9418|10250|11211|15672|26379|27017|50051";

/** Words of the letters a to f: with a number behind them they are names, not numbers. */
export const HEX_WORDS =
  "(?:feed|face|facade|decade|cafe|fade|bead|dead|deaf|bed|ace|cab|add|fed|bad|dad|db|dc|ad|ed|fe|be|cd)";

/** HTTP status codes that stand for different faults. Only as a word of their own and not behind a comparison. */
export const HTTP_CODES =
  "200|201|202|204|206|301|302|304|307|308|400|401|402|403|404|405|406|408|409|410|412|413|415|418|422|423|424|425|426|429|431|451|499|500|501|502|503|504|505|507|508|511|520|521|522|523|524|525|526|527|530";

/** What providers and monitoring systems put before the title to say how the alert stands. */
export const STATUS_WORDS =
  "firing|resolved|alerting|pending|ok|normal|no ?data|triggered|re-?triggered|recovered|recovery|problem|active|closed|acknowledged|acked";

/** Words that the miner never takes for a part that varies: titles that differ in one of them are two alerts. */
export const NEVER_WILD: readonly string[] = [
  // severities and how bad it is
  ..."critical crit warning warn info notice major minor error fatal emergency emerg alert severe disaster average".split(
    " ",
  ),
  ..."high low medium urgent blocker degraded slow unavailable unreachable down up".split(" "),
  // environments
  ..."prod production prd live stg staging stage dev develop development test testing qa uat sit int perf".split(" "),
  ..."preprod nonprod demo sandbox canary dr primary secondary standby".split(" "),
  // regions
  ..."eu us ap uk na emea apac amer europe asia america westeurope northeurope eastus westus centralus global".split(
    " ",
  ),
  // pairs that are opposites or different resources
  ..."read write reads writes reader writer in out inbound outbound ingress egress upstream downstream".split(" "),
  ..."client server source target master replica leader follower producer consumer request response dlq".split(" "),
  ..."cpu memory mem disk network swap heap inode inodes iops io load bandwidth gpu thread threads".split(" "),
  ..."latency errors availability saturation traffic throughput lag backlog timeout timeouts".split(" "),
  ..."full empty above below over under too many few missing present started stopped enabled disabled".split(" "),
  ..."min max avg average mean median total free used hot cold".split(" "),
  ..."day week month hour minute daily weekly monthly hourly nightly".split(" "),
];
