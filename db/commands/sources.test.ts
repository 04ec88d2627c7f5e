import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import { sourceList, sourceView } from "@/db/queries/source-list";
import { webhookSources } from "@/db/queries/webhook-sources";
import { newKey, openKeyRing } from "@/db/secrets/key-ring";
import { createTestDb, type TestDb } from "@/db/test-db";
import { CreateSourceBody } from "@/lib/contract/source";
import { addSecret } from "./add-secret";
import { changeSource, deleteSource } from "./change-source";
import { createSource } from "./create-source";
import { keepDelivery } from "./receive";
import { recordRefusals } from "./record-refusals";
import { removeSecret } from "./remove-secret";

const ring = openKeyRing(newKey());
const NOW = Date.parse("2026-03-01T12:00:00Z");
const HOUR = 3_600_000;
let db: TestDb;
let ctx: Ctx;
beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`truncate sources, source_secrets, inbox, inbox_repeats, refusals, ledger_days`;
  ctx = await db.ctxAt(NOW);
});

const body = (webhook: object | null, change: object = {}) =>
  CreateSourceBody.parse({ name: "Payments", provider: "pagerduty", webhook, ...change });
const create = (webhook: object | null, change: object = {}) => createSource(ctx, body(webhook, change), ring);
const atDoor = async () => [...(await webhookSources(db.sql, ring)).bySlug.values()];

describe("a new source", () => {
  it("that is signed takes the sender's secret, and shows no more than its end", async () => {
    const { id, secret } = await create({ proof: "signature", secret: "whatever PagerDuty says: 1234" });
    expect(secret).toMatchObject({ kind: "signing", hint: "1234", secret: null });
    const view = await sourceView(ctx, id);
    expect(view).toMatchObject({
      name: "Payments",
      providerLabel: "PagerDuty",
      webhook: { proof: "signature", headerName: null, proofs: ["signature", "header", "path"] },
      secrets: [{ kind: "signing", hint: "1234" }],
      lastReceivedAt: null,
      lastEventAt: null,
      paused: false,
      health: { failing: null, quiet: null, probablyDisabled: false, words: null },
    });
    expect(view.webhook?.path).toMatch(/^\/api\/ingest\/[\w-]{22}$/);
    expect(JSON.stringify(view)).not.toContain("whatever");
    expect(await atDoor()).toMatchObject([
      { sourceId: id, secrets: ["whatever PagerDuty says: 1234"], zone: "Europe/Berlin" },
    ]);
    const [row] = await db.sql`select sealed from source_secrets`;
    expect(row?.sealed).not.toContain("whatever");
  });

  it("may get its signing secret later", async () => {
    const { id, secret } = await create({ proof: "signature" });
    expect(secret).toBeNull();
    await addSecret(ctx, id, { kind: "signing", secret: "later" }, ring);
    expect(await atDoor()).toMatchObject([{ secrets: ["later"] }]);
  });

  it.each(["header", "path"] as const)(
    "with a secret in the %s is given one of ours, of which we keep the hash",
    async (proof) => {
      const { id, secret } = await create({ proof });
      expect(secret?.secret).toMatch(/^sq_ingest_[\w-]{43}[0-9a-f]{6}$/);
      expect(await atDoor()).toMatchObject([
        { proof, headerName: proof === "header" ? "x-squelch-secret" : null, secrets: [sha256(secret?.secret ?? "")] },
      ]);
      expect(JSON.stringify(await sourceView(ctx, id))).not.toContain(secret?.secret);
    },
  );

  it("without a webhook has no address at the door", async () => {
    const { id } = await create(null);
    expect((await sourceView(ctx, id)).webhook).toBeNull();
    expect(await atDoor()).toEqual([]);
  });

  it.each([
    [{ provider: "nobody" }, /no provider/],
    [{ zone: "Mars/Olympus" }, /not a time zone/],
    [{ webhook: { proof: "signature", secret: "x" }, provider: "squelch" }, /no provider|no webhooks|cannot do/],
  ])("is refused with %j", async (change, words) => {
    await expect(create({ proof: "path" }, change)).rejects.toThrow(words);
    expect(await db.sql`select from sources`).toHaveLength(0);
  });

  it.each(["Content-Type", "host", "cookie", "a b", ""])("does not take %j for its header", (headerName) => {
    expect(() => body({ proof: "header", headerName })).toThrow();
  });

  it("is an admin's to make", async () => {
    const member = { ...ctx, viewer: { ...ctx.viewer, role: "member" as const } };
    await expect(createSource(member, body(null), ring)).rejects.toThrow(/admin/);
  });
});

