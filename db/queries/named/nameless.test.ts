import { afterAll, beforeAll, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { drainBatch } from "@/db/jobs/drain-inbox";
import { deliveryDetail } from "@/db/queries/delivery-detail";
import { pageDetail } from "@/db/queries/page-detail";
import { createTestDb, type TestDb } from "@/db/test-db";
import { deliver, makeSource } from "@/db/test-deliveries";

const AT = Date.parse("2026-11-10T12:00:00Z");
const FORMER =
  "Ada Maywood and ada.maywood@n.example told Olga Petrova (olga@n.example), who asked the Admin and Grace Hopper";
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
    { ...event, kind: "annotated", at: "2026-11-03T10:05:00Z", by: "person", person: "PADA", note: FORMER },
  ];
  const source = await makeSource(ctx, "neutral");
  deliveryId = await deliver(ctx, source, lines.map((line) => JSON.stringify(line)).join("\n"), AT);
  await drainBatch(ctx, () => {});
  const [page] = await ctx.sql<{ id: string }[]>`select id from pages`;
  pageId = page?.id ?? "";
  await ctx.sql`update people set name = 'Ada Byron'`;
  await ctx.sql`
    insert into account_facts (workspace_id, account_id, attribute, origin_id, value, told_at)
    select workspace_id, id, attribute, 7, value, '-infinity' from identities
    cross join (values ('name', 'Ada Maywood'), ('email', 'ada.maywood@n.example')) as f(attribute, value)`;
  await ctx.sql`
    insert into users (workspace_id, id, name, email, role, person_id)
    values (1, 501, 'Olga Petrova', 'olga@n.example', 'member', null), (1, 502, 'Grace Hopper', null, 'member', 77)`;
  await ctx.sql`insert into people (workspace_id, id, name, email) values (1, 77, 'Grace Hopper', 'grace@example.org')`;
});
afterAll(() => db.drop());

const seenBy = async (personId: string | null) => {
  const viewer = { ...ctx, viewer: { ...ctx.viewer, personId } };
  const { events } = await pageDetail(viewer, pageId);
  const { body } = await deliveryDetail(viewer, deliveryId);
  const [note, former] = events.flatMap((told) => (told.kind === "annotated" ? [told.note] : []));
  return { note, former, body };
};

it("knows what people were called before, and users who are none of the people", async () => {
  expect((await seenBy(null)).former).toBe(
    "a person and a person told a person (a person), who asked the Admin and a person",
  );
  expect((await seenBy("77")).former).toBe(
    "a person and a person told a person (a person), who asked the Admin and Grace Hopper",
  );
});

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
