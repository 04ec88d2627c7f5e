import type { Reason, Verdict } from "@/lib/model/verdict";

/** The trap that a page sets for a careless classifier. */
export type HardNegative =
  | "auto-clear-after-fix"
  | "flapping-with-fix"
  | "nightly-failure-real"
  | "missed-page"
  | "closed-in-two-minutes"
  | "long-with-activity"
  | "unknown-actor"
  | "fault-in-deploy-window"
  | "production-test-title"
  | "saturation-while-scaling"
  | "storm-root"
  | "fault-in-storm";

export type Truth = { verdict: Verdict; reason: Reason | null };
export type End = "source" | "person" | "timeout" | "merge" | "unknown";

/** Mostly 22:00-08:00, mostly 08:00-20:00 and fewer at weekends, evenly, or only 09:00-18:00 on working days. */
export type Hours = "night" | "day" | "any" | "business";

/** When a family opens, in the zone of its team. Days ago count back from the end of the sample: 0 is its last day. */
type When =
  | { kind: "random"; perDay: number; hours: Hours; sinceDaysAgo?: number; beforeDaysAgo?: number }
  /** At an even pace, so that every week has its share. */
  | { kind: "bursts"; perDay: number; hours: Hours; size: Range; gapMinutes: Range }
  | { kind: "burst-on-days"; daysAgo: readonly number[]; hour: number; size: Range; gapMinutes: Range }
  | { kind: "clock"; hour: number; jitterMinutes: number; exceptDaysAgo: readonly number[] }
  | { kind: "on-days"; daysAgo: readonly number[]; hour: number; spreadMinutes: number }
  | { kind: "spread"; everyDays: number; hour: number; spreadMinutes: number };

type Range = readonly [number, number];

/** What people and monitoring do with one page. Shares are of pages, times in minutes. */
export type Course = {
  acked: number;
  /** From opening to acknowledgement. */
  ackAfter: Range;
  /** Share of the acknowledged ones that come only after the first escalation. */
  ackedLate?: number;
  /** From acknowledgement to end, or from opening to end where it was not acknowledged. */
  lasts: Range;
  /** Length of those not acknowledged, where it is another. */
  lastsUnacked?: Range;
  /** Weights of who ends the acknowledged ones. */
  ends: Partial<Record<End, number>>;
  /** Who ends those not acknowledged; `source` unless told. */
  endsUnacked?: End;
  notes?: readonly string[];
  /** Share of the acknowledged ones with a note. */
  noted?: number;
  /** Share escalated by hand to the second line. */
  escalatedByHand?: number;
  /** How many others are asked to help, and join. */
  responders?: number;
  /** Share of pages with those helpers, all unless told. */
  helped?: number;
  /** Handed to this team (by the service it owns), whose person ends it. */
  handedTo?: string;
  /** A note every so many minutes until the end, by the two who work on it. */
  noteEvery?: number;
  /** Put to sleep for so many minutes after each note. */
  snoozed?: number;
};

export type Family = {
  id: string;
  service: string;
  title: string;
  urgency: "high" | "low";
  priority?: "P1" | "P2" | "P3";
  /** `host`: the sender's key repeats per host; otherwise each opening has one of its own. */
  key?: "host";
  /** Raised by hand in the web page. */
  raisedByHand?: true;
  when: When;
  course: Course;
  truth: Truth;
  hard?: HardNegative;
  /** In a burst, the page with this index (from 0) is the one somebody fixed. */
  fixed?: { index: number; course: Course; hard: HardNegative };
  /** The same problem opens a second page, here or on another service, while the first is open. */
  echo?: { service: string; afterSeconds: Range; endedByMerge: number };
};

const noise = (reason: Reason): Truth => ({ verdict: "noise", reason });
const actionable = (reason: Reason): Truth => ({ verdict: "actionable", reason });
const FIXED = actionable("fixed-a-fault");
const UNKNOWABLE: Truth = { verdict: "unclear", reason: null };

const FIXES = [
  "Rolled back {service} to 4.{n}.1, error rate normal again",
  "Raised the connection pool limit from 40 to 80 and restarted the workers, queue is draining",
  "Bad feature flag turned off for all regions, errors stopped within a minute",
  "Node {host} had a failing disk: drained and replaced it, traffic is healthy",
  "Killed a runaway query and added the missing index, latency back to 80 ms",
  "Reverted config change {n}, confirmed with the dashboard that requests succeed",
  "Rotated the expired credential and redeployed, calls to the ledger work again",
  "Memory leak in the image resizer: restarted and opened PAY-{n} for the fix",
] as const;

