import { describe, expect, it } from "vitest";
import { type MinedTitle, mineTemplates } from "./mine-templates";
import { signatureOf } from "./signature-of";

/** As monitoring systems write them: two pages of one alert. */
const ONE_ALERT: readonly (readonly [string, string])[] = [
  // Nagios / Icinga
  ["** PROBLEM Host Alert: web01 is DOWN **", "** PROBLEM Host Alert: web14 is DOWN **"],
  [
    "** PROBLEM Service Alert: db-3/Disk Space is CRITICAL **",
    "** PROBLEM Service Alert: db-11/Disk Space is CRITICAL **",
  ],
  ["DISK CRITICAL - free space: /var 812 MB (4% inode=91%)", "DISK CRITICAL - free space: /var 90 MB (1% inode=88%)"],
  ["CHECK_NRPE: Socket timeout after 10 seconds on app-7", "CHECK_NRPE: Socket timeout after 30 seconds on app-12"],
  // Zabbix
  [
    "Problem: High CPU utilization (over 90% for 5m) on zbx-web-1",
    "Problem: High CPU utilization (over 90% for 5m) on zbx-web-2",
  ],
  ["Resolved in 1h 5m 3s: Zabbix agent is not available", "Resolved in 45s: Zabbix agent is not available"],
  [
    "/var: Disk space is critically low (used > 90%) on sql-3",
    "/var: Disk space is critically low (used > 90%) on sql-9",
  ],
  ["Interface eth0: Link down on sw-12", "Interface eth0: Link down on sw-4"],
  // CloudWatch
  ['ALARM: "prod-orders-5xx" in EU (Ireland)', 'OK: "prod-orders-5xx" in EU (Ireland)'],
  [
    'ALARM: "TargetTracking-table/orders-AlarmHigh-5f0c1d2e-8a7b-4c3d-9e8f-001122334455" in US East (N. Virginia)',
    'ALARM: "TargetTracking-table/orders-AlarmHigh-9b2f4c6d-1a2b-4e5f-8a9b-aabbccddeeff" in US East (N. Virginia)',
  ],
  [
    "arn:aws:lambda:us-east-1:123456789012:function:import failed 3 times",
    "arn:aws:lambda:us-east-1:123456789012:function:import failed 17 times",
  ],
  ["RDS instance vol-0a1b2c3d4e5f67890 IOPS exhausted", "RDS instance vol-0fedcba9876543210 IOPS exhausted"],
  // Datadog
  [
    "[Triggered] [P2] High error rate on service:checkout env:prod",
    "[Recovered] [P2] High error rate on service:checkout env:prod",
  ],
  [
    "[Re-Triggered on {host:i-0abc123def4567890}] Memory is low",
    "[Triggered on {host:i-0123456789abcdef0}] Memory is low",
  ],
  ["[No data on {host:a1}] Heartbeat lost", "[Triggered on {host:b7}] Heartbeat lost"],
  ["[Warn] Disk usage on {host:web-1}", "[Warn] Disk usage on {host:web-2}"],
  ["avg(last_5m) of errors is 812 > 100", "avg(last_5m) of errors is 12000 > 100"],
  // Sentry
  ["New issue SHOP-4711: KeyError in checkout", "New issue SHOP-4712: KeyError in checkout"],
  ["Timeout of 3000ms exceeded", "Timeout of 5000ms exceeded"],
  // Pingdom / UptimeRobot / StatusCake
  [
    "DOWN alert: Shop front (https://shop.example.com/health?t=1700000001) is DOWN",
    "DOWN alert: Shop front (https://shop.example.com/health?t=1700009999) is DOWN",
  ],
  ["Monitor is DOWN: Shop - HTTP 503 - 12 seconds", "Monitor is DOWN: Shop - HTTP 503 - 3 minutes"],
  ["GET https://api.example.com/orders/98122 returned 500", "GET https://api.example.com/orders/7 returned 500"],
  [
    "GET https://api.example.com/orders/5f0c1d2e-8a7b-4c3d-9e8f-001122334455 is slow",
    "GET https://api.example.com/orders/9b2f4c6d-1a2b-4e5f-8a9b-aabbccddeeff is slow",
  ],
  ["https://10.2.3.4:8443/healthz is failing", "https://10.9.8.7:8443/healthz is failing"],
  ["Probe http://web-03.internal:8080/healthz failed", "Probe http://web-11.internal:8080/healthz failed"],
  // Kubernetes
  ["Pod shop/checkout-api-7d9f8b6c5d-x2kqp is CrashLooping", "Pod shop/checkout-api-5c8b7d9f64-wz7bn is CrashLooping"],
  ["Pod kube-system/fluentd-x2x4z is not ready", "Pod kube-system/fluentd-8kq7b is not ready"],
  ["Job shop/report-28391840 failed", "Job shop/report-28391900 failed"],
  ["Pod shop/report-28391840-x2x4z failed", "Pod shop/report-28391900-bv7kq failed"],
  ["StatefulSet kafka: pod kafka-0 not ready", "StatefulSet kafka: pod kafka-2 not ready"],
  ["Node gke-prod-pool-1-5f6d7c8b-x2x4 NotReady", "Node gke-prod-pool-1-5f6d7c8b-bv7k NotReady"],
  ["Node ip-10-0-3-17.eu-west-1.compute.internal NotReady", "Node ip-10-0-12-201.eu-west-1.compute.internal NotReady"],
  ["PVC data-postgres-0 is 91% full", "PVC data-postgres-2 is 97% full"],
  ["Container api OOMKilled (restarts: 5)", "Container api OOMKilled (restarts: 17)"],
  // Kafka, queues, data
  [
    "Consumer lag of orders-consumer is 120000 on partition 3",
    "Consumer lag of orders-consumer is 900 on partition 11",
  ],
  ["Kafka lag > 10000 on topic orders (now 48211)", "Kafka lag > 10000 on topic orders (now 12001)"],
  ["RabbitMQ queue payments.in has 5211 messages", "RabbitMQ queue payments.in has 90017 messages"],
  [
    "Airflow DAG load_orders failed (run scheduled__2026-11-16T02:00:00+00:00)",
    "Airflow DAG load_orders failed (run scheduled__2026-11-17T02:00:00+00:00)",
  ],
  ["Replication lag on pg-replica-2 is 00:03:12", "Replication lag on pg-replica-2 is 01:10:00"],
  ["Slow query (12.3s) on orders", "Slow query (3s) on orders"],
  ["Backup orders-2026-11-16.dump missing", "Backup orders-2026-11-17.dump missing"],
  ["Backup orders_20261116.dump missing", "Backup orders_20261117.dump missing"],
  // people, ids, addresses
  ["Payment pi_3MtwBwLkdIwHu7ix28a3tqPa failed", "Payment pi_1Kx9QpLkdIwHu7ix0a3tqZb4 failed"],
  ["Order #98122 stuck for 2 hours", "Order #7 stuck for 35 minutes"],
  ["trace_id=4bf92f3577b34da6a3ce929d0e0e4736 failed", "trace_id=00f067aa0ba902b7a3ce929d0e0e4736 failed"],
  ["Build #1234 of main failed", "Build #1301 of main failed"],
  ["Deploy 3f9a8b7 to prod failed", "Deploy 0c1d2e3 to prod failed"],
  ["SSH brute force from 203.0.113.7", "SSH brute force from 198.51.100.23"],
  ["Job failed on Mon, 16 Nov 2026 02:00:03 GMT", "Job failed on Tue, 17 Nov 2026 02:00:01 GMT"],
  ["Job failed at 02:00:03", "Job failed at 03:10:44"],
  ["Job failed on 11/16/2026", "Job failed on 11/17/2026"],
  ["Event 1700000001 lost", "Event 1700009999 lost"],
  ["MAC 00:1b:44:11:3a:b7 flaps", "MAC 08:00:27:aa:bb:cc flaps"],
  ["Temperature is -3.5 °C in rack 12", "Temperature is 41 °C in rack 3"],
  ["Revenue down 12.5% vs last week", "Revenue down 30% vs last week"],
  ["Cost is $1,234.56 today", "Cost is $98.10 today"],
  ["Disk /dev/nvme1n1 is failing on db-1", "Disk /dev/nvme1n1 is failing on db-2"],
];

