import { createHmac } from "node:crypto";
import { createRandom, type Random } from "@/lib/sample/random";

/** One request as a sender makes it, before it is signed. */
export type Body = {
  provider: CampaignProvider;
  /** The sender's id of the delivery: a redelivery has the same one. */
  id: string;
  text: string;
};

export const CAMPAIGN_PROVIDERS = ["pagerduty", "incident-io", "alertmanager", "opsgenie", "grafana-oncall"] as const;
export type CampaignProvider = (typeof CAMPAIGN_PROVIDERS)[number];

const MEDIAN_BYTES = 4_000;
const P99_BYTES = 55_000;
/** log(55,000 / 4,000) / 2.326, so that the sizes are log-normal with this median and 99th percentile. */
const SIGMA = Math.log(P99_BYTES / MEDIAN_BYTES) / 2.326;
/** The sender of PagerDuty promises delivery up to here. */
const MAX_BYTES = 55_000;
const SERVICES = ["checkout", "search", "login", "billing", "mail", "catalogue", "stock", "maps"];
const TITLES = ["Queue is full", "Latency above 2 s", "Disk almost full", "No answer from replica", "Error rate high"];
const PEOPLE = ["ada", "ben", "cleo", "dan", "eva", "finn", "gus", "hana", "ivo", "jule"];

type Step = "open" | "take" | "close";
type Life = { provider: CampaignProvider; no: number; openedAt: number; steps: Step[]; service: string; title: string };

/** Endless bodies of five providers that tell lives of pages: opened, mostly taken, closed. The seed decides all. */
export function* bodies(seed: number, from: number): Generator<Body> {
  const random = createRandom(`bodies ${seed}`);
  const open: Life[] = [];
  let no = seed * 10_000_000;
  for (;;) {
    if (open.length < 40 || random.chance(0.3)) {
      no += 1;
      open.push(newLife(random, no, from));
    }
    const life = random.pick(open);
    const step = life.steps.shift();
    if (life.steps.length === 0) open.splice(open.indexOf(life), 1);
    if (step === undefined) continue;
    const at = life.openedAt + AFTER_MS[step];
    const value = WRITERS[life.provider](life, step, at, random.pick(PEOPLE));
    const size = Math.min(MAX_BYTES, Math.exp(Math.log(MEDIAN_BYTES) + SIGMA * normal(random)));
    yield { provider: life.provider, id: `msg_${life.no}_${step}`, text: padded(value, size) };
  }
}

const AFTER_MS: Readonly<Record<Step, number>> = { open: 0, take: 90_000, close: 600_000 };

function newLife(random: Random, no: number, from: number): Life {
  const provider = random.pick(CAMPAIGN_PROVIDERS);
  // A monitoring system knows nobody who could take it.
  const isTaken = provider !== "alertmanager" && random.chance(0.6);
  return {
    provider,
    no,
    openedAt: from + (no % 10_000_000) * 1_000,
    steps: isTaken ? ["open", "take", "close"] : ["open", "close"],
    service: random.pick(SERVICES),
    title: random.pick(TITLES),
  };
}

