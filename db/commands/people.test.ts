import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { peopleAccounts } from "@/db/queries/people-accounts";
import { createTestDb, type TestDb } from "@/db/test-db";
import { failingAt, faultsOf } from "@/db/test-faults";
import { dumpOf, emptyWorkspace, importText } from "@/db/test-import";
import { asLeader } from "@/db/test-sight";
import { keepApart } from "./keep-apart";
import { mergePeople } from "./merge-people";
import { splitPerson } from "./split-person";

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(Date.parse("2026-11-10T12:00:00Z"));
});
afterAll(() => db.drop());
beforeEach(() => emptyWorkspace(ctx));

/** Three accounts of two people at two providers; the address of the second account is known or not. */
async function start({ email }: { email?: string } = {}): Promise<void> {
  const at = (minute: number) => `2026-11-03T02:0${minute}:00.000Z`;
  const event = (provider: string, page: string, kind: string, minute: number, person?: string, to?: string[]) =>
    JSON.stringify({
      provider,
      page,
      kind,
      at: at(minute),
      by: "person",
      person,
      to,
      title: `Alert ${page}`,
      channel: "phone",
    });
  const events = [
    event("pagerduty", "Q1", "triggered", 0, undefined, ["PANA"]),
    event("pagerduty", "Q1", "notified", 0, "PANA"),
    event("pagerduty", "Q1", "acknowledged", 1, "PANA"),
    event("pagerduty", "Q1", "resolved", 3, "PBEN"),
    event("pagerduty", "Q2", "notified", 0, "PBEN"),
    event("opsgenie", "O1", "notified", 0, "ana@example.com", ["ana@example.com"]),
    event("opsgenie", "O1", "acknowledged", 2, "ana@example.com"),
  ];
  await importText(ctx, events.join("\n"), { name: "events.ndjson" });
  const user = (id: string, name: string, zone: string, address?: string) => ({
    id,
    type: "user",
    name,
    email: address,
    time_zone: zone,
  });
  const users = [
    user("PANA", "Ana Brandt", "Asia/Tokyo", email ?? "ana@example.com"),
    user("PBEN", "Ben", "Europe/Berlin", email),
  ];
  await importText(ctx, JSON.stringify({ users }), { name: "users.json" });
}

const personOf = async (key: string) => {
  const [row] = await ctx.sql<
    { person_id: string; id: string }[]
  >`select person_id, id from identities where key = ${key}`;
  if (!row) throw new Error(`no account ${key}`);
  return row;
};

const events = () => ctx.sql`select * from page_events order by page_id, at, kind, event_key`;
const placed = () => ctx.sql`select key, id, person_id, matched_by from identities order by key`;

describe("merging and splitting", () => {
  it("is taken back bit for bit, and never touches an event", async () => {
    await start();
    const [before, told, places] = [await dumpOf(ctx), await events(), await placed()];
    const [ana, opsgenie] = [await personOf("PANA"), await personOf("ana@example.com")];
    await mergePeople(ctx, { into: ana.person_id, other: opsgenie.person_id });
    const merged = await dumpOf(ctx);
    expect(merged.people).toHaveLength(2);
    expect(merged.notifications?.length).toBe(before.notifications?.length);
    // Two phones rang in one minute: one person was interrupted once.
    expect(merged.interruptions).toHaveLength((before.interruptions?.length ?? 0) - 1);
    expect(await events()).toEqual(told);
    expect((await personOf("ana@example.com")).person_id).toBe(ana.person_id);
    await splitPerson(ctx, ana.person_id, [opsgenie.id]);
    expect(await dumpOf(ctx)).toEqual(before);
    expect(await events()).toEqual(told);
    expect(await placed()).toEqual(places);
  });

  it("holds the other way round too, where the person's first account leaves", async () => {
    await start();
    const before = await dumpOf(ctx);
    const [ana, opsgenie] = [await personOf("PANA"), await personOf("ana@example.com")];
    await mergePeople(ctx, { into: opsgenie.person_id, other: ana.person_id });
    await splitPerson(ctx, opsgenie.person_id, [ana.id]);
    expect(await dumpOf(ctx)).toEqual(before);
    await expect(splitPerson(ctx, ana.person_id, [ana.id])).rejects.toMatchObject({ code: "invalid" });
  });

  it("by hand outlasts what e-mail says, also when the address is told again", async () => {
    await start({ email: "Team@example.com" });
    const [ana, ben] = [await personOf("PANA"), await personOf("PBEN")];
    expect(ana.person_id).toBe(ben.person_id);
    await splitPerson(ctx, ana.person_id, [ben.id]);
    const apart = await dumpOf(ctx);
    expect(apart.people).toHaveLength(3);
    await importText(
      ctx,
      JSON.stringify({ users: [{ id: "PBEN", type: "user", name: "Ben", email: "team@example.com" }] }),
    );
    expect((await personOf("PBEN")).person_id).not.toBe((await personOf("PANA")).person_id);
  });

  it.each(["merge", "split"] as const)(
    "is whole or not at all, whichever database call of the %s fails",
    async (what) => {
      await start();
      const [ana, opsgenie] = [await personOf("PANA"), await personOf("ana@example.com")];
      const merge = (one: Ctx) => mergePeople(one, { into: ana.person_id, other: opsgenie.person_id });
      const split = (one: Ctx) => splitPerson(one, ana.person_id, [opsgenie.id]);
      const [work, back] = what === "merge" ? [merge, split] : [split, merge];
      if (what === "split") await merge(ctx);
      const before = await dumpOf(ctx);
      const faults = await faultsOf(ctx, work);
      const after = await dumpOf(ctx);
      await back(ctx);
      for (const k of faults) {
        await expect(work(failingAt(ctx, k, { calls: 0 }))).rejects.toThrow();
        const people = (await dumpOf(ctx)).people?.length;
        // Through, and only the judging is left to the worker; or not at all.
        if (people === after.people?.length) await back(ctx);
        expect(await dumpOf(ctx), `call ${k}`).toEqual(before);
      }
    },
    120_000,
  );
});

describe("people with their accounts", () => {
  it("say how many pages name each, and who may be one person", async () => {
    await start();
    const { people, proposals } = await peopleAccounts(await asLeader(ctx));
    expect(
      people.map(({ name, pages, accounts }) => [name, pages, accounts.map(({ key, pages: n }) => [key, n])]),
    ).toEqual([
      ["Ana Brandt", 1, [["PANA", 1]]],
      ["Ben", 2, [["PBEN", 2]]],
      ["ana@example.com", 1, [["ana@example.com", 1]]],
    ]);
    expect(proposals).toEqual([]);
  });

  it("propose the same name at two providers until somebody keeps them apart", async () => {
    await start();
    const opsgenie = await personOf("ana@example.com");
    await ctx.sql`
      insert into account_facts values (1, ${opsgenie.id}, 'name', 0, 'brandt, ANA', now())`;
    await ctx.sql`update people set name = 'brandt, ANA' where id = ${opsgenie.person_id}`;
    const { proposals } = await peopleAccounts(await asLeader(ctx));
    expect(proposals).toMatchObject([{ why: "same-name", evidence: { onePages: 1, otherPages: 1 } }]);
    await keepApart(ctx, { one: proposals[0]?.one ?? "", other: proposals[0]?.other ?? "" });
    expect((await peopleAccounts(ctx)).proposals).toEqual([]);
  });
});