describe("secrets", () => {
  it("rotate: both are in force until the old one is removed, and the last one stays", async () => {
    const { id, secret } = await create({ proof: "signature", secret: "old" });
    const added = await addSecret(ctx, id, { kind: "signing", secret: "new" }, ring);
    expect((await atDoor())[0]?.secrets.toSorted()).toEqual(["new", "old"]);
    await removeSecret(ctx, id, secret?.id ?? "");
    expect((await atDoor())[0]?.secrets).toEqual(["new"]);
    await expect(removeSecret(ctx, id, added.id)).rejects.toThrow(/only secret/);
    await expect(removeSecret(ctx, id, "1")).rejects.toThrow(/no such secret/);
  });

  it("are five at most", async () => {
    const { id } = await create({ proof: "path" });
    for (let n = 0; n < 4; n += 1) await addSecret(ctx, id, { kind: "path" }, ring);
    await expect(addSecret(ctx, id, { kind: "path" }, ring)).rejects.toThrow(/5 secrets/);
  });

  it("of another source are not in reach", async () => {
    const [one, other] = [await create({ proof: "path" }), await create({ proof: "path" })];
    await addSecret(ctx, other.id, { kind: "path" }, ring);
    await expect(removeSecret(ctx, one.id, other.secret?.id ?? "")).rejects.toThrow(/no such secret/);
    await expect(addSecret(ctx, "99", { kind: "path" }, ring)).rejects.toThrow(/no such source/);
  });
});

it.each([
  ["12345678901", ""],
  ["123456789012", "9012"],
])("of the signing secret %s people see %j: never most of it", async (secret, hint) => {
  const { id } = await create({ proof: "signature", secret });
  expect((await sourceView(ctx, id)).secrets).toMatchObject([{ hint }]);
});

describe("a change", () => {
  it("changes what it names, and reaches the door", async () => {
    const { id } = await create({ proof: "path" });
    await changeSource(ctx, id, { name: "Other", paused: true });
    await changeSource(ctx, id, {});
    const { secret } = await addSecret(ctx, id, { kind: "header" }, ring);
    await changeSource(ctx, id, { proof: "header" });
    expect(await sourceView(ctx, id)).toMatchObject({ name: "Other", paused: true });
    expect(await atDoor()).toMatchObject([
      { proof: "header", headerName: "x-squelch-secret", secrets: [sha256(secret ?? "")] },
    ]);
    await expect(changeSource(ctx, "99", { paused: true })).rejects.toThrow(/no such source/);
    await expect(changeSource(ctx, id, { zone: "Mars/Olympus" })).rejects.toThrow(/time zone/);
  });

  it("never leaves a webhook without the secret that proves its deliveries", async () => {
    const { id } = await create({ proof: "path" });
    await expect(changeSource(ctx, id, { proof: "header" })).rejects.toMatchObject({ code: "conflict" });
    expect(await atDoor()).toMatchObject([{ proof: "path", secrets: [expect.any(String)] }]);
  });

  it("of a deleted one is none: it is gone for people, 410 at the door, and its secrets are away", async () => {
    const { id } = await create({ proof: "path" });
    await deleteSource(ctx, id);
    expect(await sourceList(ctx)).toEqual([]);
    expect(await atDoor()).toMatchObject([{ deleted: true, secrets: [] }]);
    const acts = [
      () => deleteSource(ctx, id),
      () => changeSource(ctx, id, { paused: true }),
      () => sourceView(ctx, id),
    ];
    for (const act of acts) await expect(act()).rejects.toThrow(/no such source/);
  });
});

