import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { drainBatch } from "@/db/jobs/drain-inbox";
import { startFakePagerduty } from "@/db/outbound/fake-pagerduty";
import type { FakeServer } from "@/db/outbound/fake-server";
import { outbound } from "@/db/outbound/http";
import { applyView } from "@/db/queries/apply-view";
import { connections } from "@/db/queries/connections";
import { decisionPlan } from "@/db/queries/decision-plan";
import { newKey, openKeyRing } from "@/db/secrets/key-ring";
import { rotateKeys } from "@/db/secrets/rotate-keys";
import { hasAlertmanager, startAlertmanager, type TestAlertmanager } from "@/db/test-alertmanager";
import { createTestDb, type TestDb } from "@/db/test-db";
import { deliver, makeSource } from "@/db/test-deliveries";
import type { ApplyBody, MeansBody } from "@/lib/contract/apply";
import type { Treatment } from "@/lib/model/treatment";
import { addConnection } from "./add-connection";
import { applyDecision } from "./apply-decision";
import type { ApplyTools } from "./apply-tools";
import { checkApplications, lookAtSilence } from "./check-applications";
import { extendApplication } from "./extend-application";
import { removeConnection } from "./remove-connection";
import { testConnection } from "./test-connection";
import { undoApplication } from "./undo-application";
import { undoLast } from "./undo-last";

const NOW = Math.floor(Date.now() / 1_000) * 1_000;
const HOUR = 3_600_000;
const KEY = newKey();
let db: TestDb;
let ctx: Ctx;
let remote: string;
let folder: string;
let pagerduty: FakeServer;
const orchestrations = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  db = await createTestDb();
  ctx = await db.ctxAt(NOW);
  folder = mkdtempSync(join(tmpdir(), "squelch-remote-"));
  remote = join(folder, "rules.git");
  pagerduty = await startFakePagerduty({
    incidents: [],
    users: [],
    orchestrations,
    token: "right-token-of-pagerduty",
    now: () => NOW,
  });
  await deliverAlerts();
});
afterAll(async () => {
  await db.drop();
  await pagerduty.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await ctx.sql`delete from withheld`;
  await ctx.sql`delete from applications`;
  await ctx.sql`delete from decisions`;
  await ctx.sql`delete from connections`;
});

const LABELS = { alertname: "DiskFull", service: "orders", severity: "warning", job: "node" };

/** Two instances of the alert, and another service's with the same name. */
async function deliverAlerts(): Promise<void> {
  const source = await makeSource(ctx, "alertmanager");
  const alert = (labels: Record<string, string>) => ({
    status: "firing",
    labels,
    annotations: {},
    startsAt: new Date(NOW - HOUR).toISOString(),
    endsAt: "0001-01-01T00:00:00Z",
  });
  const alerts = [
    alert({ ...LABELS, instance: "a" }),
    alert({ ...LABELS, instance: "b" }),
    alert({ ...LABELS, service: "billing", instance: "c" }),
  ];
  await deliver(
    ctx,
    source,
    JSON.stringify({ version: "4", groupKey: "{}", receiver: "r", groupLabels: {}, commonLabels: {}, alerts }),
    NOW,
  );
  await drainBatch(ctx, (line) => {
    throw new Error(line);
  });
}

async function signatureOf(service: string): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`select id from signatures where service = ${service}`;
  if (!row) throw new Error(`no alert of ${service}`);
  return row.id;
}

async function decide(treatment: Treatment = { kind: "drop" }, kind = "silence"): Promise<string> {
  const [id, signatureId] = [randomId(), await signatureOf("orders")];
  const scope = [{ field: "signature" as const, operator: "=" as const, value: signatureId }];
  await ctx.sql`
    insert into decisions (workspace_id, id, signature_id, kind, scope, treatment, reason, decided_by_user_id, decided_at,
      flagged_at, expires_at, review)
    values (${ctx.workspaceId}, ${id}, ${signatureId}, ${kind}, ${ctx.sql.json(scope)}, ${ctx.sql.json(treatment)},
      'fills every night', ${ctx.viewer.userId}, ${new Date(NOW)}, ${new Date(NOW)}, ${new Date(NOW + HOUR)}, '{}')`;
  return id;
}