/** A real fault handled the usual way: taken in minutes, usually noted, closed by hand or cleared once it is fixed. */
const FAULT: Course = {
  acked: 0.96,
  ackAfter: [1.5, 9],
  ackedLate: 0.06,
  lasts: [9, 75],
  lastsUnacked: [20, 40],
  ends: { person: 0.74, source: 0.26 },
  endsUnacked: "person",
  notes: FIXES,
  noted: 0.72,
  escalatedByHand: 0.05,
  responders: 1,
  helped: 0.07,
};
/** The same, cleared by monitoring a moment after the fix. */
const FIXED_THEN_CLEARED: Course = {
  acked: 1,
  ackAfter: [0.7, 1.2],
  lasts: [2, 3.4],
  ends: { source: 1 },
  notes: ["Scaled {service} from 6 to 9 replicas, latency is back to normal", "Restarted the stuck leader on {host}"],
  noted: 1,
};
const CLEARS_AT_ONCE: Course = {
  acked: 0.1,
  ackAfter: [0.6, 1.4],
  lasts: [0.3, 1.6],
  lastsUnacked: [1, 4.2],
  ends: { source: 1 },
};
const MAJOR: Course = {
  acked: 1,
  ackAfter: [1, 4],
  lasts: [50, 170],
  ends: { person: 1 },
  notes: [
    "Customer impact confirmed, failing over to the standby region",
    "Failover done, error rate falling; keeping watch",
    "Root cause is the connection storm after release 4.{n}: rolled back, all checks green",
  ],
  noted: 1,
  escalatedByHand: 0.6,
  responders: 3,
  noteEvery: 25,
};
const NEVER_LOOKED_AT: Course = {
  acked: 0,
  ackAfter: [0, 0],
  lasts: [0, 0],
  lastsUnacked: [4320, 4320],
  ends: {},
  endsUnacked: "timeout",
};
/** The resolve carries no actor: nobody can tell whether it healed. */
const ENDED_BY_SOMETHING: Course = {
  acked: 0,
  ackAfter: [0, 0],
  lasts: [1, 4],
  ends: { unknown: 1 },
  endsUnacked: "unknown",
};

const SEARCH_LATENCY = "[search-api] p99 latency {ms} ms above 800 ms on {pod}";
const PAYMENTS_CPU = "CPU usage {pct}% on {host} above 90% (critical)";
const PUSH_QUEUE = "Push queue depth {depth} on {host} over 5000";
const BACKUP = "Nightly backup of warehouse not finished after {few} min";
const ROLLOUT = "5xx rate {few}% during rollout of payments-api 4.{n}.{m}";
const TERMINATED = "Instance {instance} terminated in asg-search-prod";

