import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bareTitle, maskTitle, templateOf } from "./mask-title";
import { signatureOf } from "./signature-of";

const page = (title: string, facts = {}) => ({ provider: "pd", facts: { title, service: "shop", ...facts } });
const signature = (title: string, facts = {}) => signatureOf(page(title, facts)).signature;

/** Keyed by hand: every line is one alert, its titles differ only from page to page. */
const ALERTS: readonly (readonly string[])[] = [
  [
    "[FIRING:2] Disk full on web01",
    "Disk full on web02",
    "[RESOLVED] Disk full on web17",
    "[FIRING:1, RESOLVED:2] Disk full on web3",
  ],
  ["[#33] Queue backlog at 12345 messages", "[#4711] Queue backlog at 7 messages"],
  [
    "[Triggered on {host:a}] Load is high",
    "[Re-Triggered on {host:b}] Load is high",
    "PROBLEM: Load is high",
    "OK - Load is high",
  ],
  ['ALARM: "checkout-errors" in EU', 'OK: "checkout-errors" in EU'],
  ["orders-7d9f8c6b5d-x2x4z restarted", "orders-64c87d9f5-bv7kq restarted", "orders-5f6d7c8b9-zzzzz restarted"],
  [
    "Postings stuck for batch b1cbe50f-e555-d28d-764f-297351540be0",
    "Postings stuck for batch 8b195b73-b25c-1fef-4bc6-5a0c9025cb39",
  ],
  ["orders-database-write is slow"],
  ["orders-consumer-queue is slow"],
  ["orders-redis-https is slow"],
  ["CPU 91% on web-01", "CPU 99.5 % on web-7"],
  ["CPU p50 latency 120ms", "CPU p50 latency 1.2s"],
  ["CPU p95 latency 120ms"],
  ["CPU p99 latency 120ms", "CPU p99 latency 98ms"],
  ["CPU p99.9 latency 120ms"],
  ["CPU p999 latency 120ms"],
  ["P1: checkout down"],
  ["P2: checkout down"],
  ["[P1] checkout down"],
  ["[P3] checkout down"],
  ["SEV1 checkout", "SEV1  checkout"],
  ["SEV2 checkout"],
  ["Error rate critical"],
  ["Error rate warning"],
  ["HTTP 500 from gateway"],
  ["HTTP 502 from gateway"],
  ["HTTP 503 from gateway"],
  ["HTTP 404 from gateway"],
  ["5xx from gateway above normal"],
  ["4xx from gateway above normal"],
  ["502s from the edge"],
  ["504s from the edge"],
  ["s3 errors: 12", "s3 errors: 99"],
  ["ec2 errors: 12"],
  ["k8s errors: 12"],
  ["ipv4 errors: 12"],
  ["ipv6 errors: 12"],
  ["sha256 mismatch in object 1", "sha256 mismatch in object 22"],
  ["sha512 mismatch in object 1"],
  ["Error budget burn rate 1h", "Error budget  burn rate 1h"],
  ["Error budget burn rate 6h"],
  ["1h burn of the error budget"],
  ["6h burn of the error budget"],
  ["Errors in the last 5m: 31", "Errors in the last 5m: 4"],
  ["Errors in the last 30m: 31"],
  ["rate[5m] of errors"],
  ["rate[1h] of errors"],
  ["Disk 91% > 90%", "Disk 93.5% > 90%"],
  ["Disk 97% > 95%"],
  ["Latency 532ms >= 500ms", "Latency 1733ms >= 500ms"],
  ["Latency 532ms >= 250ms"],
  ["Request abcdef12-3456-7890-abcd-ef1234567890 failed", "Request 00000000-1111-2222-3333-444444444444 failed"],
  ["Commit 9fceb02d0ae5 failed to deploy", "Commit deadbeef01 failed to deploy"],
  ["Object 0xdeadbeef01 leaked", "Object 0x12abcdef leaked"],
  ["Probe of https://a.example.com/health?x=1 failed", "Probe of https://a.example.com/health?x=2 failed"],
  ["Host 10.0.0.1 is down", "Host 192.168.17.254 is down"],
  ["Peer 10.0.0.1:8080 is lost", "Peer 10.9.9.9:443 is lost", "Peer fe80::1 is lost", "Peer [2001:db8::1]:443 is lost"],
  ["Neighbour 2001:db8::8a2e:370:7334 left", "Neighbour 2001:0db8:85a3:0000:0000:8a2e:0370:7334 left"],
  ["Backup of 2026-11-16 failed", "Backup of 2026-11-17 failed"],
  ["Job started 2026-11-16T02:00:00Z overran", "Job started 2026-11-17 02:00:31.5 UTC overran"],
  ["Replica lag 35s", "Replica lag 2m30s", "Replica lag 1h5m"],
  ["Heap at 3.5GB", "Heap at 900 MB"],
  ["prod1 is unreachable"],
  ["prod2 is unreachable"],
  ["us-east-1 is unreachable"],
  ["us-east-2 is unreachable"],
  ["europe-west1 is unreachable"],
  ["API v1 is slow"],
  ["API v2 is slow"],
  ["i-0abc123def4567890 failed its check", "i-0123456789abcdef0 failed its check"],
  ["Kafka topic orders partition 12 has no leader", "Kafka topic orders partition 3 has no leader"],
  ["Kafka topic payments partition 12 has no leader"],
  ["Certificate expires in 14 days", "Certificate expires in 3 days"],
  ["std::vector overflow"],
  ["foo::bar overflow"],
  ["RESOLVED"],
  [""],
];

