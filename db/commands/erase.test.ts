import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx, Sql } from "@/db/ctx";
import { drainBatch } from "@/db/jobs/drain-inbox";
import { auditChain } from "@/db/queries/audit-chain";
import { organisation } from "@/db/queries/organisation";
import { peopleAccounts } from "@/db/queries/people-accounts";
import { openKeyRing } from "@/db/secrets/key-ring";
import { rotateKeys } from "@/db/secrets/rotate-keys";
import { createTestDb, TEST_KEYS, type TestDb } from "@/db/test-db";
import { deliver, ledgerFaults, makeSource } from "@/db/test-deliveries";
import { callsOf, failingAt } from "@/db/test-faults";
import { emptyWorkspace, importText, tableCounts } from "@/db/test-import";
import { TombstoneList } from "@/lib/contract/tombstones";
import { applyTombstones, tombstoneList } from "./apply-tombstones";
import { erasePerson, previewErasure } from "./erase-person";
import { importOrganisation } from "./import-organisation";
import { judgeDirty } from "./judge-dirty";
import { dropNamedFiles } from "./named-files";
import { recordMove } from "./record-move";
import { replayDelivery } from "./replay-delivery";
import { undoMove } from "./undo-move";

const NOW = Date.parse("2026-11-10T12:00:00Z");
let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
});
afterAll(() => db.drop());
beforeEach(async () => {
  ctx = await db.ctxAt(NOW);
  await emptyWorkspace(ctx);
});

/** Every word by which somebody could find her again. */
const PLANTED = ["Ada Quillfeather", "Quillfeather", "ada.quillfeather", "ada.q@other.example", "PADA77", "UADA77"];
const OPSGENIE = "ada.q@other.example";

const at = (minute: number) => new Date(Date.parse("2026-11-03T02:00:00Z") + minute * 60_000).toISOString();

const EVENTS = [
  { kind: "triggered", minute: 0, to: ["PADA77"] },
  { kind: "notified", minute: 0, person: "PADA77", channel: "phone" },
  { kind: "acknowledged", minute: 1, person: "PADA77" },
  {
    kind: "annotated",
    minute: 2,
    person: "PBEN01",
    note: "Called\nada quillfeather, ADA.QUILLFEATHER@n.example, she acts",
  },
  { kind: "reassigned", minute: 3, person: "PBEN01", to: ["PADA77", "PBEN01"] },
  { kind: "resolved", minute: 5, person: "PBEN01" },
]
  .map(({ minute, ...event }) =>
    JSON.stringify({
      provider: "pagerduty",
      page: "Q1",
      at: at(minute),
      by: "person",
      title: "Disk is full",
      ...event,
    }),
  )
  .concat(
    JSON.stringify({
      provider: "opsgenie",
      page: "O1",
      kind: "notified",
      at: at(200),
      person: OPSGENIE,
      channel: "sms",
    }),
    JSON.stringify({ provider: "opsgenie", page: "O1", kind: "resolved", at: at(220), by: "person", person: OPSGENIE }),
  )
  .join("\n");

const user = (id: string, name: string, email: string) => ({ id, type: "user", name, email, time_zone: "Asia/Tokyo" });
const USERS = JSON.stringify({
  users: [
    user("PADA77", "Ada Quillfeather", "ada.quillfeather@n.example"),
    user("PBEN01", "Ben Osei", "ben@n.example"),
  ],
});
const SHIFTS = [
  "person,from,to,level,schedule,team",
  "Ada Quillfeather,2026-11-02T09:00:00Z,2026-11-03T09:00:00Z,1,Ada Quillfeather's rota,Payments",
  "ben@n.example,2026-11-03T09:00:00Z,2026-11-04T09:00:00Z,1,Core,Payments",
].join("\n");
const ORGANISATION = [
  "email,name,manager_email,team,time_zone,country",
  "ada.quillfeather@n.example,Ada Quillfeather,,Payments,Asia/Tokyo,JP",
  "ben@n.example,Ben Osei,ada.quillfeather@n.example,Payments,Europe/Berlin,DE",
].join("\n");