/** Every kind of page in the sample. Numbers are ours, made up, and know nothing of the detectors' thresholds. */
export const FAMILIES: readonly Family[] = [
  // The few that wake people: three that nobody needs at night, and one job.
  {
    id: "search-latency",
    service: "search-api",
    title: SEARCH_LATENCY,
    urgency: "high",
    when: { kind: "random", perDay: 4, hours: "night" },
    course: CLEARS_AT_ONCE,
    truth: noise("self-healed"),
  },
  {
    id: "payments-cpu",
    service: "payments-api",
    title: PAYMENTS_CPU,
    urgency: "high",
    when: { kind: "random", perDay: 3.2, hours: "night" },
    course: { ...CLEARS_AT_ONCE, lastsUnacked: [1, 3.8] },
    truth: noise("self-healed"),
  },
  {
    id: "push-queue",
    service: "push-sender",
    title: PUSH_QUEUE,
    urgency: "high",
    key: "host",
    when: { kind: "bursts", perDay: 0.52, hours: "night", size: [4, 8], gapMinutes: [5, 11] },
    course: { acked: 0.12, ackAfter: [0.6, 2], lasts: [0.5, 2], lastsUnacked: [1.5, 4.5], ends: { source: 1 } },
    truth: noise("flapping"),
  },
  {
    id: "nightly-backup",
    service: "warehouse-loader",
    title: BACKUP,
    urgency: "high",
    key: "host",
    when: { kind: "clock", hour: 3, jitterMinutes: 5, exceptDaysAgo: [9, 33, 61] },
    course: { acked: 0.35, ackAfter: [1, 5], lasts: [4, 9], lastsUnacked: [6, 15], ends: { source: 1 } },
    truth: noise("scheduled"),
  },

  // Their real brothers.
  {
    id: "search-latency-fixed",
    service: "search-api",
    title: SEARCH_LATENCY,
    urgency: "high",
    when: { kind: "on-days", daysAgo: [4, 17, 29, 41, 58, 77], hour: 2, spreadMinutes: 180 },
    course: FIXED_THEN_CLEARED,
    truth: FIXED,
    hard: "auto-clear-after-fix",
  },
  {
    id: "payments-cpu-closed-fast",
    service: "payments-api",
    title: PAYMENTS_CPU,
    urgency: "high",
    when: { kind: "on-days", daysAgo: [3, 15, 36, 50, 66, 81], hour: 11, spreadMinutes: 240 },
    course: {
      acked: 1,
      ackAfter: [0.4, 0.8],
      lasts: [0.8, 1.1],
      ends: { person: 1 },
      notes: [
        "Stopped the runaway export job on {host}, CPU back to 30 percent",
        "Killed the stuck reindex task, load normal",
      ],
      noted: 1,
    },
    truth: FIXED,
    hard: "closed-in-two-minutes",
  },
  {
    id: "push-queue-fixed",
    service: "push-sender",
    title: PUSH_QUEUE,
    urgency: "high",
    key: "host",
    when: { kind: "burst-on-days", daysAgo: [5, 26, 47, 70], hour: 15, size: [5, 7], gapMinutes: [5, 11] },
    course: { acked: 0.1, ackAfter: [0.6, 2], lasts: [0.5, 2], lastsUnacked: [1.5, 4.5], ends: { source: 1 } },
    truth: noise("flapping"),
    fixed: {
      index: 3,
      course: {
        acked: 1,
        ackAfter: [0.5, 1.2],
        lasts: [2.2, 3.2],
        ends: { person: 0.5, source: 0.5 },
        notes: ["Doubled the push worker pool and purged the poisoned message, queue is draining"],
        noted: 1,
      },
      hard: "flapping-with-fix",
    },
  },
  {
    id: "nightly-backup-real",
    service: "warehouse-loader",
    title: BACKUP,
    urgency: "high",
    key: "host",
    when: { kind: "on-days", daysAgo: [9, 33, 61], hour: 3, spreadMinutes: 5 },
    course: {
      acked: 1,
      ackAfter: [2, 6],
      lasts: [35, 80],
      ends: { person: 1 },
      notes: ["Backup volume was full: removed old snapshots and re-ran the job, finished at the second attempt"],
      noted: 1,
    },
    truth: FIXED,
    hard: "nightly-failure-real",
  },
  {
    id: "search-latency-unknown-end",
    service: "search-api",
    title: SEARCH_LATENCY,
    urgency: "high",
    when: { kind: "spread", everyDays: 11, hour: 1, spreadMinutes: 300 },
    course: ENDED_BY_SOMETHING,
    truth: UNKNOWABLE,
    hard: "unknown-actor",
  },
  {
    id: "payments-cpu-unknown-end",
    service: "payments-api",
    title: PAYMENTS_CPU,
    urgency: "high",
    when: { kind: "spread", everyDays: 14, hour: 0, spreadMinutes: 300 },
    course: ENDED_BY_SOMETHING,
    truth: UNKNOWABLE,
    hard: "unknown-actor",
  },

  // Other noise.
  {
    id: "disk-usage",
    service: "k8s-platform",
    title: "Disk usage {pct}% on /var/lib/containerd at {host} (warning)",
    urgency: "low",
    when: { kind: "random", perDay: 4.2, hours: "any" },
    course: NEVER_LOOKED_AT,
    truth: noise("ignored"),
  },
  {
    id: "autoscaling",
    service: "search-api",
    title: TERMINATED,
    urgency: "high",
    when: { kind: "random", perDay: 1.8, hours: "day" },
    course: {
      acked: 0.62,
      ackAfter: [1, 7],
      lasts: [1, 4],
      lastsUnacked: [5, 9],
      ends: { person: 0.7, source: 0.3 },
      notes: ["expected, autoscaling", "Expected: autoscaling scaled in", "autoscaling, works as expected, closing"],
      noted: 0.85,
    },
    truth: noise("working-as-expected"),
  },
  {
    id: "autoscaling-real",
    service: "search-api",
    title: TERMINATED,
    urgency: "high",
    when: { kind: "on-days", daysAgo: [13, 45, 74], hour: 14, spreadMinutes: 120 },
    course: {
      acked: 1,
      ackAfter: [1, 4],
      lasts: [15, 30],
      ends: { person: 1 },
      notes: ["No spot capacity left in {region}: moved the group to on-demand instances, queries answered again"],
      noted: 1,
    },
    truth: FIXED,
    hard: "saturation-while-scaling",
  },
  {
    id: "budget-burn-before",
    service: "checkout-web",
    title: "Checkout error budget burn rate {burn}x over 1h",
    urgency: "high",
    when: { kind: "random", perDay: 0.15, hours: "day", beforeDaysAgo: 28 },
    course: FAULT,
    truth: FIXED,
  },
  {
    id: "budget-burn",
    service: "checkout-web",
    title: "Checkout error budget burn rate {burn}x over 1h",
    urgency: "high",
    when: { kind: "random", perDay: 3.4, hours: "any", sinceDaysAgo: 28 },
    course: {
      acked: 0.55,
      ackAfter: [1, 8],
      lasts: [0.5, 4],
      lastsUnacked: [6, 20],
      ends: { person: 0.35, source: 0.65 },
      notes: ["Threshold too tight since the change, nothing wrong", "nothing to see, clears on its own"],
      noted: 0.12,
    },
    truth: noise("threshold"),
  },
  {
    id: "rollout-errors",
    service: "payments-api",
    title: ROLLOUT,
    urgency: "high",
    when: { kind: "random", perDay: 1.3, hours: "business" },
    course: {
      acked: 0.7,
      ackAfter: [0.7, 3],
      lasts: [2, 6],
      lastsUnacked: [4, 8],
      ends: { source: 0.8, person: 0.2 },
      notes: ["deploy in progress", "rolling out, expected", "our deploy"],
      noted: 0.55,
    },
    truth: noise("planned-work"),
  },
  {
    id: "rollout-errors-real",
    service: "payments-api",
    title: ROLLOUT,
    urgency: "high",
    when: { kind: "on-days", daysAgo: [8, 31, 55, 79], hour: 15, spreadMinutes: 90 },
    course: {
      acked: 1,
      ackAfter: [1, 3],
      lasts: [35, 60],
      ends: { person: 1 },
      notes: ["New release breaks card tokens: rolled back to 4.{n}.0, payments succeed again"],
      noted: 1,
    },
    truth: FIXED,
    hard: "fault-in-deploy-window",
  },
  {
    id: "staging-health",
    service: "checkout-web",
    title: "Checkout health check failing on {node} in staging",
    urgency: "low",
    when: { kind: "random", perDay: 1.1, hours: "any" },
    course: {
      acked: 0.1,
      ackAfter: [5, 60],
      lasts: [1, 20],
      lastsUnacked: [4, 120],
      ends: { source: 0.8, person: 0.2 },
    },
    truth: noise("test"),
  },
  {
    id: "replication-warning",
    service: "postgres-main",
    title: "Postgres replication lag {n} s on {host} (warning)",
    urgency: "low",
    when: { kind: "random", perDay: 0.9, hours: "any" },
    course: { acked: 0, ackAfter: [0, 0], lasts: [1, 4], lastsUnacked: [1, 4.5], ends: { source: 1 } },
    truth: noise("self-healed"),
  },
  {
    id: "pod-restarts",
    service: "mobile-bff",
    title: "Pod {pod} restarted {k} times",
    urgency: "high",
    when: { kind: "random", perDay: 0.7, hours: "day" },
    course: { ...CLEARS_AT_ONCE, acked: 0.3, lastsUnacked: [1.5, 4.6] },
    truth: noise("self-healed"),
  },
  {
    id: "backup-success",
    service: "postgres-main",
    title: "Backup of {host} completed successfully",
    urgency: "low",
    when: { kind: "random", perDay: 0.6, hours: "any" },
    course: { ...NEVER_LOOKED_AT, lastsUnacked: [240, 240] },
    truth: noise("info-only"),
  },
  {
    id: "synthetic-no-data",
    service: "edge-gateway",
    title: "Synthetic check login-flow from {region}: no data received",
    urgency: "high",
    when: { kind: "random", perDay: 0.55, hours: "any" },
    course: {
      acked: 0.9,
      ackAfter: [1, 9],
      lasts: [3, 25],
      lastsUnacked: [15, 40],
      ends: { person: 0.7, source: 0.3 },
      notes: ["Check is broken again: the probe agent lost its token", "false alarm, login works, the probe is stuck"],
      noted: 0.6,
    },
    truth: noise("faulty-check"),
  },

  // The same problem twice.
  {
    id: "provider-timeouts",
    service: "payments-api",
    title: "Card provider timeouts {few}% of calls",
    urgency: "high",
    priority: "P3",
    when: { kind: "random", perDay: 0.55, hours: "day" },
    course: FAULT,
    truth: FIXED,
    echo: { service: "checkout-web", afterSeconds: [15, 100], endedByMerge: 0.5 },
  },
  {
    id: "consumer-lag",
    service: "events-stream",
    title: "Consumer group orders-{k} lag {depth} messages",
    urgency: "high",
    when: { kind: "random", perDay: 0.5, hours: "day" },
    course: FAULT,
    truth: FIXED,
    echo: { service: "events-stream", afterSeconds: [10, 60], endedByMerge: 0.4 },
  },

  // Real faults.
  {
    id: "checkout-errors",
    service: "checkout-web",
    title: "Checkout health check failing on {node} in production",
    urgency: "high",
    priority: "P2",
    when: { kind: "random", perDay: 0.7, hours: "day" },
    course: FAULT,
    truth: FIXED,
  },
  {
    id: "replication-critical",
    service: "postgres-main",
    title: "Postgres replication lag {n} s on {host} (critical)",
    urgency: "high",
    priority: "P2",
    when: { kind: "random", perDay: 0.5, hours: "day" },
    course: FAULT,
    truth: FIXED,
  },
  {
    id: "disk-full",
    service: "k8s-platform",
    title: "Disk usage {pct}% on /var/lib/containerd at {host} (critical)",
    urgency: "high",
    when: { kind: "random", perDay: 0.35, hours: "day" },
    course: { ...FAULT, notes: ["Pruned old images on {host} and raised the volume to 200 GB, usage now 41 percent"] },
    truth: FIXED,
  },
  {
    id: "ledger-stuck",
    service: "ledger-worker",
    title: "Ledger postings stuck for account batch {uuid}",
    urgency: "high",
    priority: "P3",
    when: { kind: "random", perDay: 0.75, hours: "day" },
    course: FAULT,
    truth: FIXED,
  },
  {
    id: "index-stale",
    service: "search-indexer",
    title: "Index products-{region} is {n} min behind",
    urgency: "high",
    when: { kind: "random", perDay: 0.8, hours: "day" },
    course: FAULT,
    truth: FIXED,
  },
  {
    id: "suggest-empty",
    service: "suggest-api",
    title: "Suggest returns empty results for {few}% of queries",
    urgency: "high",
    when: { kind: "random", perDay: 0.55, hours: "day" },
    course: FAULT,
    truth: FIXED,
  },
  {
    id: "ingress-errors",
    service: "edge-gateway",
    title: "Ingress 502 rate {few}% from {ip}:443",
    urgency: "high",
    priority: "P2",
    when: { kind: "random", perDay: 0.7, hours: "day" },
    course: FAULT,
    truth: FIXED,
  },
  {
    id: "mobile-crash",
    service: "mobile-bff",
    title: "Crash-free sessions {pct}% on build 7.{n}",
    urgency: "high",
    when: { kind: "random", perDay: 0.6, hours: "day" },
    course: FAULT,
    truth: FIXED,
  },
  {
    id: "etl-failed",
    service: "etl-nightly",
    title: "ETL step load_orders failed (run {uuid})",
    urgency: "high",
    when: { kind: "random", perDay: 0.6, hours: "business" },
    course: FAULT,
    truth: FIXED,
  },
  {
    id: "ab-test-assignment",
    service: "suggest-api",
    title: "A/B test assignment errors {few}% in production",
    urgency: "high",
    when: { kind: "random", perDay: 0.2, hours: "business" },
    course: FAULT,
    truth: FIXED,
    hard: "production-test-title",
  },
  {
    id: "reported-by-support",
    service: "checkout-web",
    title: "Support reports customers cannot pay with {method}",
    urgency: "high",
    raisedByHand: true,
    when: { kind: "random", perDay: 0.18, hours: "business" },
    course: { ...FAULT, acked: 1, ends: { person: 1 } },
    truth: FIXED,
  },
  {
    id: "acquirer-declines",
    service: "payments-api",
    title: "Acquirer declines {few}% of card payments",
    urgency: "high",
    priority: "P2",
    when: { kind: "random", perDay: 0.25, hours: "day" },
    course: {
      ...FAULT,
      lasts: [40, 160],
      notes: ["Acquirer has an incident, their status page confirms it; nothing for us to change, watching"],
    },
    truth: actionable("real-upstream"),
  },
  {
    id: "login-failures",
    service: "mobile-bff",
    title: "Login failures elevated: {few}% of attempts",
    urgency: "high",
    when: { kind: "random", perDay: 0.3, hours: "day" },
    course: { ...FAULT, acked: 1, ends: { person: 1 }, handedTo: "edge-gateway" },
    truth: actionable("wrong-team"),
  },
  {
    id: "certificate-expiry",
    service: "checkout-web",
    title: "TLS certificate of {host}.example.com expires in {k} days",
    urgency: "high",
    when: { kind: "random", perDay: 0.16, hours: "night" },
    course: {
      acked: 1,
      ackAfter: [2, 12],
      lasts: [520, 700],
      ends: { person: 1 },
      notes: ["Renewed the certificate and checked the expiry date from outside"],
      noted: 1,
    },
    truth: actionable("could-wait"),
  },
  {
    id: "major-outage",
    service: "payments-api",
    title: "Payments unavailable: success rate {low}%",
    urgency: "high",
    priority: "P1",
    when: { kind: "on-days", daysAgo: [6, 38, 71], hour: 13, spreadMinutes: 400 },
    course: MAJOR,
    truth: FIXED,
  },
  {
    id: "major-search-outage",
    service: "search-api",
    title: "Search unavailable in {region}",
    urgency: "high",
    priority: "P1",
    when: { kind: "on-days", daysAgo: [23, 52, 84], hour: 10, spreadMinutes: 400 },
    course: MAJOR,
    truth: FIXED,
  },
  {
    id: "missed-major",
    service: "events-stream",
    title: "Order events lost: broker {host} out of sync",
    urgency: "high",
    priority: "P1",
    when: { kind: "on-days", daysAgo: [12, 64], hour: 4, spreadMinutes: 60 },
    course: { acked: 0, ackAfter: [0, 0], lasts: [0, 0], lastsUnacked: [70, 110], ends: {}, endsUnacked: "source" },
    truth: { verdict: "actionable", reason: null },
    hard: "missed-page",
  },
  {
    id: "data-corruption",
    service: "ledger-worker",
    title: "Ledger balance mismatch in {n} accounts",
    urgency: "high",
    priority: "P2",
    when: { kind: "on-days", daysAgo: [19, 48, 75], hour: 9, spreadMinutes: 120 },
    course: {
      acked: 1,
      ackAfter: [2, 6],
      lasts: [1850, 2400],
      ends: { person: 1 },
      notes: [
        "Replaying postings of the second shard, 40 percent done",
        "Mismatch down to a handful, repairing by hand",
      ],
      noted: 1,
      responders: 1,
      noteEvery: 300,
      snoozed: 240,
    },
    truth: FIXED,
    hard: "long-with-activity",
  },
];

