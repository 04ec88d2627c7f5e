import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ingestDeliveries } from "@/db/commands/ingest-deliveries";
import { judgeDirty } from "@/db/commands/judge-dirty";
import { keepDelivery } from "@/db/commands/receive";
import { startBackfill } from "@/db/commands/start-backfill";
import type { Ctx } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { runBackfill } from "@/db/jobs/handlers/run-backfill";
import { startFakePagerduty } from "@/db/outbound/fake-pagerduty";
import { without } from "@/db/outbound/fake-server";
import { outbound } from "@/db/outbound/http";
import { newKey, openKeyRing } from "@/db/secrets/key-ring";
import { createTestDb, type TestDb } from "@/db/test-db";
import { type Dump, dumpOf, emptyWorkspace } from "@/db/test-import";
import type { Gap } from "@/lib/contract/backfill";
import { incidentsJson, usersJson } from "@/lib/sample/sample-company";
import { findGaps } from "./gaps";

type Wire = Record<string, unknown>;

const UNTIL = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
const LOST = { from: UNTIL - 5 * DAY, to: UNTIL - 4 * DAY };
const OPTIONS = { seed: 7, until: UNTIL, days: 10 };
const TOKEN = "token-0123456789";

const incidents = (JSON.parse([...incidentsJson(OPTIONS)].join("")) as { incidents: Wire[] }).incidents;
const { users } = JSON.parse([...usersJson(OPTIONS)].join("")) as { users: Wire[] };
const ring = openKeyRing(newKey());

let db: TestDb;
let ctx: Ctx;
beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(UNTIL);
});
afterAll(() => db.drop());
afterEach(clear);

async function clear(): Promise<void> {
  await emptyWorkspace(ctx);
  await ctx.sql.unsafe("truncate sources, source_secrets, backfills, inbox, inbox_repeats, refusals, jobs");
}

async function source(): Promise<string> {
  const id = randomId();
  await ctx.sql`
    insert into sources (workspace_id, id, slug, name, provider, proof)
    values (1, ${id}, ${`slug-${id}`}, 'PagerDuty', 'pagerduty', 'signature')`;
  return id;
}

const TYPES: Record<string, string> = {
  trigger_log_entry: "incident.triggered",
  acknowledge_log_entry: "incident.acknowledged",
  escalate_log_entry: "incident.escalated",
  delegate_log_entry: "incident.delegated",
  annotate_log_entry: "incident.annotated",
  resolve_log_entry: "incident.resolved",
};

/** The webhook that tells of an entry of the log; null where there is none of its kind. */
function webhookOf(incident: Wire, entry: Wire): { at: number; body: Wire } | null {
  const type = TYPES[String(entry.type)];
  if (!type) return null;
  const { log_entries: entries, incident_number: number } = incident;
  const told = without(incident, ["log_entries", "incident_number", "acknowledgements", "assignments"]);
  const assigned = (entries as Wire[]).find((one) => one.type === "assign_log_entry");
  const assignees = entry.assignees ?? (type === "incident.triggered" ? (assigned?.assignees ?? []) : []);
  const agent = entry.agent ?? null;
  const data =
    type === "incident.annotated"
      ? { type: "incident_note", incident: entry.incident, id: `N${String(entry.id)}`, content: entry.note }
      : {
          ...told,
          type: "incident",
          number,
          assignees,
          resolve_reason: type === "incident.resolved" ? told.resolve_reason : null,
        };
  const event = {
    id: `01${String(entry.id)}`,
    event_type: type,
    resource_type: "incident",
    occurred_at: entry.created_at,
    agent,
    data,
  };
  return { at: Date.parse(String(entry.created_at)), body: { event } };
}

const webhooks = incidents
  .flatMap((incident) => (incident.log_entries as Wire[]).flatMap((entry) => webhookOf(incident, entry) ?? []))
  .sort((a, b) => a.at - b.at);
const isLost = (at: number) => at >= LOST.from && at < LOST.to;

async function deliver(sourceId: string, which: typeof webhooks): Promise<void> {
  for (const { at, body } of which) {
    const bytes = Buffer.from(JSON.stringify(body));
    const deliveryKey = String((body.event as Wire).id);
    await keepDelivery(ctx.sql, {
      workspaceId: 1,
      sourceId,
      deliveryKey,
      receivedAt: at + 800,
      zone: ctx.zone,
      via: "webhook",
      contentType: "application/json",
      headers: {},
      body: bytes,
    });
  }
  await drain();
}

async function drain(): Promise<void> {
  while ((await ingestDeliveries(ctx)) > 0);
  await judgeDirty(ctx);
}

