import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { randomId } from "@/db/ids";
import { startWarnings } from "@/db/queries/start-warnings";
import { createTestDb, type TestDb } from "@/db/test-db";
import { keyFileOf, keysInFile } from "./key-file";
import { isNewest, newKey, openKeyRing, seal, sealBytes, unseal, unsealBytes } from "./key-ring";
import { rotateKeys } from "./rotate-keys";

const [A, B] = [newKey(), newKey()];
const PLACE = { table: "source_secrets", column: "sealed", id: "7" };

describe("a sealed value", () => {
  it("comes back as it was, text and bytes", () => {
    const ring = openKeyRing(A);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.uint8Array(), (text, bytes) => {
        expect(unseal(ring, seal(ring, text, PLACE), PLACE)).toBe(text);
        expect([...unsealBytes(ring, sealBytes(ring, bytes, PLACE), PLACE)]).toEqual([...bytes]);
      }),
      { numRuns: 50 },
    );
  });

  it("is another one each time, and does not hold the secret", () => {
    const ring = openKeyRing(A);
    const [one, other] = [seal(ring, "hunter2", PLACE), seal(ring, "hunter2", PLACE)];
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[0-9a-f]{8}(\.[\w-]+){3}$/);
    expect(Buffer.from(one, "base64url").includes("hunter2")).toBe(false);
  });

  it.each([
    ["another table", { ...PLACE, table: "tokens" }],
    ["another column", { ...PLACE, column: "hint" }],
    ["another row", { ...PLACE, id: "8" }],
    ["a row whose words only join to the same text", { table: "source_secrets\u0000sealed", column: "7", id: "" }],
  ])("cannot be moved to %s", (_name, place) => {
    const ring = openKeyRing(A);
    expect(() => unseal(ring, seal(ring, "hunter2", PLACE), place)).toThrow(/changed or moved/);
    expect(() => unsealBytes(ring, sealBytes(ring, Buffer.from("x"), PLACE), place)).toThrow(/changed or moved/);
  });

  it("is refused when any of it was changed", () => {
    const ring = openKeyRing(A);
    const sealed = Buffer.from(sealBytes(ring, Buffer.from("hunter2"), PLACE));
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => unsealBytes(ring, changed, PLACE), `byte ${at}`).toThrow();
      expect(() => unsealBytes(ring, sealed.subarray(0, at), PLACE), `cut at ${at}`).toThrow();
    }
    expect(() => unseal(ring, "", PLACE)).toThrow();
  });

  it("without its key is a clear refusal that names the key and not the secret", () => {
    const sealed = seal(openKeyRing(A), "hunter2", PLACE);
    const [keyId = ""] = sealed.split(".");
    expect(() => unseal(openKeyRing(B), sealed, PLACE)).toThrow(
      `source_secrets.sealed is sealed with key ${keyId}, which is not in SQUELCH_KEYS`,
    );
  });
});

describe("the key ring", () => {
  it.each([null, undefined, "", " , "])("refuses to be empty: %j", (text) => {
    expect(() => openKeyRing(text)).toThrow(/SQUELCH_KEYS is empty/);
  });

  it("refuses a short key, and says which", () => {
    expect(() => openKeyRing(`${A},${"x".repeat(31)}`)).toThrow(/Key 2 of SQUELCH_KEYS/);
    expect(() => openKeyRing("x".repeat(32))).not.toThrow();
  });

  it("is read from commas and from lines", () => {
    expect(openKeyRing(`${A}, ${B}\n`)).toEqual(openKeyRing(`${A}\n${B}`));
  });
});

describe("rotation", () => {
  let db: TestDb;
  beforeAll(async () => {
    db = await createTestDb();
  });
  afterAll(() => db.drop());
  beforeEach(() => db.sql`truncate source_secrets`);

  async function keep(keys: string, plain: string): Promise<string> {
    const id = randomId();
    const sealed = seal(openKeyRing(keys), plain, { ...PLACE, id });
    await db.sql`insert into source_secrets (workspace_id, id, source_id, kind, sealed, hint)
      values (1, ${id}, 1, 'signing', ${sealed}, 'last')`;
    return id;
  }
  async function read(keys: string): Promise<string[]> {
    const rows = await db.sql<{ id: string; sealed: string }[]>`select id, sealed from source_secrets`;
    return rows.map(({ id, sealed }) => unseal(openKeyRing(keys), sealed, { ...PLACE, id })).sort();
  }

  it("goes from A over B,A to B, and every step reads everything", async () => {
    await keep(A, "first");
    expect(await read(A)).toEqual(["first"]);
    await keep(`${B},${A}`, "second");
    expect(await read(`${B},${A}`)).toEqual(["first", "second"]);
    expect(await rotateKeys(db.sql, openKeyRing(`${B},${A}`))).toEqual({ secrets: 2, resealed: 1 });
    expect(await read(B)).toEqual(["first", "second"]);
    expect(await rotateKeys(db.sql, openKeyRing(B))).toEqual({ secrets: 2, resealed: 0 });
    await expect(read(A)).rejects.toThrow(/not in SQUELCH_KEYS/);
  });

  it("a start says which secrets it cannot read, and which settings of the database may forget", async () => {
    await keep(A, "first");
    await keep(B, "second");
    const warnings = await startWarnings(db.url, A);
    expect(warnings.at(-1)).toMatch(/^1 of 2 stored secrets are sealed with a key that is not in SQUELCH_KEYS/);
    const [row] = await db.sql`select count(*)::int as off from pg_settings
      where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'`;
    expect(await startWarnings(db.url, `${A},${B}`)).toHaveLength(row?.off as number);
  });

  it("changes nothing when one key is missing", async () => {
    const ids = [await keep(A, "first"), await keep(newKey(), "of a lost key")];
    await expect(rotateKeys(db.sql, openKeyRing(`${B},${A}`))).rejects.toThrow(/not in SQUELCH_KEYS/);
    const rows = await db.sql<{ sealed: string }[]>`select sealed from source_secrets`;
    expect(rows.filter(({ sealed }) => isNewest(openKeyRing(B), sealed))).toEqual([]);
    expect(rows).toHaveLength(ids.length);
  });
});

describe("the key file", () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "squelch-keys-"));
    return () => rm(dataDir, { recursive: true, force: true });
  });

  it("is made once, for its owner alone, and says that a backup needs it", async () => {
    const said: string[] = [];
    const first = await keysInFile(dataDir, (line) => said.push(line));
    expect(await keysInFile(dataDir, (line) => said.push(line))).toBe(first);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/backup/);
    expect(said[0]).not.toContain(first);
    expect((await stat(keyFileOf(dataDir))).mode & 0o777).toBe(0o600);
    expect((await readFile(keyFileOf(dataDir), "utf8")).trim()).toBe(first);
  });

  it("is one, however many start at once", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => keysInFile(dataDir, () => {})));
    expect(new Set(all).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(["squelch.keys"]);
  });

  it("that is empty or cut is refused, not replaced", async () => {
    await writeFile(keyFileOf(dataDir), "short");
    await expect(keysInFile(dataDir, () => {})).rejects.toThrow(/fewer than 32/);
    await writeFile(keyFileOf(dataDir), "");
    await expect(keysInFile(dataDir, () => {})).rejects.toThrow(/empty/);
    expect(await readFile(keyFileOf(dataDir), "utf8")).toBe("");
  });
});
