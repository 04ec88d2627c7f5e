import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { drainBatch } from "@/db/jobs/drain-inbox";
import { createTestDb, type TestDb } from "@/db/test-db";
import { deliver, ledgerFaults, makeSource } from "@/db/test-deliveries";
import { emptyWorkspace, importText } from "@/db/test-import";

const NOW = Date.parse("2026-11-10T12:00:00Z");
const AT = "2026-11-03T02:00:00Z";
const ANA = "ana.brandt@north.example";
let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(NOW);
});
afterAll(() => db.drop());
beforeEach(() => emptyWorkspace(ctx));

type Told = { provider: string; body: object };

const og = (body: object): Told => ({ provider: "opsgenie", body });
const ogAlert = { alertId: "a-1", tinyId: "7", message: "Disk is filling", createdAt: Date.parse(AT) };
const opsgenie = {
  webhook: og({
    action: "Acknowledge",
    alert: { ...ogAlert, updatedAt: Date.parse(AT) + 60_000, username: ANA, userId: "u-1" },
    source: { name: "", type: "web" },
    integrationName: "OUT",
  }),
  responders: og({
    action: "Create",
    alert: { ...ogAlert, updatedAt: Date.parse(AT), responders: [{ type: "user", id: "u-1" }] },
    integrationName: "OUT",
  }),
  users: og({ data: [{ id: "u-1", username: ANA, fullName: "Ana Brandt", timeZone: "Europe/Berlin" }] }),
  recipients: og({
    alertId: "a-1",
    data: [{ user: { id: "u-1", username: ANA }, state: "sent", method: "sms", createdAt: AT, updatedAt: AT }],
  }),
};

const oncall = (body: object): Told => ({ provider: "grafana-oncall", body });
const grafana = {
  webhook: oncall({
    event: { type: "acknowledge", time: AT },
    user: { id: "UANA", username: "ana", email: ANA.toUpperCase() },
    alert_group_id: "I1",
    alert_group: {
      id: "I1",
      state: "acknowledged",
      title: "Disk",
      alerts_count: 1,
      created_at: AT,
      acknowledged_at: AT,
    },
    alert_payload: {},
  }),
  group: oncall({
    id: "I2",
    alerts_count: 1,
    created_at: AT,
    acknowledged_at: AT,
    acknowledged_by: "UANA",
    state: "acknowledged",
  }),
  users: oncall({ results: [{ id: "UANA", username: ANA, name: "Ana", role: "user", timezone: "Europe/Berlin" }] }),
};

const incident: Told = {
  provider: "incident-io",
  body: {
    event_type: "public_escalation.escalation_created_v1",
    "public_escalation.escalation_created_v1": {
      id: "01ESC",
      title: "Disk",
      status: "acked",
      created_at: AT,
      updated_at: AT,
      events: [{ id: "e1", event: "acked", occurred_at: AT, users: [{ id: "01U", name: "Ana Brandt", email: ANA }] }],
      related_alerts: [],
    },
  },
};

const pd = (body: object): Told => ({ provider: "pagerduty", body });
const pagerduty = {
  webhook: pd({
    event: {
      id: "01EVENT",
      event_type: "incident.acknowledged",
      resource_type: "incident",
      occurred_at: AT,
      agent: { id: "PANA", type: "user_reference", summary: "Ana Brandt" },
      data: { id: "Q1", type: "incident", number: 1, title: "Disk", status: "acknowledged", created_at: AT },
    },
  }),
  users: pd({ users: [{ id: "PANA", type: "user", name: "Ana Brandt", email: ANA, time_zone: "Europe/Berlin" }] }),
};

/** Each its own batch: what is known of an account so far decides, and may be changed by the next. */
async function tell(all: readonly Told[]): Promise<void> {
  const sources = new Map<string, string>();
  for (const [n, { provider, body }] of all.entries()) {
    const source = sources.get(provider) ?? (await makeSource(ctx, provider));
    sources.set(provider, source);
    await deliver(ctx, source, JSON.stringify(body), NOW + n);
    await drainBatch(ctx, () => {});
  }
  expect(await ctx.sql`select body, why from inbox where rejected > 0 or ignored > 0`).toEqual([]);
}

async function accounts(): Promise<string[]> {
  const rows = await ctx.sql<{ key: string; provider: string; person_id: string }[]>`
    select provider, key, person_id from identities order by provider, key`;
  expect(new Set(rows.map((row) => row.person_id)).size, JSON.stringify(rows)).toBe(1);
  expect(await ctx.sql`select from people`).toHaveLength(1);
  return rows.map(({ provider, key }) => `${provider} ${key}`);
}

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) => ordersOf(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]));
}

const opsgenieAccounts = [`opsgenie ${ANA}`, "opsgenie u-1"];
const CASES: [string, Told[], string[]][] = [
  ["an Opsgenie user by name and by id", Object.values(opsgenie), opsgenieAccounts],
  [
    "a Grafana OnCall user by id and an Opsgenie one by name",
    [...Object.values(grafana), opsgenie.webhook],
    ["grafana-oncall UANA", `opsgenie ${ANA}`],
  ],
  [
    "an incident.io user and an Opsgenie one",
    [incident, opsgenie.webhook, opsgenie.users],
    ["incident-io 01U", ...opsgenieAccounts],
  ],
  [
    "a PagerDuty user and an Opsgenie one",
    [pagerduty.webhook, pagerduty.users, opsgenie.webhook],
    [`opsgenie ${ANA}`, "pagerduty PANA"],
  ],
];

describe("one person", () => {
  it.each(CASES)(
    "is %s, in whatever order they are told",
    async (_name, told, expected) => {
      for (const order of ordersOf(told)) {
        await emptyWorkspace(ctx);
        await tell(order);
        expect(await accounts()).toEqual(expected);
        expect(await ledgerFaults(ctx)).toEqual([]);
      }
    },
    60_000,
  );

  it("is whoever logs in with an address, though nothing else tells it", async () => {
    const user = { provider: "splunk-oncall", body: { users: [{ username: ANA, firstName: "Ana", lastName: "B" }] } };
    await tell([user, opsgenie.webhook]);
    expect(await accounts()).toEqual([`opsgenie ${ANA}`, `splunk-oncall ${ANA}`]);
  });
});

it("messages of no incident are ignored for one reason, however many", async () => {
  const row = (n: number) => `2026-11-03 02:00:0${n},${n % 2 ? "SMS" : "Phone"},+49 15${n},Person ${n}`;
  await importText(ctx, ["Date,Notification Type,Address,User", ...[0, 1, 2, 3].map(row)].join("\n"), {
    name: "n.csv",
  });
  const notifications = [0, 1, 2].map((n) => ({
    id: `P${n}`,
    type: n === 0 ? "sms_notification" : "push_notification",
    started_at: AT,
    address: `+4915${n}`,
    user: { id: `PU${n}`, type: "user_reference", summary: `Person ${n}` },
  }));
  const [source] = await ctx.sql<{ id: string }[]>`select id from sources`;
  await deliver(ctx, source?.id ?? "", JSON.stringify({ notifications }), NOW);
  await drainBatch(ctx, () => {});
  expect(await ctx.sql`select outcome, reason, sum(records)::int as records from ledger_reasons group by 1, 2`).toEqual(
    [
      {
        outcome: "ignored",
        reason: "who was told by which channel, but not of which incident: it belongs to no page",
        records: 7,
      },
    ],
  );
});