/** Fills a member that nobody reads until the body has its size. */
function padded(value: Record<string, unknown>, size: number): string {
  const bare = JSON.stringify({ ...value, filling: "" });
  return JSON.stringify({ ...value, filling: "x".repeat(Math.max(0, Math.round(size) - bare.length)) });
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

const iso = (at: number) => new Date(at).toISOString();
const user = (name: string) => ({ id: `U-${name}`, type: "user_reference", summary: name });

type Writer = (life: Life, step: Step, at: number, person: string) => Record<string, unknown>;

const WRITERS: Readonly<Record<CampaignProvider, Writer>> = {
  pagerduty: ({ no, openedAt, service, title }, step, at, person) => ({
    event: {
      id: `01EVENT${no}${step.toUpperCase()}`,
      event_type: { open: "incident.triggered", take: "incident.acknowledged", close: "incident.resolved" }[step],
      resource_type: "incident",
      occurred_at: iso(at),
      agent: step === "open" ? null : user(person),
      data: {
        id: `Q${no}`,
        type: "incident",
        number: no,
        title,
        status: { open: "triggered", take: "acknowledged", close: "resolved" }[step],
        created_at: iso(openedAt),
        service: { id: `S-${service}`, type: "service_reference", summary: service },
        assignees: step === "close" ? [] : [user(person)],
        urgency: "high",
      },
    },
  }),
  "incident-io": ({ no, openedAt, service, title }, step, at, person) => {
    const someone = { id: `01U${person}`, name: person, email: `${person}@example.com` };
    const events = [
      { id: `${no}-1`, event: "triggered", occurred_at: iso(openedAt) },
      { id: `${no}-2`, event: "notified_users", occurred_at: iso(openedAt + 1_000), urgency: "high", users: [someone] },
      ...(step === "open"
        ? []
        : [{ id: `${no}-3`, event: "acked", occurred_at: iso(openedAt + 90_000), users: [someone] }]),
    ];
    const type = step === "open" ? "escalation_created_v1" : "escalation_status_updated_v1";
    return {
      event_type: `public_escalation.${type}`,
      [`public_escalation.${type}`]: {
        id: `01ESC${no}`,
        title: `${title} on ${service}`,
        status: { open: "triggered", take: "acked", close: "resolved" }[step],
        created_at: iso(openedAt),
        updated_at: iso(at),
        events: step === "close" ? [...events, { id: `${no}-4`, event: "resolved", occurred_at: iso(at) }] : events,
        related_alerts: [],
      },
    };
  },
  alertmanager: ({ no, openedAt, service, title }, step, at) => ({
    version: "4",
    groupKey: `{}:{alertname="${title}"}`,
    status: step === "open" ? "firing" : "resolved",
    receiver: "squelch",
    groupLabels: { alertname: title },
    commonLabels: { alertname: title, service },
    commonAnnotations: {},
    externalURL: "http://alertmanager.example.com",
    truncatedAlerts: 0,
    alerts: [
      {
        status: step === "open" ? "firing" : "resolved",
        labels: { alertname: title, service, instance: `host-${no}` },
        annotations: { summary: title },
        startsAt: iso(openedAt),
        endsAt: step === "open" ? "0001-01-01T00:00:00Z" : iso(at),
        generatorURL: "http://prometheus.example.com/graph",
        fingerprint: no.toString(16).padStart(16, "0"),
      },
    ],
  }),
  opsgenie: ({ no, openedAt, service, title }, step, at, person) => ({
    action: { open: "Create", take: "Acknowledge", close: "Close" }[step],
    alert: {
      alertId: `5f0c-${no}-${openedAt}`,
      tinyId: String(no),
      alias: `alias-${no}`,
      message: title,
      entity: service,
      priority: "P2",
      tags: [],
      teams: [],
      recipients: [],
      createdAt: openedAt,
      updatedAt: at * 1_000_000,
      username: step === "open" ? "System" : `${person}@example.com`,
      userId: step === "open" ? "" : `og-${person}`,
    },
    source: { name: "web", type: step === "open" ? "API" : "web" },
    integrationId: "i-1",
    integrationName: "Webhook",
  }),
  "grafana-oncall": ({ no, openedAt, service, title }, step, at, person) => {
    const someone = { id: `GU${person}`, username: person, email: `${person}@example.com` };
    return {
      event: { type: { open: "alert group created", take: "acknowledge", close: "resolve" }[step], time: iso(at) },
      user: step === "open" ? null : someone,
      alert_group_id: `I${no}`,
      alert_group: {
        id: `I${no}`,
        state: { open: "firing", take: "acknowledged", close: "resolved" }[step],
        title,
        alerts_count: 1,
        created_at: iso(openedAt),
        acknowledged_at: step === "open" ? null : iso(openedAt + 90_000),
        resolved_at: step === "close" ? iso(at) : null,
        permalinks: { web: `https://example.com/a/I${no}` },
        labels: {},
      },
      alert_payload: { fingerprint: `f${no}`, labels: { alertname: title, service } },
      integration: { id: "C1", type: "alertmanager", name: service, team: "core", labels: {} },
      alert_group_acknowledged_by: step === "take" ? someone : null,
      alert_group_resolved_by: step === "close" ? someone : null,
      notified_users: step === "open" ? [someone] : [],
    };
  },
};

/** What a sender adds to prove itself. `secret` is the signing secret, or the value of the secret header. */
export function proofHeaders({ provider, id, text }: Body, secret: string): Record<string, string> {
  if (provider === "pagerduty") {
    return { "x-pagerduty-signature": `v1=${createHmac("sha256", secret).update(text).digest("hex")}` };
  }
  if (provider === "incident-io") {
    const at = String(Math.floor(Date.now() / 1000));
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const signature = createHmac("sha256", key).update(`${id}.${at}.${text}`).digest("base64");
    return { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": `v1,${signature}` };
  }
  return {};
}
