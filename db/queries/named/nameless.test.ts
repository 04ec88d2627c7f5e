import { afterAll, beforeAll, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { drainBatch } from "@/db/jobs/drain-inbox";
import { deliveryDetail } from "@/db/queries/delivery-detail";
import { pageDetail } from "@/db/queries/page-detail";
import { createTestDb, type TestDb } from "@/db/test-db";
import { deliver, makeSource } from "@/db/test-deliveries";

const AT = Date.parse("2026-11-10T12:00:00Z");
const NOTE = "BYRON, ADA restarted it with Grace Hopper <grace@example.org>; Adage is no name, and Grace may be anyone";
let db: TestDb;
let ctx: Ctx;
let deliveryId: string;
let pageId: string;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(AT);
  const event = { provider: "pagerduty", page: "Q1", at: "2026-11-03T10:00:00Z" };
  const lines = [
    { ...event, kind: "triggered", by: "automation", to: ["PADA"], title: "Disk full" },
    { ...event, kind: "annotated", by: "person", person: "PADA", note: NOTE },
  ];
  const source = await makeSource(ctx, "neutral");
  deliveryId = await deliver(ctx, source, lines.map((line) => JSON.stringify(line)).join("\n"), AT);
  await drainBatch(ctx, () => {});
  const [page] = await ctx.sql<{ id: string }[]>`select id from pages`;
  pageId = page?.id ?? "";
  await ctx.sql`update people set name = 'Ada Byron'`;
  await ctx.sql`insert into people (workspace_id, id, name, email) values (1, 77, 'Grace Hopper', 'grace@example.org')`;
});
afterAll(() => db.drop());

const seenBy = async (personId: string | null) => {
  const viewer = { ...ctx, viewer: { ...ctx.viewer, personId } };
  const { events } = await pageDetail(viewer, pageId);
  const { body } = await deliveryDetail(viewer, deliveryId);
  return { note: events.find(({ kind }) => kind === "annotated")?.note, body };
};

it("takes people whom the viewer may not see out of notes and raw deliveries, and nobody else", async () => {
  const { note, body } = await seenBy(null);
  expect(note).toBe("a person restarted it with a person <a person>; Adage is no name, and Grace may be anyone");
  expect(body).toContain("a person restarted it with a person <a person>; Adage is no name, and Grace may be anyone");
});

it("leaves the viewer's own name, and that of whom they may see", async () => {
  const { note } = await seenBy("77");
  expect(note).toBe(
    "a person restarted it with Grace Hopper <grace@example.org>; Adage is no name, and Grace may be anyone",
  );
});
