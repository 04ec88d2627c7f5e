import { describe, expect, it } from "vitest";
import { type MinedTitle, mineTemplates } from "./mine-templates";
import { type KeyedPage, signatureOf } from "./signature-of";

/** Keyed by hand, one alert or two, before any mask was written for them. */
const ONE_ALERT: readonly (readonly [string, string])[] = [
  ["Disk usage 91% on db-prod-3 (critical)", "Disk usage 97.5 % on db-prod-11 (critical)"],
  ["[FIRING:2] Disk full on web01", "[RESOLVED] Disk full on web17"],
  ["[#33] Queue backlog at 12345 messages", "[#4711] Queue backlog at 7 messages"],
  ["PROBLEM: Load is high", "OK - Load is high"],
  ['ALARM: "checkout-errors" in EU', 'OK: "checkout-errors" in EU'],
  ["orders-7d9f8c6b5d-x2x4z restarted", "orders-64c87d9f5-bv7kq restarted"],
  ["CPU 91% on web-01", "CPU 99.5 % on web-7"],
  ["CPU usage 93% on web-4 above 90% (critical)", "CPU usage 99% on web-12 above 90% (critical)"],
  ["p99 latency 812 ms above 800 ms on api-6", "p99 latency 2950 ms above 800 ms on api-31"],
  ["Push queue depth 5211 on mq-1 over 5000", "Push queue depth 90017 on mq-3 over 5000"],
  ["p95 latency 120ms", "p95 latency 1.2s"],
  ["Disk 91% > 90%", "Disk 93.5% > 90%"],
  ["Latency 532ms >= 500ms", "Latency 1733ms >= 500ms"],
  ["s3 errors: 12", "s3 errors: 99"],
  ["Errors in the last 5m: 31", "Errors in the last 5m: 4"],
  ["Request abcdef12-3456-7890-abcd-ef1234567890 failed", "Request 00000000-1111-2222-3333-444444444444 failed"],
  ["Commit 9fceb02d0ae5 failed to deploy", "Commit deadbeef01 failed to deploy"],
  ["Object 0xdeadbeef01 leaked", "Object 0x12abcdef leaked"],
  ["Probe of https://a.example.com/health?x=1 failed", "Probe of https://a.example.com/health?x=2 failed"],
  ["Host 10.0.0.1 is down", "Host 192.168.17.254 is down"],
  ["Peer 10.0.0.1:8080 is lost", "Peer 10.9.9.9:443 is lost"],
  ["Peer fe80::1 is lost", "Peer [2001:db8::1]:443 is lost"],
  ["Backup of 2026-11-16 failed", "Backup of 2026-11-17 failed"],
  ["Job started 2026-11-16T02:22Z overran", "Job started 2026-11-17T02:53Z overran"],
  ["Job started 2026-11-16T02:00:00Z overran", "Job started 2026-11-17 02:00:31.5 UTC overran"],
  ["Replica lag 35s", "Replica lag 2m30s"],
  ["Heap at 3.5GB", "Heap at 900 MB"],
  ["i-0abc123def4567890 failed its check", "i-0123456789abcdef0 failed its check"],
  ["Kafka topic orders partition 12 has no leader", "Kafka topic orders partition 3 has no leader"],
  ["Certificate expires in 14 days", "Certificate expires in 3 days"],
  ["3 of 5 nodes down", "4 of 5 nodes down"],
  ["1/3 replicas ready", "2/3 replicas ready"],
  ["Worker 17 is dead", "Worker 3 is dead"],
  ["shard 7 red", "shard 12 red"],
  ["Order #123 stuck", "Order #98122 stuck"],
  ["user_12345 locked out", "user_9 locked out"],
  ["eth0 dropped 120 packets on node-4", "eth1 dropped 9 packets on node-9"],
  ["Node ip-10-0-3-17.ec2.internal NotReady", "Node ip-10-0-12-201.ec2.internal NotReady"],
  ["Pod payments-api-6d4cf56db6-9x2kq crash looping", "Pod payments-api-7c5ddbdf54-zzkvw crash looping"],
  ["Connection from port 51234 refused", "Connection from port 60001 refused"],
  ["Deploy of release 4.17.2 failed", "Deploy of release 4.18.0 failed"],
  ["Host web-prod-3 has 512 MB left", "Host web-prod-9 has 90 MB left"],
  ["5xx rate 3.2% during rollout of payments-api 4.17.2", "5xx rate 11% during rollout of payments-api 4.18.0"],
  ["Burn rate 14.4x over 1h", "Burn rate 20x over 1h"],
  [
    "ETL step load_orders failed (run 6f9619ff-8b86-d011-b42d-00cf4fc964ff)",
    "ETL step load_orders failed (run 00000000-8b86-d011-b42d-00cf4fc964ff)",
  ],
  ["Ingress 502 rate 3% from 10.1.2.3:443", "Ingress 502 rate 9% from 10.9.9.9:443"],
  ["Temperature 71°C in rack12", "Temperature 80°C in rack3"],
  ["Consumer group orders-4 lag 120000 messages", "Consumer group orders-7 lag 900 messages"],
  ["Message rate 3,120 msgs/s", "Message rate 17 msgs/s"],
  ["[Triggered on {host:a}] Load is high", "[Re-Triggered on {host:b}] Load is high"],
];