const means: MeansBody = {
  applier: "alertmanager-api",
  matchers: null,
  config: null,
  label: null,
  receiver: null,
  whileFiring: null,
};

/** As the screen does: looks, then sends what was seen. */
async function apply(id: string, tools: ApplyTools, more: Partial<ApplyBody> = {}): Promise<string> {
  const { connectionId = null, target = null, ...added } = more;
  const body = { ...means, ...added };
  const plan = await decisionPlan(ctx, id, body, null);
  if (plan.kind === "refused") throw new Error(plan.why);
  return applyDecision(ctx, id, { ...body, connectionId, target, seen: plan.hash }, tools);
}

function tools(allow: readonly string[] = []): ApplyTools {
  return { ring: () => openKeyRing(KEY), call: outbound(allow), remotes: [remote], origin: null };
}

const connect = (
  kind: "alertmanager" | "pagerduty" | "git",
  url: string,
  allow: readonly string[],
  secret: string | null = null,
) =>
  addConnection(
    ctx,
    { kind, name: kind, url, auth: secret === null ? "none" : "bearer", userName: null, secret },
    { ring: () => openKeyRing(KEY), allow, remotes: [remote] },
  );

const stateOf = async (id: string) => {
  const [row] = await ctx.sql<
    { state: string; trouble: string | null }[]
  >`select state, trouble from applications where id = ${id}`;
  return row;
};

describe("labels of a decision", () => {
  it("are those that all recent alerts of it share, whether or not their deliveries are kept", async () => {
    const matchers = {
      text: 'alertname="DiskFull"\njob="node"\nservice="orders"\nseverity="warning"\nenvironment=""\nenv=""',
      refused: null,
      inside: 2,
      outside: 1,
    };
    const id = await decide();
    const found = async () => (await applyView(ctx, id, null)).matchers;
    expect(await found()).toEqual(matchers);
    const labels = await ctx.sql`select * from alert_labels`;
    await ctx.sql`delete from alert_labels`;
    expect(await found(), "of deliveries from before labels were kept").toEqual(matchers);
    const bodies = await ctx.sql`select id, body from inbox`;
    await ctx.sql`update inbox set body = null`;
    expect((await found()).refused).toMatch(/^No labels of these alerts are known/);
    await ctx.sql`insert into alert_labels ${ctx.sql(labels)}`;
    expect(await found(), "of deliveries whose bodies are gone").toEqual(matchers);
    for (const row of bodies) await ctx.sql`update inbox set body = ${row.body} where id = ${row.id}`;
  });

  it("that people type may not catch another alert", async () => {
    const id = await decide();
    const typed = (matchers: string) => decisionPlan(ctx, id, { ...means, matchers }, null);
    await expect(typed('alertname="DiskFull"')).rejects.toThrow(/also catch 1 recent alert .*DiskFull/);
    expect(await typed('alertname="DiskFull", instance="a", service="orders"')).toMatchObject({ kind: "plan" });
  });
});