/** One night on which the main database went away. Most pages of it only say so again. */
export const STORM = {
  daysAgo: 18,
  /** UTC. */
  hour: 1,
  minute: 12,
  withinMinutes: 20,
  root: {
    id: "storm-root",
    service: "postgres-main",
    title: "Postgres primary {host} unreachable",
    urgency: "high",
    priority: "P1",
    course: { ...MAJOR, lasts: [48, 60], ackAfter: [3, 4], escalatedByHand: 1 },
    truth: FIXED,
    hard: "storm-root",
  },
  fault: {
    id: "storm-own-fault",
    service: "ledger-worker",
    title: "Ledger worker {host} out of disk space",
    urgency: "high",
    course: {
      acked: 1,
      ackAfter: [6, 9],
      lasts: [20, 30],
      ends: { person: 1 },
      notes: ["Not the database: /data was full of core dumps on {host}, removed them and restarted the worker"],
      noted: 1,
    },
    truth: FIXED,
    hard: "fault-in-storm",
  },
  symptoms: [
    { service: "payments-api", title: "Database connection errors on {host}: {n} in 1 min", count: 26 },
    { service: "checkout-web", title: "Checkout requests failing with 503 on {pod}", count: 22 },
    { service: "ledger-worker", title: "Ledger postings delayed by {n} s on {host}", count: 14 },
    { service: "postgres-main", title: "Replica {host} lost its upstream", count: 10 },
  ],
  /** Share of the symptoms that people merged into the root; the rest cleared once it was back. */
  merged: 0.45,
} as const;