const TWO_ALERTS: readonly (readonly [string, string])[] = [
  // severities
  ["Error rate critical", "Error rate warning"],
  ["Disk usage 91% on db-1 (critical)", "Disk usage 91% on db-1 (warning)"],
  ["[WARN] Queue is deep", "[CRITICAL] Queue is deep"],
  ["[WARN] Queue is deep", "Queue is deep"],
  ["P1: checkout down", "P2: checkout down"],
  ["[P1] checkout down", "[P3] checkout down"],
  ["P-1 checkout", "P-2 checkout"],
  ["SEV1 checkout", "SEV2 checkout"],
  ["SEV-1 checkout", "SEV-3 checkout"],
  ["SEV 1 checkout", "SEV 2 checkout"],
  ["Severity 1: database", "Severity 3: database"],
  ["Priority: 1 database", "Priority: 4 database"],
  ["prio=1 database", "prio=2 database"],
  ["Level 1 alarm of the pump", "Level 2 alarm of the pump"],
  ["Tier 1 service is slow", "Tier 3 service is slow"],
  ["warning1 of the feed", "warning2 of the feed"],
  ["critical-1 feed", "critical-2 feed"],
  // environments and sites
  ["prod1 is unreachable", "prod2 is unreachable"],
  ["prod is unreachable", "staging is unreachable"],
  ["[prod] checkout down", "[stg] checkout down"],
  ["env=prod checkout down", "env=dev checkout down"],
  ["Disk full on db-prod-3", "Disk full on db-staging-3"],
  ["uat2 login broken", "uat3 login broken"],
  ["perf1 login broken", "perf2 login broken"],
  ["prd3 login broken", "prd4 login broken"],
  ["us-east-1 is unreachable", "us-east-2 is unreachable"],
  ["europe-west1 is unreachable", "europe-west4 is unreachable"],
  ["eu1 gateway is slow", "eu2 gateway is slow"],
  ["eu1 gateway is slow", "us1 gateway is slow"],
  ["dc1 lost power", "dc2 lost power"],
  ["az1 lost power", "az2 lost power"],
  // services and parts
  ["checkout-web is slow", "checkout-api is slow"],
  ["Probe of https://a.example.com/health failed", "Probe of https://b.example.com/health failed"],
  ["Health check http://10.2.3.4:8080/healthz failed", "Health check http://10.2.3.4:8080/readyz failed"],
  ["payments-v1 is slow", "payments-v2 is slow"],
  ["API v1 is slow", "API v12 is slow"],
  ["API v10 is slow", "API v12 is slow"],
  ["Kafka topic orders has no leader", "Kafka topic payments has no leader"],
  ["orders-database-write is slow", "orders-consumer-queue is slow"],
  ["orders-redis-https is slow", "orders-database-write is slow"],
  ["s3 errors: 12", "ec2 errors: 12"],
  ["ipv4 errors: 12", "ipv6 errors: 12"],
  ["std::vector overflow", "foo::bar overflow"],
  // percentiles, windows, limits
  ["CPU p50 latency 120ms", "CPU p95 latency 120ms"],
  ["CPU p99 latency 120ms", "CPU p99.9 latency 120ms"],
  ["CPU p99 latency 120ms", "CPU p999 latency 120ms"],
  ["Error budget burn rate 1h", "Error budget burn rate 6h"],
  ["1h burn of the error budget", "6h burn of the error budget"],
  ["Errors in the last 5m: 31", "Errors in the last 30m: 31"],
  ["Errors (5m) are high", "Errors (1h) are high"],
  ["rate[5m] of errors", "rate[1h] of errors"],
  ["load1 is high", "load15 is high"],
  ["1m load is high", "15m load is high"],
  ["Disk 91% > 90%", "Disk 97% > 95%"],
  ["Latency 532ms >= 500ms", "Latency 532ms >= 250ms"],
  ["CPU over 80%", "CPU over 95%"],
  ["CPU above 80 % on web-1", "CPU above 95 % on web-1"],
  ["Latency above 500ms", "Latency above 2s"],
  ["More than 5 errors", "More than 100 errors"],
  ["Free space below 10%", "Free space below 5%"],
  ["At least 3 replicas missing", "At least 1 replicas missing"],
  ["Usage exceeds 80%", "Usage exceeds 95%"],
  ["SLO 99.9 breached", "SLO 99.5 breached"],
  // codes
  ["HTTP 500 from gateway", "HTTP 502 from gateway"],
  ["HTTP 404 from gateway", "HTTP 503 from gateway"],
  ["HTTP500 from gateway", "HTTP503 from gateway"],
  ["status=500 from gateway", "status=504 from gateway"],
  ["5xx from gateway above normal", "4xx from gateway above normal"],
  ["http_5xx is high", "http_4xx is high"],
  ["502s from the edge", "504s from the edge"],
  ["exit code 1 of the importer", "exit code 137 of the importer"],
  ["signal 9 ended the importer", "signal 11 ended the importer"],
  ["Error 1205 in the ledger", "Error 1213 in the ledger"],
  ["error code 1045", "error code 2002"],
  ["ORA-00600 raised", "ORA-01555 raised"],
  ["SQLSTATE 40001 raised", "SQLSTATE 57014 raised"],
  ["EventID 4625 seen", "EventID 1102 seen"],
  ["CVE-2021-44228 found", "CVE-2022-22965 found"],
  ["KB5005565 is missing", "KB5006670 is missing"],
  ["WAF rule 942100 triggered often", "WAF rule 941100 triggered often"],
  ["Step 4 of the close failed", "Step 5 of the close failed"],
  ["Stage 2 of the build failed", "Stage 3 of the build failed"],
  ["port 5432 is unreachable", "port 6379 is unreachable"],
  ["redis.internal:6379 refused", "redis.internal:26379 refused"],
  // versions and kinds
  ["HTTP/1.1 errors", "HTTP/2 errors"],
  ["TLS1.2 handshakes fail", "TLS1.3 handshakes fail"],
  ["TLS 1.2 handshakes fail", "TLS 1.3 handshakes fail"],
  ["sha256 mismatch", "sha512 mismatch"],
  ["MySQL 5.7 replicas lag", "MySQL 8.0 replicas lag"],
  ["Java 11 heap is full", "Java 17 heap is full"],
  ["python3 workers die", "python2 workers die"],
  ["RAID1 degraded", "RAID5 degraded"],
  ["m5.xlarge quota reached", "c5.xlarge quota reached"],
  ["db.r5.large quota reached", "db.m5.large quota reached"],
  ["daily 03:00 job failed", "daily 04:00 job failed"],
  ["x86 builds fail", "arm64 builds fail"],
  ["2FA is down", "3DS is down"],
];