describe("how a source is doing", () => {
  const deliver = (sourceId: string, key: string, receivedAt: number) =>
    keepDelivery(db.sql, {
      workspaceId: 1,
      sourceId,
      deliveryKey: key,
      receivedAt,
      zone: ctx.zone,
      via: "webhook",
      contentType: null,
      headers: {},
      body: Buffer.from("x"),
    });
  const refuse = (sourceId: string, at: number, requests: number, detail: string | null = null) =>
    recordRefusals(db.sql, [
      {
        workspaceId: 1,
        sourceId,
        zone: ctx.zone,
        reason: "proof-wrong",
        status: 401,
        requests,
        firstAt: at,
        lastAt: at,
        detail,
      },
    ]);

  it("counts what waits and what was refused today, on the workspace's clock", async () => {
    const { id } = await create({ proof: "path" });
    await deliver(id, "a", NOW - HOUR);
    await deliver(id, "a", NOW - HOUR / 2);
    await refuse(id, Date.parse("2026-02-28T22:59:59Z"), 5);
    await refuse(id, Date.parse("2026-02-28T23:00:00Z"), 2);
    await db.sql`insert into ledger_days (workspace_id, source_id, day, received, stored, ignored)
      values (1, ${id}, '2026-03-01', 3, 2, 1), (1, ${id}, '2026-02-28', 9, 9, 0)`;
    const view = await sourceView(ctx, id);
    expect(view.today).toEqual({
      received: 3,
      stored: 2,
      duplicate: 0,
      ignored: 1,
      rejected: 0,
      waiting: 1,
      refused: 2,
    });
    expect(view.lastReceivedAt).toBe(new Date(NOW - HOUR / 2).toISOString());
    expect(view.health.failing, "something was accepted since").toBeNull();
  });

  it("is failing since the last accepted delivery, and after three in a row probably switched off", async () => {
    const { id } = await create({ proof: "path" });
    await refuse(id, NOW - 5 * HOUR, 7);
    await deliver(id, "a", NOW - 4 * HOUR);
    await refuse(id, NOW - 3 * HOUR, 2, "the sender's clock is 400 s behind ours");
    const failing = await sourceView(ctx, id);
    expect(failing.health).toMatchObject({
      failing: { requests: 2, since: new Date(NOW - 4 * HOUR).toISOString() },
      probablyDisabled: false,
    });
    expect(failing.health.words).toMatch(/400 s behind/);
    await refuse(id, NOW - 2 * HOUR, 1);
    expect((await sourceView(ctx, id)).health).toMatchObject({ failing: { requests: 3 }, probablyDisabled: true });
    await deliver(id, "b", NOW - HOUR);
    expect((await sourceView(ctx, id)).health).toMatchObject({ failing: null, probablyDisabled: false, words: null });
  });

  it("is failing across midnight as well", async () => {
    const { id } = await create({ proof: "path" });
    await refuse(id, NOW - 20 * HOUR, 2);
    await refuse(id, NOW - HOUR, 1);
    expect((await sourceView(ctx, id)).health).toMatchObject({ failing: { requests: 3 }, probablyDisabled: true });
  });

  it("is quiet by its own history alone", async () => {
    const { id } = await create({ proof: "path" });
    for (let n = 0; n <= 20; n += 1) await deliver(id, `k${n}`, NOW - (30 + n) * HOUR);
    expect((await sourceView(ctx, id)).health.quiet).toEqual({ usualSeconds: 3_600, seconds: 30 * 3_600 });
    await db.sql`delete from inbox where delivery_key = 'k20'`;
    expect((await sourceView(ctx, id)).health.quiet).toBeNull();
  });
});
