import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { startFakeSlack } from "@/db/outbound/fake-slack";
import { outbound } from "@/db/outbound/http";
import { mailThrough } from "@/db/outbound/send-mail";
import { startMailServer, type TestMailServer } from "@/db/outbound/test-mail-server";
import { digestsView } from "@/db/queries/digests";
import { openKeyRing } from "@/db/secrets/key-ring";
import { createTestDb, TEST_KEYS, type TestDb } from "@/db/test-db";
import { callsOf, failingAt } from "@/db/test-faults";
import { importText } from "@/db/test-import";
import type { DigestBody } from "@/lib/contract/digests";
import { AppError } from "@/lib/errors";
import type { DigestReport } from "@/lib/report/digest";
import { lastWeek } from "@/lib/time/report-week";
import { addDigest } from "./add-digest";
import { changeDigest } from "./change-digest";
import type { DigestTools } from "./digest-tools";
import { erasePerson } from "./erase-person";
import { removeDigest } from "./remove-digest";
import { sendDigestAgain } from "./send-digest-again";
import { sendDueDigests } from "./send-due-digests";
import { previewDigest, testDigest } from "./test-digest";
import { unsubscribe, workspaceIn } from "./unsubscribe";

const HOUR = 3_600_000;
/** A Monday, 09:00 in Berlin. */
const NINE = Date.parse("2026-11-23T08:00:00Z");
const FRIDAY = Date.parse("2026-11-20T12:00:00Z");
const LATER = NINE + 11 * 60_000;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

let db: TestDb;
let ctx: Ctx;
let server: TestMailServer;
let slack: Awaited<ReturnType<typeof startFakeSlack>>;
let tools: DigestTools;

const report = (): DigestReport => ({
  week: "2026-W47",
  subject: { kind: "workspace", name: "Squelch" },
  range: {
    from: "2026-11-15T23:00:00.000Z",
    to: "2026-11-22T23:00:00.000Z",
    zone: "Europe/Berlin",
    label: "16 – 22 Nov 2026",
  },
  lead: null,
  figures: [],
  worst: [],
  lastWeek: { forgotten: 1 },
});

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(FRIDAY);
  server = await startMailServer();
  slack = await startFakeSlack();
  tools = {
    ring: () => openKeyRing(TEST_KEYS),
    call: outbound([slack.pair]),
    allow: [slack.pair],
    mail: mailThrough({ url: server.url, from: "Squelch <squelch@example.org>" }),
    publicUrl: "https://squelch.example.org",
    draw: null,
    report: async () => report(),
    weekAt: async (_ctx, _team, at) => lastWeek(at, "Europe/Berlin", null),
  };
});
afterAll(async () => {
  await db.drop();
  await server.close();
  await slack.close();
});
beforeEach(async () => {
  await ctx.sql`delete from digests`;
  await ctx.sql`delete from audit`;
  server.messages.length = 0;
  slack.messages.length = 0;
});
afterEach(() => {
  server.temper = "takes";
  slack.temper = "takes";
});

const MAIL = { channel: "email" as const, address: "lead@example.org" };
const SLACK = () => ({ channel: "slack" as const, url: slack.url });
const CLOCK = { trigger: "clock" as const, weekday: 0, minute: 540, zone: "Europe/Berlin" };

const add = (more: Partial<DigestBody> = {}, by: Ctx = ctx) =>
  addDigest(by, { kind: "weekly", team: null, own: false, target: MAIL, time: CLOCK, ...more }, tools);
const look = (now: number, by: Ctx = ctx, with_: DigestTools = tools) => sendDueDigests(by, () => now, with_);
const sends = () => ctx.sql<
  { period: string; state: string; said: string | null; attempts: number; next: Date | null }[]
>`
  select period, state, said, attempts, next_try_at as next from digest_sends order by digest_id, due_at`;
const states = async () => (await sends()).map(({ period, state }) => `${period} ${state}`);
const headerOf = (raw: string, name: string) =>
  new RegExp(`^${name}:\\s+(.*(?:\r\n[ \\t].*)*)`, "im").exec(raw)?.[1]?.replace(/\r\n\s+/g, " ");

