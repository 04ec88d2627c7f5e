import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newKey, openKeyRing } from "@/db/secrets/key-ring";
import { createTestDb, type TestDb } from "@/db/test-db";
import { type Door, openDoor } from "./door";
import { MAIN_PROVIDERS, sendSignedBodies } from "./test-signed-bodies";

const KEYS = newKey();
const CASES = 1_000;
let db: TestDb;
let dir: string;
let door: Door;
let now = Date.parse("2026-03-01T12:00:00Z");

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  dir = await mkdtemp(join(tmpdir(), "squelch-bodies-"));
  const opened = openDoor({
    url: db.url,
    dataDir: dir,
    keys: KEYS,
    publicUrl: "https://squelch.example",
    // Ten a second: far from the most that a source may send.
    now: () => (now += 100),
  });
  const find: Door["sources"]["find"] = async (slug) => {
    const found = await opened.sources.find(slug);
    return typeof found === "string" ? found : { ...found, durable: true };
  };
  door = { ...opened, sources: { find } };
});
afterAll(async () => {
  await door.database.close(0);
  await db.drop();
  await rm(dir, { recursive: true, force: true });
});

it.each(MAIN_PROVIDERS)(
  "whatever %s sends well signed is answered with 202 or a documented refusal, kept, read and counted",
  async (provider) => {
    const run = { client: db, door, ring: openKeyRing(KEYS), provider, cases: CASES, seed: 1 };
    const { found, cases, statuses } = await sendSignedBodies(run);
    expect(found).toEqual([]);
    expect(cases).toBe(CASES);
    expect(Object.values(statuses).reduce((sum, n) => sum + n, 0)).toBe(CASES);
  },
  240_000,
);