/** As PagerDuty's third webhooks tell it, the person written as it does: id, and name as summary. */
const webhook = (event: string, minute: number, more: object = {}) => {
  const ada = {
    id: "PADA77",
    type: "user_reference",
    summary: "Ada Quillfeather",
    html_url: "https://n.example/users/PADA77",
  };
  return {
    event: {
      id: event,
      event_type: "incident.acknowledged",
      resource_type: "incident",
      occurred_at: at(minute),
      agent: ada,
      data: {
        id: "Q9",
        type: "incident",
        number: 9,
        status: "acknowledged",
        title: "Latency",
        created_at: at(400),
        service: { id: "PSVC", type: "service_reference", summary: "checkout" },
        assignees: [ada],
        urgency: "high",
      },
      ...more,
    },
  };
};

const fail = (line: string) => {
  throw new Error(line);
};

async function send(source: string, body: unknown, receivedAt = NOW): Promise<string> {
  const id = await deliver(ctx, source, JSON.stringify(body), receivedAt);
  await drainBatch(ctx, fail);
  await judgeDirty(ctx);
  return id;
}

/** A workspace in which she stands everywhere. */
async function start(): Promise<{ source: string; delivery: string; unread: string }> {
  await importText(ctx, USERS, { name: "users.json" });
  await importText(ctx, EVENTS, { name: "events of ada quillfeather.ndjson" });
  await importText(ctx, SHIFTS, { name: "shifts.csv" });
  await importOrganisation(ctx, { kind: "people", text: ORGANISATION, fromDate: null });
  const source = await makeSource(ctx, "pagerduty");
  const delivery = await send(source, webhook("E1", 401));
  const unread = await send(source, { event: { id: "E2", event_type: "service.updated", agent: { id: "PADA77" } } });
  const [page] = await ctx.sql<{ id: string }[]>`select id from pages where page_key = 'Q1'`;
  await ctx.sql`
    insert into person_verdicts (workspace_id, id, subject, subject_id, verdict, user_id, note, said_by)
    values (${ctx.workspaceId}, 5, 'page', ${page?.id ?? ""}, 'noise', ${ctx.viewer.userId}, 'says Quillfeather, Ada',
      'Ada Quillfeather')`;
  await judgeDirty(ctx);
  return { source, delivery, unread };
}

async function idOf(key: string): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`select person_id as id from identities where key = ${key}`;
  return row?.id ?? "nobody";
}

/** `table: word` of all text, JSON, numbers and bytes in the whole database. */
async function hits(words: readonly string[]): Promise<string[]> {
  const tables = await ctx.sql<{ table: string; columns: string }[]>`
    select c.table_name as table, string_agg(case c.udt_name
      when 'bytea' then format('encode(%I, ''escape'')', c.column_name) else format('%I::text', c.column_name) end, ', ') as columns
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and t.table_type = 'BASE TABLE'
      and c.udt_name in ('text', '_text', 'json', 'jsonb', 'bytea', 'varchar', 'int8', '_int8')
    group by 1`;
  const looks = tables.map(
    ({ table, columns }) => `select '${table}: ' || w as hit from "${table}", unnest($1::text[]) as w
      where strpos(lower(concat_ws(' ', ${columns})), lower(w)) > 0`,
  );
  const rows = await ctx.sql.unsafe<{ hit: string }[]>(looks.join(" union "), [words as string[]]);
  return rows.map(({ hit }) => hit).sort();
}