describe("signatures of hand-keyed titles", () => {
  it("has at least 60 alerts and 100 titles", () => {
    expect(ALERTS.length).toBeGreaterThanOrEqual(60);
    expect(ALERTS.flat().length).toBeGreaterThanOrEqual(100);
  });

  it.each(ALERTS.map((titles) => ({ titles })))("$titles is one alert", ({ titles }) => {
    expect([...new Set(titles.map((title) => maskTitle(title)))]).toHaveLength(1);
  });

  it("no two alerts are made one (over-merge 0)", () => {
    const owners = new Map<string, number>();
    const merged: string[] = [];
    ALERTS.forEach((titles, alert) => {
      for (const title of titles) {
        const owner = owners.get(signature(title)) ?? alert;
        if (owner !== alert) merged.push(`${title} = ${ALERTS[owner]?.[0]}`);
        owners.set(signature(title), owner);
      }
    });
    expect(merged).toEqual([]);
  });

  it.each([
    ["orders-7d9f8c6b5d-x2x4z on node-12", "orders-<pod> on node-<n>"],
    ["web01.example.com 91.5% of 20 GB, 3 errors", "web<n>.example.com <pct> of <qty>, <n> errors"],
    ["Latency 532ms >= 500ms", "Latency <qty> >= 500ms"],
    ["p99 of checkout 1.2s at 10.0.0.1:443", "p99 of checkout <qty> at <ip>"],
    ["[FIRING:3] [P2] HTTP 503 on db-0", "[P2] HTTP 503 on db-<n>"],
    ["release 1.2.3 failed", "release <n> failed"],
    ["queue has 500ms lag", "queue has <qty> lag"],
  ])("%s is masked to %s", (title, masked) => expect(maskTitle(title)).toBe(masked));
});

