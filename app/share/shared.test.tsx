import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SharedScreen } from "@/components/share/shared-screen";
import { allowSharing } from "@/db/commands/allow-sharing";
import { decide } from "@/db/commands/decide";
import { makeShareLink } from "@/db/commands/make-share-link";
import { noteReport } from "@/db/commands/note-report";
import { openShareLink } from "@/db/commands/open-share-link";
import { publishReport } from "@/db/commands/publish-report";
import { revokeShareLink } from "@/db/commands/revoke-share-link";
import type { Ctx } from "@/db/ctx";
import { dropEnded } from "@/db/jobs/keep-retention";
import { shareLinks } from "@/db/queries/share-links";
import { sharedDocument } from "@/db/queries/shared-document";
import { createTestDb, type TestDb } from "@/db/test-db";
import { importText } from "@/db/test-import";
import { DecideBody } from "@/lib/contract/decision";
import { ShareBody } from "@/lib/contract/sharing";
import type { SharedThing } from "@/lib/model/shared-thing";

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
