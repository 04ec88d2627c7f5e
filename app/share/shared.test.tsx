import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { SharedScreen } from "@/components/share/shared-screen";
import { addDigest } from "@/db/commands/add-digest";
import { allowSharing } from "@/db/commands/allow-sharing";
import { decide } from "@/db/commands/decide";
import type { DigestTools } from "@/db/commands/digest-tools";
import { makeShareLink } from "@/db/commands/make-share-link";
import { noteReport } from "@/db/commands/note-report";
import { openShareLink } from "@/db/commands/open-share-link";
import { publishReport } from "@/db/commands/publish-report";
import { revokeShareLink } from "@/db/commands/revoke-share-link";
import { sendDueDigests } from "@/db/commands/send-due-digests";
import type { Ctx } from "@/db/ctx";
import { dropEnded } from "@/db/jobs/keep-retention";
import { startFakeSlack } from "@/db/outbound/fake-slack";
import { outbound } from "@/db/outbound/http";
import { shareLinks } from "@/db/queries/share-links";
import { sharedDocument } from "@/db/queries/shared-document";
import { openKeyRing } from "@/db/secrets/key-ring";
import { createTestDb, TEST_KEYS, type TestDb } from "@/db/test-db";
import { importText } from "@/db/test-import";
import { secretToken, TOKEN_BYTES } from "@/lib/auth/secret-token";
import { DecideBody } from "@/lib/contract/decision";
import type { DigestTarget } from "@/lib/contract/digests";
import { ShareBody } from "@/lib/contract/sharing";
import type { SharedThing } from "@/lib/model/shared-thing";
import type { DigestReport } from "@/lib/report/digest";
import { GET } from "./picture/[file]/route";

const AT = Date.parse("2026-11-18T12:00:00Z");
const WEEK = "2026-W46";
const OVERVIEW = ShareBody.parse({ kind: "overview", from: "now-1w/w", to: "now-1w/w" });
let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("UTC");
  ctx = await db.ctxAt(AT);
  const lines = [0, 1, 2, 3].flatMap((day) => {
    const at = Date.parse("2026-11-09T02:00:00Z") + day * 86_400_000;
    const event = (kind: string, minutes: number, more: object = {}) =>
      JSON.stringify({
        provider: "pagerduty",
        page: `Q${day}`,
        kind,
        at: new Date(at + minutes * 60_000).toISOString(),
        by: "automation",
        ...more,
      });
    return [
      event("triggered", 0, { title: "Disk full", service: "db", team: "Core", urgency: "high" }),
      event("notified", 0, { person: "PUSER1", channel: "push" }),
      event("resolved", 3),
    ];
  });
  await importText(ctx, lines.join("\n"), { name: "pages.ndjson" });
  const [row] = await ctx.sql<{ id: string }[]>`select id from signatures`;
  const body = DecideBody.parse({ signatureIds: [row?.id], kind: "silence", reason: "asked", expiresInDays: 7 });
  await decide(ctx, body);
  await noteReport(ctx, WEEK, {}, { section: "sentence", text: "noted" });
  await publishReport(ctx, WEEK, {});
});
afterAll(() => db.drop());

const THINGS: readonly SharedThing[] = [
  { kind: "weekly-report", week: WEEK, team: null },
  {
    kind: "overview",
    from: "2026-11-09T00:00:00.000Z",
    to: "2026-11-16T00:00:00.000Z",
    tz: "UTC",
    team: null,
    service: null,
    urgency: null,
  },
];

/** Words that stand in no text of ours. */
const part = fc
  .tuple(fc.constantFrom("Q", "X", "Zw", "Åq", "Øx"), fc.stringMatching(/^[bcdfghjkqvwxz]{3,7}$/))
  .map(([head, tail]) => head + tail);