describe("signatureOf", () => {
  it("prefers the rule to the title", () => {
    const one = signatureOf(page("Disk full on web01", { rule: "r-1" }));
    expect(one).toMatchObject({ kind: "rule", key: "r-1", provider: "pd", service: "shop", environment: null });
    expect(one.signature).toBe(signature("something else", { rule: "r-1" }));
    expect(one.signature).not.toBe(signature("Disk full on web01", { rule: "r-2" }));
  });

  it("keeps provider, service, environment and kind apart", () => {
    const all = [
      signature("x"),
      signature("x", { service: "billing" }),
      signature("x", { service: undefined }),
      signature("x", { environment: "staging" }),
      signature("x", { environment: "prod" }),
      signature("y", { rule: "x" }),
      signatureOf({ ...page("x"), provider: "opsgenie" }).signature,
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("stays where it was when the title is edited", () => {
    const edited = { ...page("handled by Ann"), openingTitle: "Disk full on web01" };
    expect(signatureOf(edited).signature).toBe(signature("Disk full on web02"));
  });

  it("looks like its recipe and 24 hex digits, and never changes for the same input", () => {
    expect(signature("Disk full on web01")).toMatch(/^v2:[0-9a-f]{24}$/);
    const one = { provider: "pagerduty", facts: { title: "Disk full", service: "db" } };
    expect(signatureOf(one, 1).signature).toMatchInlineSnapshot(`"v1:779cb47438661320a4de9458"`);
    expect(signatureOf(one, 2).signature).toMatchInlineSnapshot(`"v2:672b8f04d7558c0c9ce1052b"`);
  });

  it.each([
    ["SEV 1: a", "SEV <n>: a"],
    ["port 5432 unreachable", "port <n> unreachable"],
    ["[WARN] latency above 500ms", "latency above <qty>"],
    ["Disk usage 91% on db-prod-3 (critical)", "Disk usage <pct> on db-prod-3 (critical)"],
    ["errors (5m) high, http_5xx", "errors (<qty>) high, http_<n>xx"],
    ["orders-7d9f8c6b5d-x2x4z on node-12", "orders-<pod> on node-<n>"],
    ["Probe of https://a.example.com/health?x=1 failed", "Probe of <url> failed"],
    ["pod fluentd-x2x4z, Elb5xxHigh", "pod fluentd-x<n>x<n>z, Elb<n>xxHigh"],
  ])("%s stays what it was by the first recipe", (title, masked) => expect(maskTitle(title, 1)).toBe(masked));

  it("ignores what the first recipe did not know", () => {
    const alert = { provider: "alertmanager", facts: { title: "Watch", dedup: "x" }, openingPriority: "critical" };
    expect(signatureOf(alert, 1)).toEqual(signatureOf({ ...alert, openingPriority: "warning" }, 1));
    expect(signatureOf(alert, 1).severity).toBeNull();
  });

  it("reads any text", () => {
    const words = fc.constantFrom(
      "web01",
      "p99",
      "503",
      "10.0.0.1",
      "> 90%",
      "1h",
      "[FIRING:1]",
      "a-b",
      "12 ms",
      "x::1",
      "P1",
      "\ue000",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 8 }), (parts) => {
        const text = ["x", ...parts].join(" ");
        expect(maskTitle(` [FIRING:7]  ${text}`)).toBe(maskTitle(text));
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it("no two of 50,000 different keys meet", () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => signature("", { rule: `rule-${index}` }));
    expect(new Set(keys).size).toBe(50_000);
  });

  it("reads 100,000 titles in 2.5 s of processor time, under test", () => {
    const titles = ALERTS.flat();
    const before = process.cpuUsage();
    for (let index = 0; index < 100_000; index += 1) signature(titles[index % titles.length] ?? "");
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2500);
  });

  it("a title made to be slow is read at once", () => {
    const before = process.cpuUsage();
    const parts = ["1", "a1", "1:", "::", "-b", "[ok,", "f", "1.", "over ", "1 ", "a-1-", "aa1", "aB1", "a://", "/a1"];
    for (const part of [
      ...parts,
      "0x",
      "00:1b:",
      "jan 1 ",
      "1/",
      "(for ",
      "last_",
      "http",
      "error 0x",
      "-2b",
      "x-2b2b2b2b",
    ])
      maskTitle(part.repeat(4000));
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });
});

describe("the slots of a title", () => {
  it.each<[string, [string, string][]]>([
    [
      "orders-7d9f8c6b5d-x2x4z on node-12",
      [
        ["pod", "7d9f8c6b5d-x2x4z"],
        ["n", "12"],
      ],
    ],
    [
      "Peer 10.0.0.1:443 lost 3.5% of 12 MB",
      [
        ["ip", "10.0.0.1:443"],
        ["pct", "3.5%"],
        ["qty", "12 MB"],
      ],
    ],
    [
      "GET https://a.example:8080/x?n=1 took 2m30s",
      [
        ["n", "1"],
        ["qty", "2m30s"],
      ],
    ],
    ["[FIRING:3] p99 > 500ms on db-0", [["n", "0"]]],
    ["no digits here", []],
  ])("%s", (title, slots) => {
    expect(templateOf(title).slots.map(({ mask, value }) => [mask, value])).toEqual(slots);
  });

  it("put back into the template they give the title", () => {
    const words = fc.constantFrom(
      "web01",
      "p99",
      "10.0.0.1:80",
      "> 90%",
      "12 ms",
      "a.b:8080",
      "-7d9f8c6b5d-x2x4z",
      "SEV 1",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.stringMatching(/^[^<>]*$/)), { maxLength: 8 }), (parts) => {
        const title = ["x", ...parts].join(" ");
        const { template, slots } = templateOf(title);
        let at = 0;
        const whole = template.replace(/<[a-z]+>/g, () => slots[at++]?.value ?? "?");
        expect(at).toBe(slots.length);
        expect(whole).toBe(bareTitle(title));
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