describe.skipIf(!hasAlertmanager())("a silence in a real Alertmanager", () => {
  let manager: TestAlertmanager;
  let connectionId: string;
  let id: string;
  const allowed = () => tools([manager.pair]);
  const later = async (minutes: number) => checkApplications(ctx, NOW + minutes * 60_000, allowed());
  beforeAll(async () => {
    manager = await startAlertmanager();
  });
  afterAll(() => manager.stop());
  beforeEach(async () => {
    connectionId = await connect("alertmanager", `${manager.url}/`, [manager.pair]);
    id = await decide();
  });
  const external = async (application: string) => {
    const [row] = await ctx.sql<{ id: string }[]>`select external_id as id from applications where id = ${application}`;
    return row?.id ?? "";
  };

  it("stands once however often it is asked for, and also where our record of it was lost", async () => {
    expect(await testConnection(ctx, connectionId, allowed())).toEqual({
      ok: true,
      said: expect.stringMatching(/^Alertmanager \d/),
    });
    const clicks = await Promise.all([1, 2].map(() => apply(id, allowed(), { connectionId })));
    expect(new Set(clicks).size).toBe(1);
    await ctx.sql`delete from applications`;
    await apply(id, allowed(), { connectionId });
    const ours = JSON.parse(manager.amtool("silence", "query", "-o", "json")) as { comment: string }[];
    expect(ours.filter(({ comment }) => comment.includes(id))).toHaveLength(1);
    const [row] = await ctx.sql<{ n: number }[]>`select count(*)::int as n from audit where what = 'decision-applied'`;
    expect(row?.n).toBe(2);
  });

  it("withholds alerts that are kept, and one beside a page that needed somebody turns red", async () => {
    const application = await apply(id, allowed(), { connectionId });
    await manager.fire({ ...LABELS, instance: "a" });
    await manager.fire({ ...LABELS, service: "billing", instance: "c" });
    await later(1);
    const view = async () => (await applyView(ctx, id, null)).applications[0];
    expect(await view()).toMatchObject({
      id: application,
      state: "standing",
      trouble: null,
      withheldCount: 1,
      realCount: 0,
    });
    expect((await view())?.withheld[0]).toMatchObject({
      labels: { instance: "a" },
      signatureId: await signatureOf("orders"),
      endedAt: null,
    });
    await ctx.sql`update pages set verdict = 'actionable', title = 'Orders lost' where service = 'orders' and ended_at is null`;
    await later(2);
    expect((await view())?.withheld[0]?.realBecause).toBe("“Orders lost” of orders needed somebody meanwhile.");
    await ctx.sql`update pages set verdict = null`;
  });

  it("is extended, undone, and its drift is shown", async () => {
    const application = await apply(id, allowed(), { connectionId });
    await extendApplication(ctx, application, NOW + 5 * HOUR, allowed());
    await later(2);
    expect(await stateOf(application)).toEqual({ state: "standing", trouble: null });
    await expect(extendApplication(ctx, application, NOW + 31 * 24 * HOUR, allowed())).rejects.toThrow(/30 days/);
    manager.amtool("silence", "update", "--duration=9h", await external(application));
    await later(4);
    expect((await stateOf(application))?.trouble).toMatch(/Somebody changed its end, now .* in Alertmanager/);
    await expect(removeConnection(ctx, connectionId)).rejects.toThrow(/still stands/);
    const name = `Silence ${await external(application)} in alertmanager`;
    await expect(undoLast({ ...ctx, now: NOW + 24 * HOUR }, allowed())).rejects.toThrow("nothing of yours to undo");
    expect(await undoLast(ctx, allowed())).toEqual({
      what: "application",
      signatureIds: [await signatureOf("orders")],
      sentence: expect.stringContaining(`${name} is expired: “`),
      stays: [],
    });
    await undoApplication(ctx, application, allowed());
    expect(await stateOf(application)).toMatchObject({ state: "withdrawn" });
    await removeConnection(ctx, connectionId);
    expect(await connections(ctx)).toEqual([]);
  });

  it("that somebody expired elsewhere is told, and one of a decision that ended is taken back", async () => {
    const removed = await apply(id, allowed(), { connectionId });
    manager.amtool("silence", "expire", await external(removed));
    await later(2);
    expect(await stateOf(removed)).toEqual({
      state: "removed-elsewhere",
      trouble: expect.stringMatching(/Somebody expired it/),
    });
    const again = await apply(id, allowed(), { connectionId });
    await ctx.sql`update decisions set ended_at = ${new Date(NOW)}, ended_for = 'severity-rose'`;
    await later(4);
    expect(await stateOf(again)).toEqual({ state: "withdrawn", trouble: "Its decision has ended." });
    const silence = JSON.parse(manager.amtool("silence", "query", "-o", "json")) as { id: string }[];
    expect(silence.map((one) => one.id)).not.toContain(await external(again));
  });

  it("that cannot be looked at stays, with the trouble; and one that was seen otherwise is not sent", async () => {
    const application = await apply(id, allowed(), { connectionId });
    await checkApplications(ctx, NOW + 2 * 60_000, tools());
    expect(await stateOf(application)).toEqual({ state: "standing", trouble: expect.stringMatching(/only https/) });
    const body = { ...means, connectionId, target: null, seen: "0".repeat(64) };
    await expect(applyDecision(ctx, id, body, allowed())).rejects.toThrow(/has changed since/);
    const auditor = { ...ctx, viewer: { ...ctx.viewer, role: "auditor" as const } };
    await expect(applyDecision(auditor, id, body, allowed())).rejects.toThrow(/auditor/);
  });
});