type Page = { provider?: string; facts?: Record<string, string>; title?: string; openingPriority?: string };
const keyed = ({ provider = "pagerduty", facts = {}, title = "Disk full", openingPriority }: Page): KeyedPage => {
  return { provider, facts: { service: "shop", ...facts }, openingTitle: title, openingPriority };
};
const signature = (page: Page) => signatureOf(keyed(page)).signature;

/** Pages that differ in more than their title. */
const TWO_PAGES: readonly (readonly [string, Page, Page])[] = [
  ["services", { facts: { service: "shop" } }, { facts: { service: "billing" } }],
  ["a service and none", { facts: {} }, { facts: { service: "" } }],
  ["environments", { facts: { environment: "prod" } }, { facts: { environment: "staging" } }],
  ["an environment and none", { facts: { environment: "prod" } }, {}],
  ["providers", { provider: "pagerduty" }, { provider: "opsgenie" }],
  ["rules with one title", { facts: { rule: "r-1" } }, { facts: { rule: "r-2" } }],
  ["a rule and a title that spells it", { facts: { rule: "r" } }, { title: "r" }],
  [
    "severities of one Prometheus alert",
    { provider: "alertmanager", title: "KubePersistentVolumeFillingUp", openingPriority: "critical" },
    { provider: "alertmanager", title: "KubePersistentVolumeFillingUp", openingPriority: "warning" },
  ],
  [
    "a severity and none",
    { provider: "alertmanager", title: "Watch", openingPriority: "critical" },
    { provider: "alertmanager", title: "Watch" },
  ],
  [
    "severities of one Zabbix trigger",
    { provider: "zabbix", facts: { rule: "17" }, openingPriority: "High" },
    { provider: "zabbix", facts: { rule: "17" }, openingPriority: "Disaster" },
  ],
  [
    "problems of one Nagios host",
    { provider: "nagios", facts: { dedup: "web1;port 80" } },
    { provider: "nagios", facts: { dedup: "web1;port 443" } },
  ],
];