/** Two alerts: a silence on the one must not hide the other. */
const TWO_ALERTS: readonly (readonly [string, string])[] = [
  ["Health check http://10.2.3.4:8080/healthz failed", "Health check http://10.2.3.4:8080/readyz failed"],
  ["Probe of https://shop.example.com/ failed", "Probe of https://api.example.com/ failed"],
  ["Probe of https://shop.example.com failed", "Probe of https://shop.example.org failed"],
  ["https://api.example.com/v1/orders is slow", "https://api.example.com/v2/orders is slow"],
  ["https://api.example.com/orders is slow", "https://api.example.com/payments is slow"],
  ["https://staging.example.com/ is down", "https://prod.example.com/ is down"],
  ["https://shop.example.com:8443/ is down", "https://shop.example.com:443/ is down"],
  ["http://shop.example.com/ is down", "https://shop.example.com/ is down"],
  ["wss://push.example.com/events is down", "wss://push.example.com/state is down"],
  ["amqp://mq.internal/orders blocked", "amqp://mq.internal/payments blocked"],
  ["s3://backups/orders missing", "s3://backups/ledger missing"],
  ["postgres://db.internal:5432/orders refused", "postgres://db.internal:5432/ledger refused"],
  ["jdbc:mysql://db1/orders refused", "jdbc:mysql://db1/ledger refused"],
  ["https://eu.example.com/health failed", "https://us.example.com/health failed"],
  ["https://eu-west-1.example.com/health failed", "https://us-east-1.example.com/health failed"],
  ["https://hooks.example.com/stripe 502", "https://hooks.example.com/paypal 502"],
  ["https://a.example.com/search?type=orders fails", "https://a.example.com/search?type=users fails"],
  ["GET /healthz failed on web-1", "GET /readyz failed on web-1"],
  ["GET /livez failed", "GET /startupz failed"],
  ["GET /api/orders/17 is slow", "GET /api/users/17 is slow"],
  ["GET /api/orders/17 is slow", "POST /api/orders/17 is slow"],
  ["GET /api/orders/17/items is slow", "GET /api/orders/17 is slow"],
  ["GET /api/v1/orders is slow", "GET /api/v2/orders is slow"],
  ["Disk /var 91% full", "Disk /data 91% full"],
  ["Disk /data1 91% full", "Disk /data2 91% full"],
  ["Disk /mnt/disk1 91% full", "Disk /mnt/disk2 91% full"],
  ["Disk C: 91% full", "Disk D: 91% full"],
  ["Disk /dev/sda1 is failing", "Disk /dev/sdb1 is failing"],
  ["DISK CRITICAL - free space: /var 812 MB", "DISK WARNING - free space: /var 812 MB"],
  ["Inodes of /var at 91%", "Disk of /var at 91%"],
  [
    "** PROBLEM Service Alert: db-3/Disk Space is CRITICAL **",
    "** PROBLEM Service Alert: db-3/Disk Space is WARNING **",
  ],
  ["** PROBLEM Service Alert: db-3/Disk Space is CRITICAL **", "** PROBLEM Service Alert: db-3/Load is CRITICAL **"],
  ["[Warn] Disk usage is high", "[Triggered] Disk usage is high"],
  ["[P1] [Triggered] Errors", "[P3] [Triggered] Errors"],
  ["High CPU utilization (over 90% for 5m)", "High CPU utilization (over 80% for 5m)"],
  ["High CPU utilization (over 90% for 5m)", "High CPU utilization (over 90% for 15m)"],
  ["Kafka lag > 10000 on topic orders", "Kafka lag > 50000 on topic orders"],
  ["Kafka lag of orders-consumer", "Kafka lag of orders-producer"],
  ["Kafka cluster kafka-eu lag", "Kafka cluster kafka-us lag"],
  ["SQS queue orders-in age 300s", "SQS queue orders-out age 300s"],
  ["SQS queue orders age 300s", "SQS queue orders-dlq age 300s"],
  ["SQS queue prod-orders deep", "SQS queue stage-orders deep"],
  ["Queue q1 is deep", "Queue q2 is deep"],
  ["Latency in us-east-1 high", "Latency in eu-west-1 high"],
  ["Latency in us-east-1a high", "Latency in us-east-1b high"],
  ["Latency in europe-west1-b high", "Latency in europe-west4-a high"],
  ["Latency in westeurope high", "Latency in northeurope high"],
  ["Latency in eastus2 high", "Latency in eastus high"],
  ["Latency in fra1 high", "Latency in fra2 high"],
  ["Latency in ams3 high", "Latency in nyc3 high"],
  ["env:prod errors", "env:staging errors"],
  ["namespace=shop-prod pods crash", "namespace=shop-qa pods crash"],
  ["shop_prod errors", "shop_dev errors"],
  ["ShopProdErrors", "ShopStagingErrors"],
  ["Pod checkout-api-7d9f8b6c5d-x2kqp crash", "Pod checkout-web-7d9f8b6c5d-x2kqp crash"],
  ["Pod orders-redis-https crash", "Pod orders-proxy-grpcs crash"],
  ["KubePodCrashLooping", "KubePodNotReady"],
  ["Job shop/report-28391840 failed", "Job shop/invoice-28391840 failed"],
  ["Container api OOMKilled", "Container sidecar OOMKilled"],
  ["cronjob hourly-report failed", "cronjob daily-report failed"],
  ["p95 latency of checkout", "p99 latency of checkout"],
  ["Latency p95 of checkout > 500ms", "Latency avg of checkout > 500ms"],
  ["Error budget burn 14.4x (1h)", "Error budget burn 6x (6h)"],
  ["Certificate expires in less than 7 days", "Certificate expires in less than 30 days"],
  ["Certificate of a.example.com expires in 7 days", "Certificate of b.example.com expires in 7 days"],
  ["DNS ns1.example.com timeout", "DNS ns1.example.org timeout"],
  ["HTTP 502 Bad Gateway", "HTTP 504 Gateway Timeout"],
  ["status code 429 from stripe", "status code 500 from stripe"],
  ["Error 0x80070005 in update", "Error 0x80240034 in update"],
  ["MySQL error 1205", "MySQL error 1213"],
  ["SIGKILL (9) in worker", "SIGSEGV (11) in worker"],
  ["exit code: 137", "exit code: 1"],
  ["Lambda import timed out", "Lambda export timed out"],
  ["ECS task checkout:17 stopped", "ECS task search:17 stopped"],
  ["EC2 CPU high", "RDS CPU high"],
  ["BGP session to AS64500 down", "BGP session to AS64501 down"],
  ["Only 1 of 3 nodes up", "Only 2 of 5 brokers up"],
  ["TypeError in checkout", "ValueError in checkout"],
  ["User login failing for tenant acme", "User login failing for tenant globex"],
  ["Heartbeat lost: billing-cron", "Heartbeat lost: email-cron"],
  ["Payments via stripe failing", "Payments via adyen failing"],
  ["Load average 1m high", "Load average 15m high"],
  ["Swap usage high", "Memory usage high"],
  ["No data from sensor-a", "No data from sensor-b"],
  ["[shop] Errors", "[ledger] Errors"],
  ["Android app crash rate", "iOS app crash rate"],
  ["IPv4 reachability", "IPv6 reachability"],
  ["web-critical queue backlog", "web-default queue backlog"],
  ["critical: Backup failed", "warning: Backup failed"],
  ["Backup failed: CRITICAL", "Backup failed: OK"],
  ["Sev2 - Search down", "Sev4 - Search down"],
  ["MINOR: fan speed", "MAJOR: fan speed"],
  ["Azure: Sev1 Fired: cpu", "Azure: Sev3 Fired: cpu"],
  ["ticket queue level-1 backlog", "ticket queue level-2 backlog"],
  ["Oracle ORA-01555 snapshot too old", "Oracle ORA-00060 deadlock"],
  ["region=eu1 errors", "region=us1 errors"],
  ["Postgres 14 replica lag 3 s", "Postgres 16 replica lag 3 s"],
  ["feed2000 stalled", "cafe2024 stalled"],
  ["Elb5xxErrorsHigh", "Elb4xxErrorsHigh"],
  ["ApiP99LatencyHigh", "ApiP50LatencyHigh"],
  ["ErrorBudgetBurn1h", "ErrorBudgetBurn6h"],
  ["CheckoutHttp500High", "CheckoutHttp503High"],
  ["Sev1CheckoutDown", "Sev2CheckoutDown"],
  ["ShopProd1Down", "ShopProd2Down"],
  ["avg(last_5m):errors > 10", "avg(last_30m):errors > 10"],
  ["Mailbox orders@shop.example bounces", "Mailbox invoices@shop.example bounces"],
  ["Kafka cluster 1 is degraded", "Kafka cluster 2 is degraded"],
  ["SQL Server 2016 backup failed", "SQL Server 2019 backup failed"],
  ["job-5f6d7c8b-fail is late", "job-5f6d7c8b-slow is late"],
  ["S3BucketReplicationFailed", "S3BucketRetentionFailed"],
  ["5f6d7c8b-worker stuck", "5f6d7c8b-leader stuck"],
  ["/data1: Disk space is low", "/data2: Disk space is low"],
];