describe("a silence that Alertmanager tells of", () => {
  const endsAt = new Date(NOW);
  const there = (state: "active" | "expired", at: number) => ({
    id: "1",
    status: { state },
    startsAt: "",
    endsAt: new Date(at).toISOString(),
    comment: "",
    createdBy: "",
    matchers: [],
  });
  it.each([
    ["is gone after its end", null, NOW, "expired"],
    ["is gone before its end", null, NOW - 1, "removed-elsewhere"],
    ["expired at its end", there("expired", NOW), NOW, "expired"],
    ["expired a second before its end", there("expired", NOW - 1_000), NOW, "removed-elsewhere"],
    ["stands", there("active", NOW), NOW - HOUR, "standing"],
  ])("and that %s", (_, silence, now, state) =>
    expect(lookAtSilence(silence, { body: '{"matchers":[]}', endsAt }, now).state).toBe(state),
  );
});

describe("a rule in PagerDuty", () => {
  const path = () => ({
    orchestration_path: {
      type: "service",
      sets: [{ id: "start", rules: [{ id: "own", label: "own", actions: { annotate: "x" } }] }],
      catch_all: { actions: {} },
    },
  });
  const labels = () =>
    ((orchestrations.get("PORDERS") as unknown as ReturnType<typeof path>).orchestration_path.sets[0]?.rules ?? []).map(
      ({ label }) => label,
    );

  it("is put first, once; looked at; and taken out with nothing else changed", async () => {
    orchestrations.set("PORDERS", path());
    const allow = tools([pagerduty.pair]);
    const connectionId = await connect("pagerduty", pagerduty.url, [pagerduty.pair], "right-token-of-pagerduty");
    expect(await testConnection(ctx, connectionId, allow)).toMatchObject({ ok: true });
    const id = await decide({ kind: "hold", holdMinutes: 5 }, "tune");
    // Two services share the title, which PagerDuty could not tell apart within one; they are two services there too.
    const requests = pagerduty.requests.length;
    await decisionPlan(ctx, id, { ...means, applier: "pagerduty-orchestration" }, null);
    expect(pagerduty.requests.length, "a plan asks nobody").toBe(requests);
    const more = { applier: "pagerduty-orchestration", connectionId, target: "PORDERS" };
    const application = await apply(id, allow, more);
    expect(await apply(id, allow, more)).toBe(application);
    expect(labels()).toEqual([expect.stringContaining(`(squelch-${id})`), "own"]);
    await checkApplications(ctx, NOW + 120_000, allow);
    expect(await stateOf(application)).toEqual({ state: "standing", trouble: null });
    await undoApplication(ctx, application, allow);
    expect(labels()).toEqual(["own"]);
  });

  it("for each hour of a quiet: all stand together, one that is missing is told, and all are taken out", async () => {
    orchestrations.set("PORDERS", path());
    const allow = tools([pagerduty.pair]);
    const connectionId = await connect("pagerduty", pagerduty.url, [pagerduty.pair], "right-token-of-pagerduty");
    const quiet = [{ weekday: 0, fromMinute: 120, toMinute: 240 }];
    const id = await decide({ kind: "window", zone: "Europe/Berlin", quiet }, "tune");
    const application = await apply(id, allow, { applier: "pagerduty-orchestration", connectionId, target: "PORDERS" });
    const ours = expect.stringContaining(`(squelch-${id})`);
    expect(labels()).toEqual([ours, ours, "own"]);
    await checkApplications(ctx, NOW + 120_000, allow);
    expect(await stateOf(application)).toEqual({ state: "standing", trouble: null });
    (orchestrations.get("PORDERS") as unknown as ReturnType<typeof path>).orchestration_path.sets[0]?.rules.shift();
    await checkApplications(ctx, NOW + 240_000, allow);
    expect(await stateOf(application)).toMatchObject({ trouble: "Somebody changed the rule in PagerDuty." });
    await undoApplication(ctx, application, allow);
    expect(labels()).toEqual(["own"]);
  });

  it("that somebody took out is told, and a token that is wrong", async () => {
    orchestrations.set("PORDERS", path());
    const allow = tools([pagerduty.pair]);
    const connectionId = await connect("pagerduty", pagerduty.url, [pagerduty.pair], "right-token-of-pagerduty");
    const application = await apply(await decide({ kind: "hold", holdMinutes: 5 }, "tune"), allow, {
      applier: "pagerduty-orchestration",
      connectionId,
      target: "PORDERS",
    });
    orchestrations.set("PORDERS", path());
    await checkApplications(ctx, NOW + 120_000, allow);
    expect(await stateOf(application)).toMatchObject({ state: "removed-elsewhere" });
    const wrong = await connect("pagerduty", pagerduty.url, [pagerduty.pair], "wrong-token-of-pagerduty");
    expect(await testConnection(ctx, wrong, allow)).toEqual({ ok: false, said: "PagerDuty does not take this token." });
  });
});