describe("what is shared", () => {
  it("names nobody, whatever they are called and wherever they are named", async () => {
    await fc.assert(
      fc.asyncProperty(part, part, part, async (first, last, handle) => {
        const { sql } = ctx;
        const [name, email] = [`${first} ${last}`, `${handle}.${last}@example.com`.toLowerCase()];
        await sql`update people set name = ${name}, email = ${email}`;
        await sql`update identities set name = ${name}, email = ${email}`;
        await sql`update users set name = ${name}`;
        const said = `Ask ${first}, ${last.toUpperCase()} ${first} or ${email} (${name}): ${handle}`;
        await sql`update signatures set key = ${said}`;
        await sql`update pages set title = ${said}, service = ${`db of ${name}`}, team = ${`friends of ${email}`}`;
        await sql`update decisions set reason = ${said}`;
        await sql`update report_notes set text = ${said}`;
        for (const thing of THINGS) {
          const { document, charts } = await sharedDocument(ctx, thing);
          const html = renderToStaticMarkup(
            <SharedScreen document={document} charts={null} expiresAt="2026-12-01T00:00:00Z" zone="UTC" />,
          );
          for (const text of [JSON.stringify({ document, charts }), html])
            for (const word of [name, email, first, last, handle])
              expect(text.toLowerCase(), word).not.toContain(word.toLowerCase());
          expect(html).toContain("a person");
          expect(html).not.toMatch(/<a |href=|<form|<button|<script/);
        }
      }),
      { numRuns: 6 },
    );
  });

  it("tells no fact about one person: the four pages woke one, and no figure says so", async () => {
    for (const thing of THINGS) {
      const text = JSON.stringify(await sharedDocument(ctx, thing));
      expect(text).toContain("not shown");
      expect(text).toMatch(/"Pages","4"/);
      expect(text).not.toMatch(/"(Interruptions|Disrupted nights)","\d/);
    }
  });
});

describe("a link", () => {
  const at = async () => ({ ...(await db.ctxAt(AT)), viewer: ctx.viewer });
  const made = async () => {
    const { id, path } = await makeShareLink(await at(), OVERVIEW);
    return { id, token: path.replace("/share/", "") };
  };
  beforeEach(async () => {
    await ctx.sql`delete from share_links`;
    await ctx.sql`update users set disabled_at = null`;
    await allowSharing(ctx, true);
  });

  it("is not made where an admin has not allowed it, and no member allows it", async () => {
    await allowSharing(ctx, false);
    await expect(made()).rejects.toThrow("off here");
    const member = { ...ctx, viewer: { ...ctx.viewer, role: "member" as const } };
    await expect(allowSharing(member, true)).rejects.toThrow("Only an admin");
  });

  it("opens what it was made for, with a range that stands still, and counts", async () => {
    const { token } = await made();
    const opened = await openShareLink(ctx.sql, token);
    expect(opened?.thing).toEqual(THINGS[1]);
    await openShareLink(ctx.sql, token);
    const { links } = await shareLinks(await at());
    expect(links).toMatchObject([{ what: "Overview, 9 – 15 Nov 2026", opened: 2, state: "open", mine: true }]);
    expect(JSON.stringify(await ctx.sql`select * from share_links`)).not.toContain(token);
  });

  it.each([
    ["revoked", async (id: string) => revokeShareLink(ctx, id)],
    ["over", async () => ctx.sql`update share_links set expires_at = now()`],
    ["not allowed any more", async () => allowSharing(ctx, false)],
    ["of somebody who may not sign in", async () => ctx.sql`update users set disabled_at = now()`],
  ])("opens nothing once it is %s", async (_why, end) => {
    const { id, token } = await made();
    expect(await openShareLink(ctx.sql, token)).not.toBeNull();
    await end(id);
    expect(await openShareLink(ctx.sql, token)).toBeNull();
  });

  it("is forgotten 30 days after its end, and no day before", async () => {
    await made();
    await made();
    await ctx.sql`update share_links set expires_at = now() - interval '30 days 1 minute'
      where id = (select min(id) from share_links)`;
    await ctx.sql`update share_links set revoked_at = now() - interval '29 days 23 hours'
      where id = (select max(id) from share_links)`;
    expect(await dropEnded(ctx.sql)).toBe(1);
    expect((await shareLinks(await at())).links.map(({ state }) => state)).toEqual(["revoked"]);
  });
});

describe("a picture of a digest", () => {
  const DUE = Date.parse("2026-11-23T09:00:00Z");
  const PNG = Buffer.from("iVBORw0KGgo=", "base64");
  const TITLE = "Pages a week by verdict";
  const blank = { hidden: null, of: null, n: null, low: null, high: null };
  const REPORT = {
    week: "2026-W47",
    subject: { kind: "workspace", name: "Squelch" },
    range: { from: "2026-11-16T00:00:00.000Z", to: "2026-11-23T00:00:00.000Z", zone: "UTC", label: "16 – 22 Nov 2026" },
    lead: null,
    figures: [
      { key: "pages", unit: "pages", label: "Pages", definition: "", now: { ...blank, value: 7 }, previous: null },
    ],
    worst: [],
    lastWeek: { forgotten: 0 },
  } satisfies DigestReport;

  let slack: Awaited<ReturnType<typeof startFakeSlack>>;
  let tools: DigestTools;

  beforeAll(async () => {
    slack = await startFakeSlack();
    vi.stubEnv("DATABASE_URL", db.url);
    vi.stubEnv("PUBLIC_URL", "https://squelch.example.org");
  });
  beforeEach(async () => {
    await ctx.sql`delete from digests`;
    await ctx.sql`delete from digest_pictures`;
    await allowSharing(ctx, true);
    slack.messages.length = 0;
    slack.temper = "takes";
    tools = {
      ring: () => openKeyRing(TEST_KEYS),
      call: outbound([slack.pair]),
      allow: [slack.pair],
      mail: null,
      publicUrl: "https://squelch.example.org",
      draw: async () => [{ name: "trend-1.png", alt: TITLE, png: PNG }],
      report: async () => REPORT,
      weekAt: async () => "2026-W47",
    };
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    vi.unstubAllEnvs();
    await (globalThis as { squelchClient?: { close(): Promise<void> } }).squelchClient?.close();
    await slack.close();
  });

  const send = async (target: DigestTarget = { channel: "slack", url: slack.url }, team: string | null = null) => {
    const time = { trigger: "clock" as const, weekday: 0, minute: 540, zone: "UTC" };
    const by = await db.ctxAt(AT);
    await addDigest(by, { kind: "weekly", team, own: false, target, time }, tools);
    const looks = await Promise.all([1, 2].map(() => sendDueDigests(by, () => DUE, tools)));
    expect(looks.reduce((sum, sent) => sum + sent, 0)).toBe(1);
    return (await ctx.sql<{ said: string | null }[]>`select said from digest_sends`)[0]?.said ?? null;
  };
  const blocks = () => (slack.messages[0]?.blocks ?? []) as { type: string; image_url?: string; alt_text?: string }[];
  const inSlack = () => blocks().find(({ type }) => type === "image");
  /** As Slack does: without a cookie, which here nobody could be asked for. */
  const fetched = (url: string) => {
    const file = new URL(url).pathname.replace("/share/picture/", "");
    const request = new Request(url, { headers: { host: "squelch.example.org" } });
    return GET(request, { params: Promise.resolve({ file }) });
  };

  it("stands at the address that Slack is given, until it ends or links are stopped", async () => {
    expect(await send()).toBeNull();
    const kinds = blocks().map(({ type }) => type);
    // The three numbers are the last section before it.
    expect(kinds.slice(0, 5)).toEqual(["header", "context", "section", "section", "image"]);
    expect(inSlack()?.alt_text).toBe(`${TITLE}. Pages: 7, the week before is not known.`);
    const url = inSlack()?.image_url ?? "";
    expect(url).toMatch(/^https:\/\/squelch\.example\.org\/share\/picture\/sqs_\w{49}\.png$/);
    const response = await fetched(url);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
    expect(Object.fromEntries(response.headers)).toEqual({
      "content-type": "image/png",
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex, nofollow, noarchive",
    });
    const rows = await ctx.sql<{ days: number }[]>`
      select token_hash, png, extract(day from expires_at - made_at)::int as days from digest_pictures`;
    expect(rows.map(({ days }) => days)).toEqual([30]);
    expect(JSON.stringify(rows)).not.toContain(/sqs_\w+/.exec(url)?.[0]);

    await allowSharing(ctx, false);
    expect((await fetched(url)).status).toBe(404);
    await allowSharing(ctx, true);
    expect((await fetched(url)).status).toBe(200);
    expect(await dropEnded(ctx.sql)).toBe(0);
    await ctx.sql`update digest_pictures set expires_at = now()`;
    expect((await fetched(url)).status).toBe(404);
    expect(await dropEnded(ctx.sql)).toBe(1);
  });

  it("stands at no other address", async () => {
    await send();
    const url = inSlack()?.image_url ?? "";
    const other = secretToken("sqs", new Uint8Array(TOKEN_BYTES));
    for (const wrong of [url.slice(0, -4), `${url}.png`, url.replace(/sqs_\w+/, other), url.replace("sqs_", "sqt_")])
      expect((await fetched(wrong)).status, wrong).toBe(404);
  });

  it("is told of to any other address too, which may be reached by http", async () => {
    const bodies: string[] = [];
    tools.call = async ({ body }) => {
      bodies.push(String(body));
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    };
    tools.publicUrl = "http://squelch.internal";
    const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    expect(await send({ channel: "webhook", url: "https://hooks.example.org/squelch", secret })).toBeNull();
    expect(JSON.parse(bodies[0] ?? "").data.pictures).toEqual([
      {
        url: expect.stringMatching(/^http:\/\/squelch\.internal\/share\/picture\/sqs_\w{49}\.png$/),
        alt: `${TITLE}. Pages: 7, the week before is not known.`,
        type: "image/png",
      },
    ]);
  });

  const REASONS: [string, () => void | Promise<void>, string][] = [
    ["share links are off", () => allowSharing(ctx, false), "share links are off"],
    [
      "nobody said where we are",
      () => {
        tools.publicUrl = null;
      },
      "PUBLIC_URL, under which they would stand",
    ],
    [
      "Slack could not have it by https",
      () => {
        tools.publicUrl = "http://a.example";
      },
      "by https only",
    ],
    [
      "there is no browser",
      () => {
        tools.draw = null;
      },
      "there is no browser",
    ],
    [
      "drawing fails",
      () => {
        tools.draw = () => Promise.reject(new Error("crashed"));
      },
      "could not be drawn",
    ],
    [
      "keeping fails",
      () => {
        tools.draw = async () => [{ name: "", alt: "", png: null as never }];
      },
      "be kept",
    ],
    [
      "Slack cannot fetch it",
      () => {
        slack.temper = "sees-no-pictures";
      },
      "Slack did not take them",
    ],
  ];
  it.each(REASONS)(
    "is left out where %s, and the digest goes once all the same and says so",
    async (_why, arrange, said) => {
      vi.spyOn(console, "error").mockImplementation(() => {});
      await arrange();
      expect(await send()).toContain("Without pictures: ");
      expect(slack.messages).toHaveLength(1);
      expect(inSlack()).toBeUndefined();
      expect(JSON.stringify(slack.messages[0])).toContain(said);
    },
  );

  it("is left out where a team is called after somebody", async () => {
    await ctx.sql`update people set name = 'Ada Byron'`;
    await ctx.sql`insert into teams (workspace_id, id, name) values (1, 9, 'Team of Ada Byron'), (1, 10, 'Storage')`;
    expect(await send(undefined, "Team of Ada Byron")).toContain("which names somebody");
    expect(inSlack()).toBeUndefined();
    await ctx.sql`delete from digests`;
    slack.messages.length = 0;
    expect(await send(undefined, "Storage")).toBeNull();
    expect(inSlack()).toBeDefined();
  });
});
