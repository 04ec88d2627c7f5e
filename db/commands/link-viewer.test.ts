import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { sampleViewer } from "@/db/queries/sample-viewer";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace, importText } from "@/db/test-import";
import { linkSampleViewer } from "./link-sample-viewer";
import { linkViewer, lookAs } from "./link-viewer";
import { mergePeople } from "./merge-people";
import { removeSample } from "./remove-sample";

let db: TestDb;
let ctx: Ctx;
beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(Date.parse("2026-11-10T12:00:00Z"));
});
afterAll(() => db.drop());
beforeEach(() => emptyWorkspace(ctx));

const user = (id: string, name: string) => ({ id, type: "user", name, email: `${id.toLowerCase()}@example.com` });
const load = (sample: boolean, ...names: readonly string[]) =>
  importText(ctx, JSON.stringify({ users: names.map((name) => user(`P${name.toUpperCase()}`, name)) }), {
    name: `${names.join("-")}.json`,
    sample,
  });
const idOf = async (name: string) => {
  const [row] = await db.sql<{ id: string }[]>`select id from people where name = ${name}`;
  return row?.id ?? "0";
};
const linked = async () => {
  const [row] = await db.sql<{ name: string | null }[]>`
    select p.name from users u left join people p on p.id = u.person_id`;
  return row?.name ?? null;
};
const link = (personId: string | null, who = ctx) => linkViewer(who, { personId });
const as = (role: Ctx["viewer"]["role"]): Ctx => ({ ...ctx, viewer: { ...ctx.viewer, role } });

describe("which person a user is", () => {
  it("is said by an admin, noted each time it changes, and taken back", async () => {
    await load(false, "Ana", "Ben");
    const [ana, ben] = [await idOf("Ana"), await idOf("Ben")];
    for (const personId of [ana, ana, ben, null]) await link(personId);
    expect(await linked()).toBeNull();
    const rows = await db.sql`select what, person_ids::text[], details ->> 'personId' as now from audit order by no`;
    expect([...rows]).toEqual([
      { what: "viewer-linked", person_ids: [ana], now: ana },
      { what: "viewer-linked", person_ids: [ana, ben].sort(), now: ben },
      { what: "viewer-linked", person_ids: [ben], now: null },
    ]);
  });

  it.each(["member", "auditor"] as const)("is not said by a %s", async (role) => {
    await load(false, "Ana");
    await expect(link(await idOf("Ana"), as(role))).rejects.toMatchObject({ code: "forbidden" });
    expect(await linked()).toBeNull();
  });

  it("is nobody who is not there or was erased", async () => {
    await load(false, "Ana");
    await db.sql`update people set erased_at = now()`;
    for (const id of [await idOf("Ana"), "12"]) await expect(link(id)).rejects.toMatchObject({ code: "not-found" });
    expect((await db.sql`select from audit`).length).toBe(0);
  });

  it("follows a merge", async () => {
    await load(false, "Ana", "Ben");
    await link(await idOf("Ben"));
    await mergePeople(ctx, { into: await idOf("Ana"), other: await idOf("Ben") });
    expect((await db.sql`select from users u join people p on p.id = u.person_id`).length).toBe(1);
  });
});

describe("the sample", () => {
  it("is looked at as its leader, or as another of its people, until it goes", async () => {
    await load(true, "Ana", "Ben");
    await linkSampleViewer(ctx.sql, ctx.workspaceId, "Ben");
    expect(await linked()).toBe("Ben");
    await lookAs(as("member"), await idOf("Ana"));
    expect(await linked()).toBe("Ana");
    expect((await sampleViewer(ctx))?.people.map(({ name }) => name)).toEqual(["Ana", "Ben"]);
    await removeSample(ctx);
    expect((await db.sql`select from users where person_id is null`).length).toBe(1);
    expect(await sampleViewer(ctx)).toBeNull();
  });

  it("does not change who somebody is already", async () => {
    await load(true, "Ana", "Ben");
    await link(await idOf("Ana"));
    await linkSampleViewer(ctx.sql, ctx.workspaceId, "Ben");
    expect(await linked()).toBe("Ana");
  });

  it("gives no way to look as anybody once other data came in", async () => {
    await load(true, "Ana");
    await load(false, "Cem");
    for (const name of ["Ana", "Cem"])
      await expect(lookAs(ctx, await idOf(name))).rejects.toMatchObject({ code: "forbidden" });
    await linkSampleViewer(ctx.sql, ctx.workspaceId, "Ana");
    expect([await linked(), await sampleViewer(ctx)]).toEqual([null, null]);
  });
});
