import { afterAll, beforeAll, expect, it } from "vitest";
import { sha256 } from "@/db/ids";
import { findSession } from "@/db/queries/session";
import { createTestDb, type TestDb } from "@/db/test-db";
import { createSignInLink, signIn, signOut } from "./sign-in";

let db: TestDb;
beforeAll(async () => {
  db = await createTestDb("Asia/Kathmandu");
});
afterAll(() => db.drop());

const newSession = async () => signIn(db.db, await createSignInLink(db.url));

it("signs in with a link once, and never again", async () => {
  const link = await createSignInLink(db.url);
  const session = await signIn(db.db, link);
  expect(await findSession(db.sql, session)).toMatchObject({
    viewer: { name: "Admin", role: "admin" },
    workspaceId: 1,
    zone: "Asia/Kathmandu",
  });
  await expect(signIn(db.db, link)).rejects.toMatchObject({ code: "unauthorised" });
});

it("gives one session when a link is used twice at the same time", async () => {
  const link = await createSignInLink(db.url);
  const tried = await Promise.allSettled([signIn(db.db, link), signIn(db.db, link)]);
  expect(tried.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

it.each(["", "x", "00000000-0000-0000-0000-000000000000"])("refuses the link %j that nobody gave", async (token) => {
  await expect(signIn(db.db, token)).rejects.toMatchObject({ code: "unauthorised" });
  expect(await findSession(db.sql, token)).toBeNull();
});

it.each([
  ["1 minute", true],
  ["14 minutes 50 seconds", true],
  ["15 minutes", false],
  ["1 day", false],
])("takes a link after %s: %s", async (age, works) => {
  const link = await createSignInLink(db.url);
  await db.sql`update sign_in_links set expires_at = expires_at - ${age}::interval where token_hash = ${sha256(link)}`;
  if (works) await expect(signIn(db.db, link)).resolves.toMatch(/^[\w-]{43}$/);
  else await expect(signIn(db.db, link)).rejects.toMatchObject({ code: "unauthorised" });
});

it.each([
  ["unused for 11 h 59 min", "last_seen_at", "11 hours 59 minutes", true],
  ["unused for 12 h", "last_seen_at", "12 hours", false],
  ["6 days and 23 h old", "expires_at", "6 days 23 hours", true],
  ["7 days old", "expires_at", "7 days", false],
])("holds a session %s: %s", async (_name, column, age, alive) => {
  const token = await newSession();
  await db.sql`
    update sessions set ${db.sql(column)} = ${db.sql(column)} - ${age}::interval where token_hash = ${sha256(token)}`;
  expect((await findSession(db.sql, token)) !== null).toBe(alive);
});

it("keeps a session alive by its use, a minute apart at the closest", async () => {
  const token = await newSession();
  const seenAgo = async () => {
    const [row] = await db.sql<{ s: number }[]>`
      select extract(epoch from now() - last_seen_at)::float8 as s from sessions where token_hash = ${sha256(token)}`;
    return row?.s ?? null;
  };
  await db.sql`update sessions set last_seen_at = now() - interval '30 seconds' where token_hash = ${sha256(token)}`;
  await findSession(db.sql, token);
  expect(await seenAgo()).toBeGreaterThanOrEqual(30);
  await db.sql`update sessions set last_seen_at = now() - interval '11 hours' where token_hash = ${sha256(token)}`;
  await findSession(db.sql, token);
  expect(await seenAgo()).toBeLessThan(30);
});

it("ends every session of a user who was disabled", async () => {
  const token = await newSession();
  await db.sql`update users set disabled_at = now()`;
  expect(await findSession(db.sql, token)).toBeNull();
  await expect(createSignInLink(db.url)).rejects.toThrow("There is no admin to sign in");
  await db.sql`update users set disabled_at = null`;
});

it("refuses the link of a user who was disabled after it was given", async () => {
  const link = await createSignInLink(db.url);
  await db.sql`update users set disabled_at = now()`;
  const session = await signIn(db.db, link).catch(() => null);
  expect(session === null ? null : await findSession(db.sql, session)).toBeNull();
  await db.sql`update users set disabled_at = null`;
});

it("signs out of one session and leaves the others", async () => {
  const [one, other] = [await newSession(), await newSession()];
  await signOut(db.db, one);
  expect(await findSession(db.sql, one)).toBeNull();
  expect(await findSession(db.sql, other)).not.toBeNull();
});

it("stores hashes and no token", async () => {
  const link = await createSignInLink(db.url);
  const unused = await createSignInLink(db.url);
  const session = await signIn(db.db, link);
  const rows =
    await db.sql`select to_jsonb(s)::text as row from sessions s union all select to_jsonb(l)::text from sign_in_links l`;
  const stored = rows.map(({ row }) => String(row)).join("\n");
  for (const token of [link, unused, session]) {
    expect(stored).not.toContain(token);
    expect(stored).toContain(sha256(token));
  }
});