describe("at its time", () => {
  it("goes out once however many schedulers look, and never again", async () => {
    await add();
    await add({ target: SLACK() });
    expect(await look(NINE - 1)).toBe(0);
    const counts = await Promise.all(Array.from({ length: 5 }, () => look(NINE)));
    expect(counts.reduce((a, b) => a + b, 0)).toBe(2);
    expect(await look(LATER)).toBe(0);
    expect(await look(NINE + 6 * 24 * HOUR)).toBe(0);
    expect([server.messages.length, slack.messages.length]).toEqual([1, 1]);
    expect(await states()).toEqual(["2026-W47 sent", "2026-W47 sent"]);
    expect(await look(NINE + 7 * 24 * HOUR)).toBe(2);
  });

  it.each([
    ["12 hours late is sent still", 12 * HOUR, 1, "sent"],
    ["later is skipped, and said so", 12 * HOUR + 1, 0, "skipped"],
  ])("%s", async (_, late, mails, state) => {
    await add();
    await look(NINE + late);
    expect(server.messages).toHaveLength(mails);
    const [send] = await sends();
    expect(send?.state).toBe(state);
    if (state === "skipped") expect(send?.said).toMatch(/did not run/);
  });

  it("made, changed or let go on after this week's time waits for the next", async () => {
    const afterNine = await db.ctxAt(NINE + 1);
    await add({}, afterNine);
    expect(await look(NINE + HOUR)).toBe(0);
    expect(await states()).toEqual([]);
    const id = await add();
    await changeDigest({ ...ctx, now: FRIDAY }, id, { enabled: false }, tools);
    expect(await look(NINE + HOUR)).toBe(0);
    await changeDigest(afterNine, id, { enabled: true }, tools);
    expect(await look(NINE + HOUR)).toBe(0);
    expect(await look(NINE + 7 * 24 * HOUR)).toBe(2);
  });

  it("reports a week once, also where its day is changed after it went out", async () => {
    const id = await add();
    await look(NINE);
    await changeDigest(await db.ctxAt(NINE + HOUR), id, { time: { ...CLOCK, weekday: 4 } }, tools);
    expect(await look(NINE + 4 * 24 * HOUR)).toBe(0);
    expect(await look(NINE + 11 * 24 * HOUR)).toBe(1);
    expect(await states()).toEqual(["2026-W47 sent", "2026-W48 sent"]);
  });

  it("goes out once where its time comes twice, and where it does not come at all", async () => {
    const autumn = Date.parse("2026-10-25T00:30:00Z");
    await add({ time: { ...CLOCK, weekday: 6, minute: 150 } }, await db.ctxAt(autumn - HOUR));
    const counts = [];
    for (const now of [autumn - 1, autumn, autumn + HOUR / 2, autumn + HOUR, autumn + 2 * HOUR])
      counts.push(await look(now));
    expect(counts).toEqual([0, 1, 0, 0, 0]);
    await ctx.sql`delete from digests`;
    const spring = Date.parse("2026-03-29T01:00:00Z");
    await add({ time: { ...CLOCK, weekday: 6, minute: 150 } }, await db.ctxAt(spring - HOUR));
    expect([await look(spring - 1), await look(spring), await look(spring + HOUR)]).toEqual([0, 1, 0]);
  });
});