/** All that erasing changes, in one line. */
async function fingerprint(): Promise<string> {
  const tables = ["people", "identities", "account_facts", "tombstones", "workspace_keys", "page_events", "page_folds"]
    .concat(["pages", "inbox", "imports", "on_call_shifts", "interruptions", "person_days", "reporting_lines", "audit"])
    .concat(["users", "person_verdicts", "rejections", "memberships", "org_closure", "notifications"]);
  const looks = tables.map(
    (table) => `(select coalesce(md5(string_agg(t::text, '' order by t::text)), '') from ${table} t)`,
  );
  const [row] = await ctx.sql.unsafe<{ all: string }[]>(`select ${looks.join(" || ")} as all`);
  return row?.all ?? "";
}

/** What the screens are counted from, without whose it is. */
async function totals() {
  const { sql } = ctx;
  return {
    days: await sql`select local_date::text, sum(pages_first + pages_escalated + pages_unknown_line)::int as pages,
      sum(sleep_noise + sleep_unclear + sleep_actionable)::int as sleep, sum(off_noise + off_unclear + off_actionable)::int as off,
      sum(disrupted_nights)::int as nights, count(*)::int as people from person_days group by 1 order by 1`,
    leaders: await sql`select date::text, sum(actionable + noise + unclear)::int as pages, count(*)::int as leaders
      from leader_days group by 1 order by 1`,
    heat: await sql`select week::text, weekday, hour, actionable, noise, unclear from heat_weeks order by 1, 2, 3`,
    interruptions:
      await sql`select at, hour_class, local_date::text, night::text, estimated, verdict, page_id, signature_id
      from interruptions order by at, page_id`,
    pages: await sql`select page_key, verdict, reason, probability, seconds_to_acknowledge from pages order by 1`,
    shifts: await sql`select from_at, to_at, level, team from on_call_shifts order by 1`,
    closure: await sql`select from_date::text, to_date::text, depth from org_closure order by 1`,
    members: await sql`select t.name, m.from_date::text, count(*)::int as people from memberships m
      join teams t on t.id = m.team_id group by 1, 2 order by 1, 2`,
  };
}

const former = async () => {
  const rows = await ctx.sql<{ id: string; name: string | null; email: string | null }[]>`
    select id, name, email from people where erased_at is not null`;
  return rows;
};