describe("a branch in a git remote", () => {
  const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8", stdio: "pipe" });
  const RULES =
    "groups:\n  - name: disks\n    rules:\n      # nightly\n      - alert: DiskFull\n        expr: disk_free < 0.05\n        labels: \n          service: orders\n";

  beforeAll(() => {
    git("init", "--quiet", "--bare", "--initial-branch=main", remote);
    const work = join(folder, "work");
    git("clone", "--quiet", remote, work);
    writeFileSync(join(work, "rules.yml"), RULES);
    const as = ["-C", work, "-c", "user.name=a", "-c", "user.email=a@example.com"];
    git(...as, "add", ".");
    git(...as, "commit", "--quiet", "-m", "rules");
    git(...as, "push", "--quiet", "origin", "HEAD:main");
  });

  it("holds the one changed file, and main stays as it was", async () => {
    const connectionId = await connect("git", remote, []);
    expect(await testConnection(ctx, connectionId, tools())).toMatchObject({ ok: true });
    const id = await decide({ kind: "hold", holdMinutes: 10 }, "tune");
    const more = {
      applier: "prometheus-rules",
      matchers: 'alertname="DiskFull", service="orders"',
      config: { name: "rules.yml", text: RULES },
    };
    await apply(id, tools(), { ...more, connectionId });
    const branch = `squelch/${id}-fills-every-night`;
    expect(git("-C", remote, "show", `${branch}:rules.yml`)).toBe(RULES.replace("0.05\n", "0.05\n        for: 10m\n"));
    expect(git("-C", remote, "show", "main:rules.yml")).toBe(RULES);
    expect(git("-C", remote, "log", "-1", "--format=%s", branch)).toContain("DiskFull fires after 10m");
    await expect(
      apply(id, tools(), { ...more, connectionId, config: { name: "../rules.yml", text: RULES } }),
    ).rejects.toThrow(/no path/);
  });

  it("is refused for a remote that whoever runs Squelch has not listed", async () => {
    await expect(connect("git", "/etc", [])).rejects.toThrow(/SQUELCH_GIT_REMOTES/);
  });
});

describe("a connection's secret", () => {
  it("is sealed, shown by its last letters, never in the audit log, and sealed anew when keys rotate", async () => {
    const id = await connect("pagerduty", "https://api.pagerduty.com", [], "a-very-secret-token");
    expect(await connections(ctx)).toMatchObject([{ id, hint: "oken", url: "https://api.pagerduty.com" }]);
    const rows =
      await ctx.sql`select row_to_json(c)::text as row from connections c union all select row_to_json(a)::text from audit a`;
    expect(JSON.stringify(rows)).not.toContain("very-secret");
    expect(await rotateKeys(ctx.sql, openKeyRing(`${newKey()},${KEY}`))).toMatchObject({ resealed: 1 });
  });

  it.each([
    ["http://alertmanager.example.com", /Only https/],
    ["https://user:pw@alertmanager.example.com", /without a password/],
    ["file:///etc/passwd", /Only https/],
  ])("goes to no address such as %s", async (url, why) => {
    await expect(connect("alertmanager", url, [])).rejects.toThrow(why);
  });

  it("is an admin's to give", async () => {
    const member = { ...ctx, viewer: { ...ctx.viewer, role: "member" as const } };
    const body = {
      kind: "alertmanager" as const,
      name: "x",
      url: "https://x.example",
      auth: "none" as const,
      userName: null,
      secret: null,
    };
    await expect(addConnection(member, body, { ring: () => openKeyRing(KEY), allow: [], remotes: [] })).rejects.toThrow(
      /admin/,
    );
  });
});