const ONE_PAGE: readonly (readonly [string, Page, Page])[] = [
  ["a rule under two titles", { facts: { rule: "r-1" }, title: "a" }, { facts: { rule: "r-1" }, title: "b" }],
  [
    "a priority that people gave",
    { provider: "pagerduty", openingPriority: "P1" },
    { provider: "pagerduty", openingPriority: "P4" },
  ],
  [
    "a severity in other letters",
    { provider: "alertmanager", openingPriority: "Critical" },
    { provider: "alertmanager", openingPriority: "critical " },
  ],
  ["dedup keys of single openings", { facts: { dedup: "4f1d" } }, { facts: { dedup: "9a3c" } }],
  [
    "one Nagios problem under two titles",
    { provider: "nagios", facts: { dedup: "web1;disk" }, title: "Disk" },
    { provider: "nagios", facts: { dedup: "web1;disk" }, title: "Disk 2" },
  ],
];

describe("titles keyed by hand", () => {
  it("are at least 120 pairs, each once", () => {
    const pairs = [...ONE_ALERT, ...TWO_ALERTS].map((pair) => [...pair].sort().join("\n"));
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(pairs.length + TWO_PAGES.length + ONE_PAGE.length).toBeGreaterThanOrEqual(120);
  });

  it("over-merges 0: no two alerts share a signature", () => {
    expect(TWO_ALERTS.filter(([a, b]) => signature({ title: a }) === signature({ title: b }))).toEqual([]);
    expect(TWO_PAGES.filter(([, a, b]) => signature(a) === signature(b)).map(([what]) => what)).toEqual([]);
  });

  it("grouping accuracy 1: the pages of one alert share theirs", () => {
    expect(ONE_ALERT.filter(([a, b]) => signature({ title: a }) !== signature({ title: b }))).toEqual([]);
    expect(ONE_PAGE.filter(([, a, b]) => signature(a) !== signature(b)).map(([what]) => what)).toEqual([]);
  });

  /** The miner sees the whole table as the signatures of one service, which is as hard as it can be. */
  it("of the pairs that are two alerts the miner proposes only those that differ in the name of a thing", () => {
    const titles = new Map<string, MinedTitle>();
    for (const title of [...ONE_ALERT, ...TWO_ALERTS].flat()) {
      const { signature: id, key } = signatureOf(keyed({ title }));
      titles.set(id, { id, template: key, provider: "pagerduty", service: "shop", environment: null, severity: null });
    }
    const proposals = mineTemplates([...titles.values()]);
    const together = (a: string, b: string) =>
      proposals.some(({ ids }) => ids.includes(signature({ title: a })) && ids.includes(signature({ title: b })));
    expect(TWO_ALERTS.filter(([a, b]) => together(a, b))).toEqual([
      ["Kafka topic orders has no leader", "Kafka topic payments has no leader"],
    ]);
  });
});