describe("when something breaks", () => {
  it("arrives at most once whichever call of the database fails, and nothing is lost without a word", async () => {
    await add();
    // The first one makes the workspace's key.
    await look(NINE);
    await ctx.sql`delete from digest_sends`;
    const calls = await callsOf(ctx, (faulty) => look(NINE, faulty));
    expect(calls).toBeGreaterThan(6);
    const ends = new Set<string>();
    for (let k = 1; k <= calls; k += 1) {
      await ctx.sql`delete from digest_sends`;
      server.messages.length = 0;
      await expect(look(NINE, failingAt(ctx, k, { calls: 0 }))).rejects.toThrow(`call ${k}`);
      await look(LATER);
      await look(LATER + HOUR);
      const [send] = await sends();
      ends.add(`${send?.state} ${server.messages.length}`);
    }
    expect([...ends].sort()).toEqual(["sent 1", "unknown 1"]);
  });

  it("says that nobody knows whether it arrived where the program dies while sending, and waits for a person", async () => {
    const id = await add();
    const dying = { ...tools, mail: async () => Promise.reject(new Error("killed")) };
    await expect(look(NINE, ctx, dying)).rejects.toThrow("killed");
    expect(await states()).toEqual(["2026-W47 sending"]);
    expect(await look(NINE + 60_000)).toBe(0);
    expect(await states()).toEqual(["2026-W47 sending"]);
    await Promise.all([look(LATER), look(LATER), look(LATER)]);
    expect(await states()).toEqual(["2026-W47 unknown"]);
    expect(server.messages).toHaveLength(0);
    await sendDigestAgain({ ...ctx, now: LATER }, id, "2026-W47");
    expect(await look(LATER)).toBe(1);
    expect(await states()).toEqual(["2026-W47 sent"]);
    await expect(sendDigestAgain({ ...ctx, now: LATER }, id, "2026-W47")).rejects.toThrow(AppError);
  });

  it("is taken over where the program dies before anything left, and who comes back late sends nothing", async () => {
    await add();
    let release: (report: DigestReport) => void = () => {};
    let began: () => void = () => {};
    const wait = (done: (report: DigestReport) => void) => {
      release = done;
      began();
    };
    const started = new Promise<void>((done) => {
      began = done;
    });
    const stuck = { ...tools, report: () => new Promise<DigestReport>(wait) };
    const first = look(NINE, ctx, stuck);
    await started;
    expect(await look(NINE + 60_000)).toBe(0);
    expect(await look(LATER)).toBe(1);
    release(report());
    expect(await first).toBe(0);
    expect(server.messages).toHaveLength(1);
  });

  it("keeps the outcome that comes after its lease was over", async () => {
    await add();
    const slow: DigestTools = {
      ...tools,
      mail: async () => {
        await look(LATER);
        expect(await states()).toEqual(["2026-W47 unknown"]);
        return { kind: "sent" };
      },
    };
    await look(NINE, ctx, slow);
    expect(await states()).toEqual(["2026-W47 sent"]);
  });

  it("tries again after a clear no of the mail server, less and less often, and gives up in the end", async () => {
    await add();
    server.temper = "not-now";
    const waits: number[] = [];
    for (let now = NINE; ; ) {
      await look(now);
      const [send] = await sends();
      if (send?.next == null) break;
      waits.push(send.next.getTime() - now);
      now = send.next.getTime();
    }
    expect(waits).toEqual([5_000, 300_000, 1_800_000, 7_200_000, 18_000_000]);
    const [send] = await sends();
    expect([send?.state, send?.said]).toEqual(["failed", expect.stringContaining("it refused: 451")]);
  });

  it.each([
    ["never", "failed", /554/],
    ["knows-nobody", "failed", /\(an address\) is unknown here/],
    ["hangs-up", "unknown", /did not say whether it took it/],
  ] as const)("a mail server that %s leaves it %s", async (temper, state, said) => {
    await add();
    server.temper = temper;
    await look(NINE);
    await look(LATER);
    const [send] = await sends();
    expect([send?.state, send?.said]).toEqual([state, expect.stringMatching(said)]);
    expect(send?.said).not.toContain("lead@example.org");
  });

  it("tries again where no mail server answers, and hands no mail to one elsewhere without encryption", async () => {
    await add();
    await look(NINE, ctx, { ...tools, mail: mailThrough({ url: "smtp://127.0.0.1:1", from: "a@example.org" }) });
    expect(await states()).toEqual(["2026-W47 waiting"]);
    // Not a name of this machine to us, although the system takes it for one.
    const elsewhere = server.url.replace("127.0.0.1", "0.0.0.0");
    await look(LATER, ctx, { ...tools, mail: mailThrough({ url: elsewhere, from: "a@example.org" }) });
    const [send] = await sends();
    expect([send?.state, send?.said]).toEqual(["failed", expect.stringContaining("no encrypted connection")]);
    expect(server.messages).toHaveLength(0);
  });

  it.each([
    ["too-many", "waiting", /asks us to wait/],
    ["broken", "waiting", /answered 503/],
    ["removed", "failed", /make a new one/],
    ["moved", "failed", /redirects are not followed/],
    ["takes-and-hangs-up", "unknown", /./],
  ] as const)("a Slack that is %s leaves it %s", async (temper, state, said) => {
    await add({ target: SLACK() });
    slack.temper = temper;
    await look(NINE);
    const [send] = await sends();
    expect([send?.state, send?.said]).toEqual([state, expect.stringMatching(said)]);
    if (temper === "too-many") expect(send?.next?.getTime()).toBe(NINE + 90_000);
    slack.temper = "takes";
    await look(NINE + 91_000);
    expect(slack.messages).toHaveLength(state === "waiting" || state === "unknown" ? 1 : 0);
  });
});