async function fetchGap(sourceId: string, { since, until }: Pick<Gap, "since" | "until">): Promise<void> {
  let clock = UNTIL;
  const server = await startFakePagerduty({ incidents, users, token: TOKEN, now: () => clock });
  try {
    const body = { since, until, baseUrl: server.url, token: TOKEN };
    const id = await startBackfill(ctx, sourceId, body, { ring: () => ring, allow: [server.pair] });
    const sleep = async (ms: number) => {
      clock += ms;
    };
    const tools = { call: outbound([server.pair]), ring: () => ring, now: () => clock, random: () => 0.5, sleep };
    for (let goesOnAt: number | null = clock; goesOnAt !== null; clock = Math.max(clock, goesOnAt ?? clock))
      goesOnAt = await runBackfill(ctx, id, tools);
    expect([...(await ctx.sql`select state, error from backfills where id = ${id}`)]).toEqual([
      { state: "done", error: null },
    ]);
  } finally {
    await server.close();
  }
  await drain();
}

/** Only the log tells a timeout from another end by automation. */
const COLUMNS = `page_key, title, service, team, urgency, triggered_at, ended_at, acknowledged_at,
  case ended_by when 'timeout' then 'source' else ended_by end as ended_by`;
const pages = async () => [...(await ctx.sql.unsafe(`select ${COLUMNS} from pages order by page_key`))];

describe("a day of webhooks that never came", () => {
  it("is shown, offered and filled: afterwards everything is as if it had come", async () => {
    const disturbed = await source();
    await deliver(
      disturbed,
      webhooks.filter(({ at }) => !isLost(at)),
    );
    const missing = await pages();
    const gaps = await findGaps(ctx, disturbed);
    expect(gaps).toMatchObject([{ why: "silent", refused: 0 }]);
    const gap = gaps[0] as Gap;
    expect(Date.parse(gap.from)).toBeLessThan(LOST.from);
    expect(Date.parse(gap.to)).toBeGreaterThanOrEqual(LOST.to);
    expect(Date.parse(gap.since)).toBeLessThanOrEqual(Date.parse(gap.from));
    expect(Date.parse(gap.until)).toBeGreaterThan(Date.parse(gap.to));
    await fetchGap(disturbed, gap);
    expect(await findGaps(ctx, disturbed)).toEqual([]);
    const filled = await dumpOf(ctx);
    const filledPages = await pages();

    await clear();
    const undisturbed = await source();
    await deliver(undisturbed, webhooks);
    expect(await findGaps(ctx, undisturbed)).toEqual([]);
    const untouched = await pages();
    expect(missing.length).toBeLessThan(untouched.length);
    expect(filledPages).toEqual(untouched);
    // The API also proves who was notified: with the same answers, all that was derived is equal.
    await fetchGap(undisturbed, gap);
    const whole: Dump = await dumpOf(ctx);
    for (const table of Object.keys(whole)) expect(filled[table], table).toEqual(whole[table]);
  }, 180_000);
});

describe("gaps", () => {
  const tell = (sourceId: string, at: number, via = "webhook") => ctx.sql`
    insert into inbox (workspace_id, id, source_id, delivery_key, received_at, day, via, headers, bytes)
    values (1, ${randomId()}, ${sourceId}, ${randomId()}, ${new Date(at)}, '2026-05-01', ${via}, '{}', 0)`;

  it("are none where nothing ever came, and none that the API filled", async () => {
    const id = await source();
    expect(await findGaps(ctx, id)).toEqual([]);
    for (let i = 0; i < 60; i++) await tell(id, UNTIL - DAY - i * 600_000, "backfill");
    expect(await findGaps(ctx, id)).toEqual([]);
  });

  it("reach until now where a stream has ended, and say for how long", async () => {
    const id = await source();
    for (let i = 0; i < 60; i++) await tell(id, UNTIL - 3 * DAY - i * 600_000);
    expect(await findGaps(ctx, id)).toEqual([
      {
        from: "2026-05-29T00:00:00.000Z",
        to: "2026-06-01T00:00:00.000Z",
        why: "silent",
        message: "Nothing came for 3 days, far longer than usual.",
        refused: 0,
        since: "2026-05-29T00:00:00.000Z",
        until: "2026-06-01T00:00:00.000Z",
      },
    ]);
  });

  it("are spans in which requests were turned away, each day by itself", async () => {
    const id = await source();
    const refuse = (day: string, reason: string, requests: number, first: string, last: string) => ctx.sql`
      insert into refusals (workspace_id, source_id, day, reason, status, requests, first_at, last_at, streak)
      values (1, ${id}, ${day}, ${reason}, 401, ${requests}, ${`${day}T${first}Z`}, ${`${day}T${last}Z`}, 0)`;
    await refuse("2026-05-20", "signature is wrong", 3, "10:15:00", "10:30:00");
    await refuse("2026-05-20", "too large", 1, "12:00:00", "12:00:00");
    await refuse("2026-05-21", "signature is wrong", 1, "23:59:59", "23:59:59");
    expect(await findGaps(ctx, id)).toMatchObject([
      {
        why: "refused",
        refused: 1,
        message: "1 request was turned away.",
        since: "2026-05-21T23:00:00.000Z",
        until: "2026-05-22T00:00:00.000Z",
      },
      {
        why: "refused",
        refused: 4,
        message: "4 requests were turned away.",
        since: "2026-05-20T10:00:00.000Z",
        until: "2026-05-20T13:00:00.000Z",
      },
    ]);
  });
});