const identityOf = (title: string) => {
  return signatureOf({ provider: "pagerduty", facts: { title, service: "shop" }, openingTitle: title });
};
const signature = (title: string) => identityOf(title).signature;

describe("titles of monitoring systems", () => {
  it("are at least 150 pairs, each once", () => {
    const pairs = [...ONE_ALERT, ...TWO_ALERTS].map((pair) => [...pair].sort().join("\n"));
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(pairs.length).toBeGreaterThanOrEqual(150);
  });

  it.each(ONE_ALERT)("%s = %s", (one, other) => expect(identityOf(one).key).toBe(identityOf(other).key));

  it.each(TWO_ALERTS)("%s is not %s", (one, other) => expect(signature(one)).not.toBe(signature(other)));

  /** All of them as the signatures of one service, which is as hard as it can be. */
  it("the miner proposes none that differ in a severity, an environment, a place, a limit or a code", () => {
    const titles = new Map<string, MinedTitle>();
    for (const title of [...ONE_ALERT, ...TWO_ALERTS].flat()) {
      const { signature: id, key } = identityOf(title);
      titles.set(id, { id, template: key, provider: "pagerduty", service: "shop", environment: null, severity: null });
    }
    const proposals = mineTemplates([...titles.values()]);
    const together = (a: string, b: string) =>
      proposals.some(({ ids }) => ids.includes(signature(a)) && ids.includes(signature(b)));
    expect(TWO_ALERTS.filter(([a, b]) => together(a, b))).toMatchInlineSnapshot(`
      [
        [
          "Disk C: 91% full",
          "Disk D: 91% full",
        ],
        [
          "Pod checkout-api-7d9f8b6c5d-x2kqp crash",
          "Pod checkout-web-7d9f8b6c5d-x2kqp crash",
        ],
        [
          "Pod orders-redis-https crash",
          "Pod orders-proxy-grpcs crash",
        ],
        [
          "Container api OOMKilled",
          "Container sidecar OOMKilled",
        ],
        [
          "Lambda import timed out",
          "Lambda export timed out",
        ],
        [
          "ECS task checkout:17 stopped",
          "ECS task search:17 stopped",
        ],
        [
          "Only 1 of 3 nodes up",
          "Only 2 of 5 brokers up",
        ],
        [
          "User login failing for tenant acme",
          "User login failing for tenant globex",
        ],
        [
          "Heartbeat lost: billing-cron",
          "Heartbeat lost: email-cron",
        ],
        [
          "Payments via stripe failing",
          "Payments via adyen failing",
        ],
        [
          "No data from sensor-a",
          "No data from sensor-b",
        ],
      ]
    `);
  });
});