describe("erasing a person", () => {
  it("leaves no word of them anywhere, and every figure as it was", async () => {
    const { delivery, unread } = await start();
    const ada = await idOf("PADA77");
    expect(await hits(PLANTED)).not.toEqual([]);
    const [before, rows] = [await totals(), await tableCounts(ctx)];
    // Her address at the other tool is another person's until somebody merges the two: told apart, erased apart.
    await erasePerson(ctx, await idOf(OPSGENIE));
    const tried = await previewErasure(ctx, ada);
    expect(await idOf("PADA77")).toBe(ada);
    const erasure = await erasePerson(ctx, ada);
    expect(erasure).toEqual(tried);
    expect(erasure).toMatchObject({ name: "Ada Quillfeather", pages: 2, interruptions: 1, files: 2, signsIn: false });
    expect(erasure.bodies).toEqual({ redacted: 2, dropped: 0 });
    // The log was written with ids, and its chain keeps them.
    expect(await hits([...PLANTED, ada])).toEqual([`audit: ${ada}`]);
    expect(await totals()).toEqual(before);
    const apart = { audit: 0, identities: 0, tombstones: 0, workspace_keys: 0 };
    expect({ ...(await tableCounts(ctx)), ...apart }).toEqual({ ...rows, ...apart });
    expect(await former()).toEqual([
      { id: expect.any(String) as string, name: null, email: null },
      { id: expect.any(String) as string, name: null, email: null },
    ]);
    expect((await peopleAccounts(ctx)).people.map(({ name }) => name)).toEqual(["Ben Osei"]);
    expect((await organisation(ctx)).people.map(({ name }) => name)).toEqual(["Ben Osei"]);
    expect((await auditChain(ctx)).brokenAt).toBeNull();
    await expect(replayDelivery(ctx, delivery)).rejects.toMatchObject({ code: "conflict" });
    await expect(replayDelivery(ctx, unread)).rejects.toMatchObject({ code: "conflict" });
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("holds against every file again, a webhook 48 hours late, and the organisation's file", async () => {
    const { source } = await start();
    await erasePerson(ctx, await idOf(OPSGENIE));
    await erasePerson(ctx, await idOf("PADA77"));
    const [before, gone] = [await totals(), await former()];
    for (const [text, name] of [
      [USERS, "users.json"],
      [EVENTS, "events.ndjson"],
      [SHIFTS, "shifts.csv"],
    ] as const) {
      const id = await importText(ctx, `${text}\n`, { name });
      const [row] = await ctx.sql`select stored, rejected, state from imports where id = ${id}`;
      expect(row, name).toEqual({ stored: 0, rejected: 0, state: "done" });
    }
    const done = await importOrganisation(ctx, { kind: "people", text: ORGANISATION, fromDate: null });
    expect(done.notes).toEqual([{ line: 2, why: expect.stringContaining("former member") as string }]);
    await send(source, webhook("E1", 401));
    expect(await totals()).toEqual(before);
    // News of her that was late goes to the former member, and so does what names her by her address alone.
    const late = await send(source, webhook("E3", 402), NOW + 48 * 3_600_000);
    await send(source, { event: { id: "E4", event_type: "service.updated", agent: { summary: "Ada Quillfeather" } } });
    const address = user("UADA77", "Ada Quillfeather", "ADA.quillfeather@n.example");
    await importText(ctx, JSON.stringify({ users: [address] }), { name: "more.json" });
    await importText(
      ctx,
      JSON.stringify({
        provider: "pagerduty",
        page: "Q7",
        kind: "notified",
        at: at(900),
        person: "UADA77",
        channel: "push",
      }),
      { name: "7.ndjson" },
    );
    await ctx.sql`update imports set file_name = 'x', preview = null`;
    expect(await hits(PLANTED)).toEqual([]);
    expect(await former()).toEqual(gone);
    expect((await peopleAccounts(ctx)).people.map(({ name }) => name)).toEqual(["Ben Osei"]);
    const carried = await ctx.sql`
      select p.page_key from interruptions i join pages p on p.id = i.page_id join people w on w.id = i.person_id
      where w.erased_at is not null order by 1`;
    expect(carried.map((row) => row.page_key)).toEqual(["O1", "Q1", "Q7"]);
    const [kept] = await ctx.sql`select redacted_at is not null as redacted, stored from inbox where id = ${late}`;
    expect(kept).toEqual({ redacted: true, stored: 1 });
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("is done whole or not at all, whichever call of the database fails", async () => {
    await start();
    const ada = await idOf("PADA77");
    const before = await fingerprint();
    const calls = await callsOf(ctx, (counted) => previewErasure(counted, ada));
    expect(await fingerprint()).toBe(before);
    let k = 0;
    for (let left = true; left; left = (await idOf("PADA77")) === ada) {
      if (k > 0) expect(await fingerprint(), `call ${k}`).toBe(before);
      k += 1;
      await erasePerson(failingAt(ctx, k, { calls: 0 }), ada).catch(() => null);
    }
    // The first that went through had failed behind the commit, if at all: files and verdicts are left to the worker.
    expect(k).toBe(calls + 1);
    await dropNamedFiles(ctx.sql, ctx.workspaceId, ctx.dataDir);
    await judgeDirty(ctx);
    expect(await hits(PLANTED.filter((word) => !word.includes("ada.q")))).toEqual([]);
    expect(k).toBeGreaterThan(20);
  }, 60_000);

  it("leaves what was done in triage to be undone, to the last digit, without them", async () => {
    await start();
    const ada = await idOf("PADA77");
    const [alert] = await ctx.sql<{ id: string }[]>`select signature_id as id from pages limit 1`;
    const id = alert?.id ?? "";
    const item = { table: "triage_items", key: { signature_id: id, flagged_at: at(9) } } as const;
    await ctx.sql`
      insert into triage_items (workspace_id, signature_id, flagged_at, flagged_for, owner_person_id)
      values (${ctx.workspaceId}, ${id}, ${at(9)}, '{"note": "asked Ada Quillfeather"}', ${ada})`;
    await ctx.sql.begin((tx) => {
      const sql = tx as unknown as Sql;
      const move = { kind: "claim", signatureIds: [id], rows: [item] };
      return recordMove(sql, ctx, move, () => sql`update triage_items set owner_person_id = null`);
    });
    await erasePerson(ctx, ada);
    await undoMove(ctx);
    const [back] = await ctx.sql`
      select i.owner_person_id, i.signature_id, p.erased_at is not null as former, i.flagged_for ->> 'note' as note
      from triage_items i join people p on p.id = i.owner_person_id`;
    expect(back).toMatchObject({ signature_id: id, former: true });
    expect(back?.note).toMatch(/^asked (?!Ada)/);
    expect(back?.owner_person_id).not.toBe(ada);
    const [kept] = await ctx.sql<{ moves: string }[]>`select before::text || after::text as moves from triage_moves`;
    expect(kept?.moves).toContain(`"signature_id": ${id}`);
    expect(kept?.moves).not.toContain(ada);
    expect(kept?.moves).not.toContain("Quillfeather");
  });

  it("is for admins, never of oneself, and needs the keys from then on", async () => {
    await start();
    const [ada, ben] = [await idOf("PADA77"), await idOf("PBEN01")];
    const member: Ctx = { ...ctx, viewer: { ...ctx.viewer, role: "member" } };
    await expect(erasePerson(member, ada)).rejects.toMatchObject({ code: "forbidden" });
    await expect(erasePerson({ ...ctx, viewer: { ...ctx.viewer, personId: ada } }, ada)).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(erasePerson({ ...ctx, keyRing: null }, ada)).rejects.toMatchObject({ code: "invalid" });
    await erasePerson(ctx, ada);
    await expect(erasePerson(ctx, ada)).rejects.toMatchObject({ code: "not-found" });
    const text = EVENTS.replaceAll("Q1", "Q3");
    await expect(importText({ ...ctx, keyRing: null }, text)).resolves.toBeDefined();
    const [failed] = await ctx.sql`select state, stored from imports order by created_at desc limit 1`;
    expect(failed).toEqual({ state: "failed", stored: 0 });
    // A rotated ring reads the tombstones still.
    const ring = openKeyRing(`${"a-newer-key-of-tests-".repeat(2)},${TEST_KEYS}`);
    await rotateKeys(ctx.sql, ring);
    await importText({ ...ctx, keyRing: { keys: [ring.keys[0]] } }, text);
    expect(await former()).toHaveLength(1);
    expect([await idOf("PADA77"), await idOf("PBEN01")]).toEqual(["nobody", ben]);
  });

  it("spares what others share, and who has another address", async () => {
    const users = [
      user("PONE01", "Sam Twin", "team@n.example"),
      user("PTWO01", "Sam Twin", "sam@n.example"),
      user("PTHR01", "Cleo", "cleo@n.example"),
    ];
    await importText(ctx, JSON.stringify({ users }), { name: "users.json" });
    const erasure = await erasePerson(ctx, await idOf("PONE01"));
    expect(erasure.words).toEqual([
      { word: "Sam Twin", leftOut: "shared" },
      { word: "team@n.example", leftOut: null },
      { word: "PONE01", leftOut: null },
    ]);
    // Told again, each with the address of the one who was erased: one is known by another, the other is new.
    const told = [user("PTHR01", "Cleo", "team@n.example"), user("PNEW01", "Sam Twin", "team@n.example")];
    await importText(ctx, JSON.stringify({ users: told }), { name: "again.json" });
    const people = await ctx.sql`select name, email from people where erased_at is null order by name`;
    expect(people.map(({ name, email }) => `${name} ${email}`)).toEqual([
      "Cleo cleo@n.example",
      "Sam Twin sam@n.example",
    ]);
    expect(await former()).toHaveLength(1);
  });
});

describe("a database restored from before an erasure", () => {
  /** As a dump restored over it leaves the database; files of the data folder stay as they are. */
  async function backup(): Promise<() => Promise<void>> {
    const counts = Object.entries(await tableCounts(ctx)).filter(([table, rows]) => rows > 0 && table !== "users");
    const tables = [...counts.map(([table]) => table), "account_facts", "event_repeats", "shift_repeats"];
    await ctx.sql.unsafe(
      // What is generated is worked out again, as a dump leaves it out.
      `create schema dumped; ${tables.map((it) => `create table dumped.${it} as table public.${it};`).join(" ")}
       alter table dumped.pages drop column is_test;`,
    );
    return async () => {
      await emptyWorkspace(ctx);
      const columns = await ctx.sql<{ of: string; named: string }[]>`
        select table_name as of, string_agg(quote_ident(column_name), ', ') as named from information_schema.columns
        where table_schema = 'dumped' group by table_name`;
      const back = columns.map(
        ({ of, named }) => `insert into public.${of} (${named}) overriding system value
          select ${named} from dumped.${of} on conflict do nothing;`,
      );
      await ctx.sql.begin((tx) =>
        tx.unsafe(`set local session_replication_role = replica; ${back.join(" ")} drop schema dumped cascade`),
      );
    };
  }

  it("erases them again, and whom it knew nothing of yet, with every figure as it was", async () => {
    await start();
    const restore = await backup();
    // After the backup somebody came, who is erased as well.
    const cem = JSON.stringify({ users: [user("PCEM99", "Cem Ersoyoglu", "cem.ersoyoglu@n.example")] });
    await importText(ctx, cem, { name: "cem.json" });
    for (const key of [OPSGENIE, "PADA77", "PCEM99"]) await erasePerson(ctx, await idOf(key));
    const list = await tombstoneList(ctx);
    const words = [...PLANTED, "Ersoyoglu", "PCEM99"];
    const text = JSON.stringify(list).toLowerCase();
    expect(words.filter((word) => text.includes(word.toLowerCase()))).toEqual([]);
    await restore();
    expect(await hits(PLANTED)).not.toEqual([]);
    const [before, all] = [await totals(), list.tombstones.length];

    const applied = await applyTombstones(ctx, TombstoneList.parse(JSON.parse(JSON.stringify(list))));
    expect(applied.erased).toBe(2);
    expect(applied.added).toBeGreaterThan(0);
    expect(await hits(PLANTED)).toEqual([]);
    expect(await totals()).toEqual(before);
    expect(await idOf("PBEN01")).not.toBe("nobody");

    for (const [file, name] of [
      [USERS, "users.json"],
      [EVENTS, "events.ndjson"],
      [cem, "cem.json"],
    ] as const)
      await importText(ctx, `${file}\n`, { name });
    await ctx.sql`update imports set file_name = 'x', preview = null`;
    expect(await hits(words)).toEqual([]);
    expect(await totals()).toEqual(before);
    expect(await applyTombstones(ctx, list)).toEqual({ erased: 0, added: 0, known: all });
  }, 60_000);

  it("refuses a list under another key, and changes nothing", async () => {
    await start();
    await erasePerson(ctx, await idOf("PADA77"));
    const list = await tombstoneList(ctx);
    await emptyWorkspace(ctx);
    await start();
    await erasePerson(ctx, await idOf(OPSGENIE));
    const before = await fingerprint();
    await expect(applyTombstones(ctx, list)).rejects.toMatchObject({ code: "conflict" });
    const ring = openKeyRing("another-key-ring-0123456789-abcdefgh");
    await expect(applyTombstones({ ...ctx, keyRing: ring }, list)).rejects.toThrow("SQUELCH_KEYS");
    await expect(tombstoneList({ ...ctx, viewer: { ...ctx.viewer, role: "member" } })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await fingerprint()).toBe(before);
  });
});