describe("what arrives", () => {
  it("is a mail with text and HTML, its pictures inside, and a way out by one click", async () => {
    const id = await add();
    const png = Buffer.from("iVBORw0KGgo=", "base64");
    const drawing = { ...tools, draw: async () => [{ name: "verdict-trend.png", alt: "Pages a week", png }] };
    await look(NINE, ctx, drawing);
    const [{ raw, to } = { raw: "", to: [] }] = server.messages;
    expect(to).toEqual(["lead@example.org"]);
    expect(headerOf(raw, "To")).toBe("lead@example.org");
    expect(headerOf(raw, "From")).toBe("Squelch <squelch@example.org>");
    expect(headerOf(raw, "List-Unsubscribe-Post")).toBe("List-Unsubscribe=One-Click");
    expect(raw).toMatch(/^Content-Type: text\/plain; charset=utf-8/m);
    expect(raw).toMatch(/^Content-Type: text\/html; charset=utf-8/m);
    expect(raw).toMatch(/^Content-ID: <verdict-trend\.png>/im);
    expect(raw).toContain("cid:verdict-trend.png".replace("=", "=3D"));
    const link = /<(https:\/\/squelch\.example\.org\/api\/unsubscribe\/[^>]+)>/.exec(
      headerOf(raw, "List-Unsubscribe") ?? "",
    )?.[1];
    const token = new URL(link ?? "").pathname.split("/").at(-1) ?? "";
    expect(workspaceIn(token)).toBe(1);
    for (const wrong of [`${token.slice(0, -1)}${token.endsWith("0") ? "1" : "0"}`, token.replace(id, "1")])
      await expect(unsubscribe(ctx, wrong)).rejects.toThrow(/not whole/);
    expect(() => workspaceIn("1.2.3")).toThrow(/not whole/);
    await unsubscribe(ctx, token);
    await unsubscribe(ctx, token);
    expect(await look(NINE + 7 * 24 * HOUR)).toBe(0);
    await expect(changeDigest(ctx, id, { enabled: true }, tools)).rejects.toThrow(/wants no more/);
    const rows = await ctx.sql<
      { details: object }[]
    >`select details from audit where what = 'digest-changed' order by no`;
    expect(rows.map(({ details }) => details)).toEqual([
      { digest: id, change: "added", kind: "weekly", channel: "email" },
      { digest: id, change: "unsubscribed" },
    ]);
  });

  it("says that it has no pictures where there is no browser, or drawing failed", async () => {
    await add();
    await look(NINE, ctx, { ...tools, draw: () => Promise.reject(new AppError("invalid", "no browser")) });
    expect((await sends())[0]?.said).toBe("Without pictures: they could not be drawn.");
    expect(server.messages[0]?.raw).toContain("Without pictures");
  });

  it("keeps its Message-ID on every try, and gives a test another", async () => {
    const id = await add();
    const ids = () => server.messages.map(({ raw }) => headerOf(raw, "Message-ID"));
    server.temper = "hangs-up";
    await look(NINE);
    server.temper = "takes";
    await sendDigestAgain({ ...ctx, now: LATER }, id, "2026-W47");
    await look(LATER);
    expect(await testDigest(ctx, id, tools)).toEqual({
      ok: true,
      said: expect.stringContaining("The test was taken."),
    });
    const [first, second, third] = ids();
    expect(first).toMatch(/^<[0-9a-f]{32}@example\.org>$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(headerOf(server.messages[2]?.raw ?? "", "Subject")).toMatch(/=5BTest=5D|\[Test\]/);
  });

  it("holds nothing but a title in its head, whatever a team is called", async () => {
    await add();
    const hostile = "A\r\nBcc: everybody@example.org\r\n\r\n<script>alert(1)</script>\u2028";
    const told = { ...report(), subject: { kind: "team" as const, name: hostile } };
    await look(NINE, ctx, { ...tools, report: async () => told });
    const [{ raw, to } = { raw: "", to: [] }] = server.messages;
    expect(to).toEqual(["lead@example.org"]);
    expect(raw.slice(0, raw.indexOf("\r\n\r\n"))).not.toMatch(/^bcc:/im);
    // As text it is what it says; as HTML it is no element.
    expect(raw.slice(raw.indexOf("Content-Type: text/html"))).not.toContain("<script");
  });

  it("is signed by Standard Webhooks with one id over all tries", async () => {
    const seen: { headers: Record<string, string>; body: string }[] = [];
    let refuses = true;
    const call: DigestTools["call"] = async ({ headers, body }) => {
      seen.push({ headers: { ...headers }, body: String(body) });
      return { status: refuses ? 500 : 204, headers: {}, body: Buffer.alloc(0) };
    };
    const target = { channel: "webhook" as const, url: "https://hooks.example.org/squelch", secret: SECRET };
    await add({ target });
    await look(NINE, ctx, { ...tools, call });
    refuses = false;
    await look(NINE + 6_000, ctx, { ...tools, call });
    expect(seen).toHaveLength(2);
    const ids = seen.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(1);
    const now = String(Math.floor(Date.now() / 1_000));
    for (const { headers, body } of seen) {
      const signed = new Webhook(SECRET).sign(
        ids[0] ?? "",
        new Date(Number(headers["webhook-timestamp"]) * 1_000),
        body,
      );
      expect(headers["webhook-signature"]).toBe(signed);
      // As a receiver does it, at the time of receipt.
      const fresh = {
        ...headers,
        "webhook-timestamp": now,
        "webhook-signature": new Webhook(SECRET).sign(ids[0] ?? "", new Date(Number(now) * 1_000), body),
      };
      expect(new Webhook(SECRET).verify(body, fresh)).toMatchObject({ type: "squelch.digest.weekly" });
    }
  });

  it("names nobody of whom the database knows", async () => {
    const target = SLACK();
    await add({ target });
    await add();
    await ctx.sql`insert into people (workspace_id, id, name, email) values (1, 77, 'Ada Byron', 'ada@example.org') on conflict do nothing`;
    const row = {
      id: "5",
      title: "Ada Byron's disk <ada@example.org> is full",
      service: "Byron, Ada",
    } as DigestReport["worst"][number]["row"];
    const share = { value: 1, low: null, high: null, of: 3, n: 3 };
    const counts = { actionable: 0, noise: 3, unclear: 0, unclassified: 0, test: 0 };
    const told: DigestReport = {
      ...report(),
      subject: { kind: "team", name: "Team of Ada Byron" },
      worst: [
        {
          row: { ...row, pages: 3, counts, noiseShare: share, interruptions: null },
          suggestion: { kind: "tune", treatment: null, because: "ADA BYRON said so.", effect: null, expected: null },
        },
      ],
    };
    await look(NINE, ctx, { ...tools, report: async () => told });
    expect([server.messages.length, slack.messages.length]).toEqual([1, 1]);
    const whole = `${server.messages[0]?.raw.replace(/=\r\n/g, "")}${JSON.stringify(slack.messages)}`;
    expect(whole).not.toMatch(/byron|ada@|ada%40/i);
    expect(whole).toContain("a person's disk");
  });

  it("is what the preview shows, which sends nothing", async () => {
    const id = await add({ target: SLACK() });
    const { message } = await previewDigest(ctx, id, tools);
    expect(slack.messages).toHaveLength(0);
    await look(NINE);
    expect(JSON.parse(message?.json ?? "")).toEqual(slack.messages[0]);
  });
});

describe("reminders", () => {
  const END = Date.parse("2026-11-20T18:00:00Z");
  const shiftsOf = (to: number) =>
    [
      "person,from,to,level,schedule,team",
      `ana@n.example,2026-11-20T06:00:00Z,${new Date(to).toISOString()},1,Core,Payments`,
    ].join("\n");

  let ana: Ctx;

  beforeAll(async () => {
    const page = { provider: "pagerduty", page: "P1", at: "2026-11-20T10:00:00Z", by: "automation" };
    const lines = [
      { ...page, kind: "triggered", title: "Disk full", service: "db", team: "Payments", urgency: "high" },
      { ...page, kind: "notified", person: "PANA", channel: "push" },
      { ...page, kind: "resolved", at: "2026-11-20T10:03:00Z" },
    ];
    await importText(ctx, lines.map((line) => JSON.stringify(line)).join("\n"), { name: "pages.ndjson" });
    await importText(ctx, shiftsOf(END), { name: "shifts.csv" });
    const [pager] = await ctx.sql<{ id: string }[]>`select person_id as id from interruption_pages`;
    const id = pager?.id ?? "0";
    await ctx.sql`update on_call_shifts set person_id = ${id}`;
    await ctx.sql`update users set person_id = ${id}, email = 'ana@n.example'`;
    await ctx.sql`insert into teams (workspace_id, id, name) values (1, 9, 'Payments') on conflict do nothing`;
    ana = { ...ctx, now: FRIDAY, viewer: { ...ctx.viewer, personId: id } };
  });
  beforeEach(async () => {
    await ctx.sql`update pages set origin = null`;
  });

  it("come once after a shift that a schedule tells, only where a page waits, without a name", async () => {
    const shiftEnd = { trigger: "shift-end" as const };
    await add({ kind: "end-of-shift", own: true, time: shiftEnd, target: { ...MAIL, address: "ana@n.example" } }, ana);
    await add({ kind: "end-of-shift", team: "Payments", time: shiftEnd, target: SLACK() }, ana);
    expect(await look(END - 1)).toBe(0);
    expect(await look(END)).toBe(2);
    expect(await look(END + HOUR)).toBe(0);
    expect(headerOf(server.messages[0]?.raw ?? "", "Subject")).toBe("1 page of your shift waits for a verdict");
    expect(JSON.stringify(slack.messages)).toContain("1 page of the last shift of Payments waits for a verdict");
    await ctx.sql`delete from digest_sends`;
    await ctx.sql`update pages set origin = 'person'`;
    expect(await look(END)).toBe(0);
    expect((await states()).map((state) => state.split(" ")[1])).toEqual(["nothing", "nothing"]);
  });

  it("come by the clock for the last 24 hours where no schedule is known", async () => {
    const daily = { trigger: "clock" as const, weekday: null, minute: 20 * 60, zone: "Europe/Berlin" };
    await add({ kind: "end-of-shift", own: true, time: daily, target: { ...MAIL, address: "ana@n.example" } }, ana);
    expect(await look(Date.parse("2026-11-20T19:00:00Z"))).toBe(1);
    expect(await look(Date.parse("2026-11-21T19:00:00Z"))).toBe(0);
    expect(headerOf(server.messages[0]?.raw ?? "", "Subject")).toBe("1 page of your last 24 hours waits for a verdict");
  });

  it("go with whom they are of", async () => {
    await add(
      {
        kind: "end-of-shift",
        own: true,
        time: { trigger: "shift-end" },
        target: { ...MAIL, address: "ana@n.example" },
      },
      ana,
    );
    await add({ target: { ...MAIL, address: "ANA@n.example" } }, ana);
    const kept = await add();
    const other = { userId: "41", name: "Ben", role: "admin" as const, personId: null };
    await ctx.sql`update people set name = 'Ana Brandt', email = 'ana@n.example' where id = ${ana.viewer.personId}`;
    await erasePerson({ ...ctx, now: FRIDAY, viewer: other }, ana.viewer.personId ?? "");
    expect(await ctx.sql`select id from digests`).toEqual([{ id: kept }]);
  });
});

describe("who may", () => {
  const member = (): Ctx => ({ ...ctx, viewer: { userId: "41", name: "Ben", role: "member", personId: "7" } });
  const own = (address: string): DigestBody => ({
    kind: "end-of-shift",
    team: null,
    own: true,
    target: { channel: "email", address },
    time: { trigger: "shift-end" },
  });
  beforeEach(async () => {
    await ctx.sql`insert into people (workspace_id, id, name, email) values (1, 7, 'Ben Osei', 'ben@n.example') on conflict do nothing`;
  });

  it("an admin everything that is shared, a member their own reminder at their own address, and each sees their own", async () => {
    const shared = await add();
    await expect(add({}, member())).rejects.toThrow(/Only an admin/);
    await expect(
      add(
        { ...own("ben@n.example"), target: { channel: "webhook", url: "https://a.example/", secret: SECRET } },
        member(),
      ),
    ).rejects.toThrow(/Only an admin/);
    await expect(add(own("else@n.example"), member())).rejects.toThrow(/not known to be yours/);
    const mine = await add(own("BEN@n.example"), member());
    const settings = { mail: true, publicUrl: null, pictures: false };
    const seen = async (by: Ctx) => (await digestsView(by, settings)).digests.map(({ id }) => id);
    expect(await seen(member())).toEqual([mine]);
    expect(await seen(ctx)).toEqual([shared]);
    for (const act of [
      (by: Ctx, id: string) => changeDigest(by, id, { enabled: false }, tools),
      (by: Ctx, id: string) => testDigest(by, id, tools),
      (by: Ctx, id: string) => previewDigest(by, id, tools),
      (by: Ctx, id: string) => sendDigestAgain(by, id, "2026-W47"),
      (by: Ctx, id: string) => removeDigest(by, id),
    ]) {
      await expect(act(member(), shared)).rejects.toMatchObject({ code: "not-found" });
      await expect(act(ctx, mine)).rejects.toMatchObject({ code: "not-found" });
    }
    await expect(changeDigest(member(), mine, { target: MAIL }, tools)).rejects.toThrow(/not known to be yours/);
    await removeDigest(member(), mine);
    expect(await seen(member())).toEqual([]);
  });

  it("send to no address but a public one or one that is allowed, and no secret is shown or kept in the clear", async () => {
    for (const url of [
      "http://hooks.slack.com/services/1",
      "https://evil.example/services/1",
      "https://u:p@hooks.slack.com/1",
      "nonsense",
    ])
      await expect(add({ target: { channel: "slack", url } })).rejects.toThrow(AppError);
    for (const secret of ["whsec_short", "none", `whsec_${"!".repeat(44)}`])
      await expect(add({ target: { channel: "webhook", url: "https://a.example/", secret } })).rejects.toThrow(
        /signing secret/,
      );
    await add({ target: SLACK() });
    await add({ target: { channel: "webhook", url: "https://127.0.0.1/x", secret: SECRET } });
    await look(NINE);
    expect((await sends()).map(({ said }) => said).join()).toMatch(/not a public address/);
    const kept = JSON.stringify([
      await ctx.sql`select * from digests`,
      await ctx.sql`select * from audit`,
      await digestsView(ctx, { mail: true, publicUrl: null, pictures: false }),
    ]);
    expect(kept).not.toMatch(/secretOfSlack|whsec_/);
    expect(kept).toContain("ending in lack");
  });
});
